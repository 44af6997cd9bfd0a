//go:build check

package check

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// town is the demo as its binary serves it.
type town struct {
	t        *testing.T
	binary   string
	data     string
	address  string
	process  *exec.Cmd
	accounts map[string][2]string // role as printed → login, password
}

// newTown builds the binary and serves the demo on a free port.
func newTown(t *testing.T) *town {
	t.Helper()
	dir := t.TempDir()
	w := &town{t: t, binary: filepath.Join(dir, "zaemme"), data: filepath.Join(dir, "data"), accounts: map[string][2]string{}}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", w.binary, "zaemme/cmd/zaemme").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.address = listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	w.start()
	t.Cleanup(func() { w.stop(syscall.SIGTERM) })
	return w
}

// start serves until stop, and reads the accounts from what it prints.
func (w *town) start() {
	w.t.Helper()
	// The context of the test would kill the process before Postgres is stopped.
	w.process = exec.CommandContext(context.WithoutCancel(w.t.Context()), w.binary, "serve", "--demo", "--data", w.data,
		"--listen", w.address, "--url", "http://"+w.address)
	w.process.Stderr = nil
	out, err := w.process.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.process.Start(); err != nil {
		w.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		cells := strings.FieldsFunc(strings.ReplaceAll(lines.Text(), "   ", "\t"), func(r rune) bool { return r == '\t' })
		if len(cells) == 4 {
			w.accounts[strings.TrimSpace(cells[0])] = [2]string{strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3])}
		}
		if strings.Contains(lines.Text(), "zaemme läuft") {
			go func() { // keep the pipe empty
				for lines.Scan() {
				}
			}()
			return
		}
	}
	w.t.Fatal("the demo ended before it served")
}

func (w *town) stop(signal syscall.Signal) {
	_ = w.process.Process.Signal(signal)
	_ = w.process.Wait()
}

// visitor signs somebody in.
func (w *town) visitor(role string) *http.Client {
	w.t.Helper()
	account, ok := w.accounts[role]
	if !ok {
		w.t.Fatalf("the demo printed no account %q: %v", role, w.accounts)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: 30 * time.Second}
	answer, err := client.PostForm("http://"+w.address+"/anmelden", url.Values{"name": {account[0]}, "password": {account[1]}})
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK || answer.Request.URL.Path == "/anmelden" {
		w.t.Fatalf("sign-in as %s answers %d at %s", role, answer.StatusCode, answer.Request.URL)
	}
	return client
}

// cookie of a signed-in client, as a header.
func (w *town) cookie(client *http.Client) string {
	address := &url.URL{Scheme: "http", Host: w.address, Path: "/"}
	var parts []string
	for _, c := range client.Jar.Cookies(address) {
		parts = append(parts, fmt.Sprintf("%s=%s", c.Name, c.Value))
	}
	return strings.Join(parts, "; ")
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
