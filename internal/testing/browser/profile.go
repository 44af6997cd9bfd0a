package browser

import (
	"syscall"
	"testing"
	"time"
)

// StartProfile is Start in a Chromium of its own and in its normal mode, which
// keeps a profile as at home, in dir. quit closes that Chromium; its history is
// written every ten seconds, so wait for what must be in it.
func StartProfile(t testing.TB, base string, o Options) (p *Page, dir string, quit func()) {
	t.Helper()
	if _, err := axe(); err != nil {
		t.Fatalf("browser: %v", err)
	}
	dir = t.TempDir()
	root, cmd, err := launchIn(dir)
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // ended by a signal
		close(ended)
	}()
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // where the test has not come to its end
	})
	p = newPage(root, t, "", base, o)
	return p, dir, func() {
		t.Helper()
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatalf("browser: close it: %v", err)
		}
		select {
		case <-ended:
		case <-time.After(wait):
			t.Fatalf("browser: it did not end within %s", wait)
		}
	}
}
