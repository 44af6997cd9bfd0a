package pgembed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// server is a postgres process that this app has started.
type server struct {
	process *os.Process
	done    chan struct{} // closed when it has ended
}

// launch starts postgres and does not wait until it answers. The goroutine that
// starts it keeps its thread until the end, because Linux counts the death of
// that thread as the death of the parent.
func launch(p place, bin Binaries, log *os.File, settings map[string]string) (*server, error) {
	args := []string{"-D", p.pgdata()}
	for name, value := range settings {
		args = append(args, "-c", name+"="+value)
	}
	// not bound to a context: the server outlives the start
	cmd := command(context.Background(), p, bin, "postgres", args...)
	cmd.Stdout, cmd.Stderr = log, log
	dieWithParent(cmd.SysProcAttr)

	s := &server{done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		s.process = cmd.Process
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in the log
			close(s.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start postgres: %w", err)
	}
	return s, nil
}

// stop ends the server: fast (sessions are cut, everything is written) or, when
// ctx ends first, at once (the next start recovers from the log).
func (s *server) stop(ctx context.Context) error {
	_ = s.process.Signal(syscall.SIGINT) // an error says that it has ended
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
	}
	_ = s.process.Signal(syscall.SIGQUIT)
	<-s.done // Postgres kills what does not end within five seconds
	return fmt.Errorf("postgres did not stop in time and was cut off: %w", ctx.Err())
}

var errEnded = errors.New("postgres ended while starting")

// awaitReady returns when the server takes connections at the URL, which after
// a crash is when recovery has ended, however long that takes.
func (s *server) awaitReady(ctx context.Context, url string, logger *slog.Logger) error {
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	patience := time.NewTicker(5 * time.Second)
	defer patience.Stop()
	for {
		conn, err := pgx.Connect(ctx, url)
		if err == nil {
			return conn.Close(ctx)
		}
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.Code != "57P03" { // cannot_connect_now
			return fmt.Errorf("connect to the private postgres: %w", err)
		}
		select {
		case <-s.done:
			return errEnded
		case <-ctx.Done():
			return ctx.Err()
		case <-patience.C:
			logger.Info("Postgres is still starting, perhaps recovering from a crash")
		case <-poll.C:
		}
	}
}

// run launches until the server answers. Backends of a server that was killed
// need a moment to notice; until then Postgres refuses to start, so try again.
func run(ctx context.Context, p place, bin Binaries, log *os.File, settings map[string]string, url string, logger *slog.Logger) (*server, error) {
	for attempt := 0; ; attempt++ {
		before, err := log.Seek(0, io.SeekEnd)
		if err != nil {
			return nil, fmt.Errorf("log of postgres: %w", err)
		}
		s, err := launch(p, bin, log, settings)
		if err != nil {
			return nil, err
		}
		if err = s.awaitReady(ctx, url, logger); err == nil {
			return s, nil
		}
		if !errors.Is(err, errEnded) {
			now, cancel := context.WithCancel(context.Background())
			cancel()
			_ = s.stop(now)
			return nil, err
		}
		raw, _ := io.ReadAll(io.NewSectionReader(log, before, 64<<10))
		said := string(raw)
		if attempt == 50 || !strings.Contains(said, "shared memory block") {
			return nil, failed(p, "postgres", said)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// clearTheWay sees to what an earlier app left: a server of ours is stopped, a
// server of somebody else is refused, a stale number is made harmless. The
// caller holds the lock, so a server on our socket has no app any more.
func clearTheWay(ctx context.Context, p place, logger *slog.Logger) error {
	// the socket's own lock names the same process and protects nothing more
	defer func() { _ = os.Remove(filepath.Join(p.run(), socketFile+".lock")) }()
	m, ok := readPidFile(p.pgdata())
	if !ok {
		return nil
	}
	if !m.alive(p.pgdata()) {
		if syscall.Kill(m.pid, 0) == nil || m.pid == os.Getpid() {
			return m.disown(p.pgdata())
		}
		return nil
	}
	if m.run != p.run() {
		return inUse(p.pgdata(), m.pid)
	}
	logger.Info("stopping the Postgres that an earlier run left behind", "pid", m.pid)
	_ = syscall.Kill(m.pid, syscall.SIGINT)
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	harder := time.After(20 * time.Second)
	for m.alive(p.pgdata()) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-harder:
			_ = syscall.Kill(m.pid, syscall.SIGQUIT)
		case <-poll.C:
		}
	}
	return nil
}
