package simyear

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"zaemme/internal/app"
	"zaemme/internal/config"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/reminder"
)

// environment of a process of the program; see TestMain.
const (
	envDatabase = "SIMYEAR_DATABASE"
	envMail     = "SIMYEAR_MAIL"
)

// TestMain is the program as well: started with an environment of its own, the
// binary of the tests is one process of the installation.
func TestMain(m *testing.M) {
	if os.Getenv(envDatabase) != "" {
		if err := serve(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// open is the installation with a clock that is told, and a mail server that is
// not waited for as long as in real use.
func open(ctx context.Context, databaseURL, mailURL string, clock func() time.Time) (*app.App, error) {
	c := config.Config{Listen: "127.0.0.1:8080", DatabaseURL: databaseURL, SMTPURL: mailURL}
	if err := c.Check(); err != nil {
		return nil, err
	}
	a, err := app.Open(ctx, app.Options{Config: c, Log: slog.New(slog.DiscardHandler), Version: "test", Clock: clock})
	if err != nil {
		return nil, err
	}
	transport, err := mail.NewSMTP(mailURL, mail.Options{Timeout: time.Second})
	if err != nil {
		return nil, err
	}
	a.Outbox, err = outbox.New(a.DB, outbox.Options{Transport: transport, Gate: reminder.Gate, Kinds: a.Reminder.Kinds()})
	return a, err
}

// serve reads a moment per line, does all that is due then by the same jobs as in
// real use, and answers with a line.
func serve(ctx context.Context, in io.Reader, out io.Writer) error {
	var now time.Time
	a, err := open(ctx, os.Getenv(envDatabase), os.Getenv(envMail), func() time.Time { return now })
	if err != nil {
		return err
	}
	defer a.Close()
	jobs, err := a.Jobs()
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "ready")
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if now, err = time.Parse(time.RFC3339, lines.Text()); err != nil {
			return err
		}
		failed := jobs.CatchUp(ctx, now)
		for range 2000 {
			counts, err := a.Outbox.Dispatch(ctx, now)
			if err != nil { // the mail server: it is asked again at the next moment
				failed = errors.Join(failed, err)
				break
			}
			if counts.Sent+counts.Suppressed+counts.Retried+counts.Parked+counts.Uncertain == 0 {
				break
			}
		}
		answer := "done"
		if failed != nil {
			answer += " " + strings.ReplaceAll(failed.Error(), "\n", "; ")
		}
		fmt.Fprintln(out, answer)
	}
	return lines.Err()
}

// process is one of them, as the test sees it.
type process struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines *bufio.Scanner
	said  strings.Builder
}

func start(t *testing.T, databaseURL, mailURL string) *process {
	t.Helper()
	p := &process{cmd: exec.CommandContext(t.Context(), os.Args[0])}
	p.cmd.Env = append(os.Environ(), envDatabase+"="+databaseURL, envMail+"="+mailURL)
	p.cmd.Stderr = &p.said
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.lines = bufio.NewScanner(out)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if answer, ok := p.answer(); !ok || answer != "ready" {
		t.Fatalf("the process does not start: %q %s", answer, p.said.String())
	}
	return p
}

// tell gives the process its next moment.
func (p *process) tell(now time.Time) error {
	_, err := fmt.Fprintln(p.in, now.Format(time.RFC3339))
	return err
}

// answer is the next line; ok is false once the process has ended.
func (p *process) answer() (line string, ok bool) {
	ok = p.lines.Scan()
	return p.lines.Text(), ok
}

// kill ends it at once, as a crash of the machine would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	for p.lines.Scan() { // until its output ends
	}
	_ = p.cmd.Wait()
}

// quit lets it end by itself.
func (p *process) quit(t *testing.T) {
	t.Helper()
	_ = p.in.Close()
	for p.lines.Scan() { // until its output ends
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("the process: %v\n%s", err, p.said.String())
	}
}
