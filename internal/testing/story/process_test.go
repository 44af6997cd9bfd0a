package story_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"zaemme/internal/testing/dbtest"
)

// binaryFolder holds the program while the tests run.
var binaryFolder string

func TestMain(m *testing.M) {
	var err error
	if binaryFolder, err = os.MkdirTemp("", "zaemme-binary-"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(binaryFolder)
	os.Exit(code)
}

// binary builds the program once.
var binary = sync.OnceValues(func() (string, error) {
	file := filepath.Join(binaryFolder, "zaemme")
	if out, err := exec.Command("go", "build", "-o", file, "zaemme/cmd/zaemme").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return file, nil
})

// program is the binary with its flags and a clean environment.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), file, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + cmd.Dir}
	return cmd
}

// call runs the binary to its end.
func call(t *testing.T, env []string, args ...string) (out string, code int) {
	t.Helper()
	cmd := program(t, args...)
	cmd.Env = append(cmd.Env, env...)
	b, _ := cmd.CombinedOutput() // the code says it
	return string(b), cmd.ProcessState.ExitCode()
}

// process is a running server.
type process struct {
	*exec.Cmd
	out   *lines
	url   string
	ended chan struct{}
}

// startServer starts «serve» on a free port and waits until it says that it runs.
func startServer(t *testing.T, data string, args ...string) *process {
	t.Helper()
	p := launchServer(t, data, args...)
	p.await(t, "zaemme läuft:")
	return p
}

func launchServer(t *testing.T, data string, args ...string) *process {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close() // free for the program
	p := &process{out: &lines{}, url: "http://" + address, ended: make(chan struct{})}
	p.Cmd = program(t, append([]string{"serve", "--listen", address, "--data", data}, args...)...)
	p.Stdout, p.Stderr = p.out, p.out
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		_ = p.Process.Kill()
		<-p.ended
	})
	return p
}

// await waits until the output holds the text.
func (p *process) await(t *testing.T, text string) {
	t.Helper()
	eventually(t, fmt.Sprintf("%q in the output", text), p.out.String, func() bool { return strings.Contains(p.out.String(), text) || p.hasEnded() })
	if p.hasEnded() {
		t.Fatalf("the server ended at once:\n%s", p.out)
	}
}

func (p *process) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// stop sends the signal and waits for the end.
func (p *process) stop(t *testing.T, signal syscall.Signal) int {
	t.Helper()
	if err := p.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.ended:
	case <-time.After(30 * time.Second):
		t.Fatalf("the server did not end on %v:\n%s", signal, p.out)
	}
	return p.ProcessState.ExitCode()
}

// eventually polls a condition with a deadline; said explains a failure.
func eventually(t *testing.T, what string, said func() string, condition func() bool) {
	t.Helper()
	deadline, tick := time.NewTimer(40*time.Second), time.NewTicker(20*time.Millisecond)
	defer deadline.Stop()
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("not within 40 s: %s\n%s", what, said())
		}
	}
}

// postgresOf lists the processes whose working directory lies in the folder:
// Postgres stands in its data directory.
func postgresOf(t *testing.T, data string) []int {
	t.Helper()
	var found []int
	links, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range links {
		at, err := os.Readlink(link)
		if err != nil || !strings.HasPrefix(at, data) {
			continue
		}
		var pid int
		_, _ = fmt.Sscanf(link, "/proc/%d/cwd", &pid) // the pattern says so
		found = append(found, pid)
	}
	return found
}

// dataFolder is one that the account of Postgres can enter.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "zaemme-story-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		eventually(t, "the end of Postgres", func() string { return fmt.Sprint(postgresOf(t, dir)) }, func() bool { return len(postgresOf(t, dir)) == 0 })
		_ = os.RemoveAll(dir)
	})
	return filepath.Join(dir, "data")
}

var oneTimeLink = regexp.MustCompile(`http://[^\s/]+/erste-anmeldung/(\S+)`)

