package browser

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/chromedp/chromedp"
)

// chromium is what all tests of a process share. It is started at the first use
// and ends with the process.
var chromium = sync.OnceValues(launch)

// flags: no screen, no calls to anybody, nothing asked. The sandbox needs rights
// that root and containers do not have; the pages are our own.
var flags = []string{
	"--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
	"--disable-sync", "--no-first-run", "--no-default-browser-check", "--disable-default-apps", "--disable-extensions",
	"--disable-breakpad", "--disable-crash-reporter", "--disable-dev-shm-usage", "--metrics-recording-only", "--mute-audio",
	"--disable-features=Translate,MediaRouter,OptimizationHints,PaintHolding", "--hide-scrollbars", "--force-color-profile=srgb",
	"--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows",
	"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1", "--lang=de-CH", "--remote-debugging-port=0",
}

var errTools = errors.New("run make tools")

func launch() (context.Context, error) {
	dir, err := os.MkdirTemp(memory(), "zaemme-chromium-")
	if err != nil {
		return nil, err
	}
	ctx, _, err := launchIn(dir)
	return ctx, err
}

// launchIn starts a Chromium that keeps its profile in the folder.
func launchIn(dir string) (context.Context, *exec.Cmd, error) {
	program, err := exec.LookPath("chromium")
	if err != nil {
		return nil, nil, fmt.Errorf("there is no chromium: %w", errTools)
	}
	cmd := exec.Command(program, append(flags, "--user-data-dir="+dir, "about:blank")...)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir, "LANGUAGE=de")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("start %s: %w", program, err), os.RemoveAll(dir))
	}
	if err := watch(cmd.Process.Pid, dir); err != nil {
		return nil, nil, errors.Join(err, syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL), os.RemoveAll(dir))
	}
	url, err := address(bufio.NewScanner(stderr))
	if err != nil {
		return nil, nil, err
	}
	allocator, _ := chromedp.NewRemoteAllocator(context.Background(), url, chromedp.NoModifyURL)
	ctx, _ := chromedp.NewContext(allocator, chromedp.WithErrorf(quiet), chromedp.WithLogf(quiet))
	if err := chromedp.Run(ctx); err != nil { // the first tab, which keeps Chromium open
		return nil, nil, fmt.Errorf("reach chromium: %w", err)
	}
	return ctx, cmd, nil
}

// quiet drops what the library says about messages it does not know: Chromium is
// newer than it.
func quiet(string, ...any) {}

// memory is a folder in memory where there is one.
func memory() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

// address reads Chromium's output up to the line that names the port, and the
// rest of it in the background: a full pipe would stop Chromium.
func address(lines *bufio.Scanner) (string, error) {
	var said []string
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "DevTools listening on "); ok {
			go func() {
				for lines.Scan() {
					continue
				}
			}()
			return url, nil
		}
		said = append(said, lines.Text())
	}
	return "", fmt.Errorf("chromium ended at once: %s", strings.Join(said, "\n"))
}

// ending waits for the end of its input, which is the end of the test process,
// then ends Chromium's process group and removes its folder.
const ending = `
cat >/dev/null
kill -KILL "-$1" 2>/dev/null
n=0
until rm -rf "$2" 2>/dev/null || [ $n -ge 100 ]; do sleep 0.05; n=$((n+1)); done
`

// pipes keeps the writing ends open until the process ends.
var pipes []*os.File

func watch(pid int, dir string) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	cmd := exec.Command("/bin/sh", "-c", ending, "sh", fmt.Sprint(pid), dir)
	cmd.Dir, cmd.Stdin = "/", r
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the watcher: %w", err)
	}
	pipes = append(pipes, w)
	return r.Close()
}

// axe is the source of axe-core, read once.
var axe = sync.OnceValues(func() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	source, err := os.ReadFile(filepath.Join(root, "internal/testing/browser/node_modules/axe-core/axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("there is no axe-core: %w", errTools)
	}
	return string(source), nil
})

// moduleRoot is the folder of go.mod above the test's own.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("no go.mod above the test's folder")
}