func TestTheProcessStartsStopsAndRecovers(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self/cwd"); err != nil {
		t.Fatal("this test looks for processes in /proc, as on Linux")
	}
	data := dataFolder(t)

	first := startServer(t, data, "--no-demo")
	link := oneTimeLink.FindStringSubmatch(first.out.String())
	if link == nil {
		t.Fatalf("an empty installation prints no link for the first administrator:\n%s", first.out)
	}
	if status, page := get(t, first.url+"/erste-anmeldung/"+link[1]); status != http.StatusOK || !strings.Contains(page, "Konto einrichten") {
		t.Errorf("the link answers %d", status)
	}
	if status, _ := get(t, first.url+"/readyz"); status != http.StatusOK {
		t.Errorf("readyz answers %d", status)
	}
	if out, code := call(t, nil, "health", "--listen", strings.TrimPrefix(first.url, "http://")); code != 0 {
		t.Errorf("health: %d %s", code, out)
	}

	t.Run("a second server on the same folder", func(t *testing.T) {
		second := launchServer(t, data, "--no-demo")
		eventually(t, "an end or a start", second.out.String, func() bool {
			return second.hasEnded() || strings.Contains(second.out.String(), "zaemme läuft:")
		})
		switch {
		case second.hasEnded(): // refused, with a sentence
			if out := second.out.String(); second.ProcessState.ExitCode() != 1 || strings.Count(out, "\n") > 4 || strings.Contains(out, "goroutine") {
				t.Errorf("refused without a sentence: %s", out)
			}
		default: // it uses the running Postgres, and leaves it running
			second.stop(t, syscall.SIGTERM)
		}
		if status, _ := get(t, first.url+"/readyz"); status != http.StatusOK {
			t.Errorf("the first server answers %d since", status)
		}
	})

	if out, code := call(t, nil, "ledger", "verify", "--data", data, "--no-demo"); code != 0 {
		t.Errorf("a verb beside the running server: %d\n%s", code, out)
	}

	if code := first.stop(t, syscall.SIGTERM); code != 0 {
		t.Errorf("SIGTERM: exit code %d\n%s", code, first.out)
	}
	if left := postgresOf(t, data); len(left) > 0 {
		t.Errorf("SIGTERM leaves Postgres running: %v", left)
	}

	second := startServer(t, data, "--no-demo")
	if code := second.stop(t, syscall.SIGKILL); code == 0 {
		t.Error("SIGKILL ended with code 0")
	}
	third := startServer(t, data, "--no-demo")
	if status, _ := get(t, third.url+"/readyz"); status != http.StatusOK {
		t.Errorf("after kill -9 of the app: readyz answers %d", status)
	}

	for _, pid := range postgresOf(t, data) {
		_ = syscall.Kill(pid, syscall.SIGKILL) // children of the first one are gone by then
	}
	select {
	case <-third.ended:
		if third.ProcessState.ExitCode() == 0 {
			t.Errorf("without its Postgres the server ended as if all were well:\n%s", third.out)
		}
	case <-time.After(30 * time.Second):
		t.Errorf("the server did not notice that Postgres is gone:\n%s", third.out)
		third.stop(t, syscall.SIGKILL)
	}
	fourth := startServer(t, data, "--no-demo")
	if status, _ := get(t, fourth.url+"/readyz"); status != http.StatusOK {
		t.Errorf("after kill -9 of Postgres: readyz answers %d", status)
	}
	if code := fourth.stop(t, syscall.SIGINT); code != 0 {
		t.Errorf("Ctrl-C: exit code %d", code)
	}
	if left := postgresOf(t, data); len(left) > 0 {
		t.Errorf("Ctrl-C leaves Postgres running: %v", left)
	}
}

func TestHelpNamesEveryVerb(t *testing.T) {
	t.Parallel()
	out, code := call(t, nil, "--help")
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	for _, verb := range []string{
		"serve", "migrate", "demo", "import people", "courses check", "plan", "report compliance", "job", "user first-admin",
		"user password", "user reset-second-factor", "user grant", "user list", "ledger verify", "config", "version",
	} {
		if !strings.Contains(out, "\n  "+verb) {
			t.Errorf("--help does not name %q:\n%s", verb, out)
		}
	}
	if out, code := call(t, nil, "serve", "--nonsense"); code != 2 || !strings.Contains(out, "--help") {
		t.Errorf("a wrong flag: %d %s", code, out)
	}
	if out, code := call(t, nil, "courses", "check"); code != 0 || !strings.Contains(out, "4 Kurse") {
		t.Errorf("courses check: %d %s", code, out)
	}
}

func TestConfigMasksSecrets(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("postgres://owner:topsecret3@db/zaemme\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := call(t, []string{
		"DATABASE_URL=postgres://app:topsecret1@db/zaemme", "ZAEMME_SMTP_URL=smtp://relay:topsecret2@mail.example.ch:587",
		"ZAEMME_MIGRATE_URL_FILE=" + file,
	}, "config")
	if code != 0 || strings.Contains(out, "topsecret") {
		t.Errorf("config: %d\n%s", code, out)
	}
	for _, want := range []string{"ZAEMME_LISTEN", "127.0.0.1:8080", "mail.example.ch", "owner"} {
		if !strings.Contains(out, want) {
			t.Errorf("config does not show %s:\n%s", want, out)
		}
	}
}

func TestRefusalsAreOneSentence(t *testing.T) {
	t.Parallel()
	app, _ := dbtest.URLs(t)
	for name, c := range map[string]struct {
		env  []string
		args []string
		want string
	}{
		"the demo to the world":     {nil, []string{"serve", "--demo", "--listen", "0.0.0.0:0", "--url", "https://x.example"}, "demo"},
		"plain http to the world":   {nil, []string{"serve", "--listen", "0.0.0.0:0", "--url", "http://x.example"}, "https"},
		"an unreachable database":   {[]string{"DATABASE_URL=postgres://app:topsecret@127.0.0.1:1/x"}, []string{"serve"}, ""},
		"migrate without the owner": {[]string{"DATABASE_URL=" + app}, []string{"migrate"}, "ZAEMME_MIGRATE_URL"},
		"a report to nowhere":       {[]string{"DATABASE_URL=" + app}, []string{"report", "compliance", "--out", "/nowhere/x.xlsx"}, "/nowhere"},
		"a file that is none":       {[]string{"DATABASE_URL=" + app}, []string{"import", "people", "/etc/hostname"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, code := call(t, c.env, c.args...)
			last := out[strings.LastIndex(strings.TrimRight(out, "\n"), "\n")+1:]
			if code == 0 || !strings.HasPrefix(last, "zaemme: ") || !strings.Contains(last, c.want) {
				t.Errorf("exit code %d, output:\n%s", code, out)
			}
			for _, never := range []string{"topsecret", "goroutine", "SQLSTATE"} {
				if bytes.Contains([]byte(out), []byte(never)) {
					t.Errorf("the output holds %s:\n%s", never, out)
				}
			}
		})
	}
}
