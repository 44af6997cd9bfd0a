package pgembed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"time"

	"zaemme/internal/apperr"
)

// Options say where a cluster lies and, for tests, how it differs.
type Options struct {
	// DataDir is the data directory; made where it is missing. It must hold
	// nothing else when the first cluster is made in it.
	DataDir string
	// Logger takes what is worth knowing about the start; nil discards it.
	Logger *slog.Logger
	// Binaries are the servers to choose from; nil means FindBinaries.
	Binaries []Binaries
	// Settings are configuration parameters set on the command line, beneath
	// those that this package needs. For tests: fsync=off and the like.
	Settings map[string]string
	// InitArgs are further arguments of initdb.
	InitArgs []string
}

// Cluster is a private Postgres that runs. Its methods may be used by several
// goroutines at once.
type Cluster struct {
	place  place
	server *server  // nil if attached
	lock   *os.File // nil if attached
	watch  *watch   // nil unless attached
	major  int
}

// Start brings the private Postgres of the data directory up, making the
// cluster, the roles and the database zaemme on the first start, and returns
// when it takes connections. ctx ends only the starting. It refuses with the
// keys of this package; a refusal changes nothing.
//
// A program that gives up root may do so after Start and must take over the
// whole Account; it must not replace itself (exec), which ends the thread that
// Postgres is tied to.
func Start(ctx context.Context, options Options) (*Cluster, error) {
	logger := options.Logger
	if logger == nil {
		logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	p, err := resolve(ctx, options.DataDir)
	if err != nil {
		return nil, err
	}
	if options.Binaries == nil {
		options.Binaries = FindBinaries(ctx)
	}
	if _, err := choose(options.Binaries, p.major, p.pgdata()); err != nil {
		return nil, err
	}
	held, err := lock(p.home, p.account)
	if err != nil {
		return nil, err
	}
	c := &Cluster{place: p, lock: held}
	if err := c.start(ctx, options, logger); err != nil {
		return nil, errors.Join(err, held.Close())
	}
	return c, nil
}

// start does what needs the lock.
func (c *Cluster) start(ctx context.Context, options Options, logger *slog.Logger) error {
	p := c.place
	var err error
	// another first start may have finished before the lock was ours
	if p.major, err = clusterMajor(p.pgdata()); err != nil {
		return err
	}
	bin, err := choose(options.Binaries, p.major, p.pgdata())
	if err != nil {
		return err
	}
	log, err := openLog(p.log(), p.account)
	if err != nil {
		return fmt.Errorf("log of postgres: %w", err)
	}
	defer func() { _ = log.Close() }() // the server has its own copy
	if p.major == 0 {
		logger.Info("making a private Postgres cluster", "dir", p.pgdata(), "version", bin.Major, "account", p.account.Name)
		if err := initialise(ctx, p, bin, log, options.InitArgs); err != nil {
			return err
		}
	}
	if err := errors.Join(p.writePointer(), writeAccess(p)); err != nil {
		return fmt.Errorf("data directory: %w", err)
	}
	if err := makePrivate(p.run(), p.account); err != nil {
		return fmt.Errorf("folder of the socket: %w", err)
	}
	if err := clearTheWay(ctx, p, logger); err != nil {
		return err
	}
	settings := maps.Clone(options.Settings)
	if settings == nil {
		settings = map[string]string{}
	}
	maps.Copy(settings, required(p))
	c.major = bin.Major
	if c.server, err = run(ctx, p, bin, log, settings, c.AdminURL(superuser), logger); err != nil {
		return err
	}
	if err := c.ensureRoles(ctx); err != nil {
		return errors.Join(err, c.server.stop(ctx))
	}
	logger.Info("private Postgres is up", "dir", p.pgdata(), "version", bin.Major, "account", p.account.Name)
	return nil
}

// Attach finds the running Postgres of a data directory that another process
// has started, so that a command can work beside the server. It is for use
// after Start was refused with KeyInUse. KeyNotRunning if there is none.
func Attach(ctx context.Context, options Options) (*Cluster, error) {
	p, err := resolve(ctx, options.DataDir)
	if err != nil {
		return nil, err
	}
	c := &Cluster{place: p, major: p.major}
	m, ok := readPidFile(p.pgdata())
	if !ok || m.run != p.run() || !m.alive(p.pgdata()) {
		return nil, refuse(apperr.NotFound, KeyNotRunning, map[string]any{"dir": p.home}, "no Postgres runs in %s", p.home)
	}
	if err := c.ensureRoles(ctx); err != nil {
		return nil, err
	}
	c.watch = watchServer(m, p.pgdata())
	return c, nil
}

// watch is how an attached app learns that the server of another one has ended.
type watch struct {
	done chan struct{} // closed when the server has ended
	stop context.CancelFunc
}

// watchServer asks once a second: the server is no child, so nobody tells.
func watchServer(m postmaster, pgdata string) *watch {
	ctx, stop := context.WithCancel(context.Background())
	w := &watch{done: make(chan struct{}), stop: stop}
	go func() {
		poll := time.NewTicker(time.Second)
		defer poll.Stop()
		for m.alive(pgdata) {
			select {
			case <-ctx.Done():
				return
			case <-poll.C:
			}
		}
		close(w.done)
	}()
	return w
}

// Stop ends the server cleanly: sessions are cut, everything is written. When
// ctx ends first the server is cut off, the error says so, and the next start
// recovers. The data directory is free afterwards. Stopping twice does nothing,
// and what was only attached to goes on.
func (c *Cluster) Stop(ctx context.Context) error {
	if c.server == nil {
		c.watch.stop()
		return nil
	}
	err := c.server.stop(ctx)
	_ = c.lock.Close() // also frees the lock; a second close is refused and harmless
	return err
}

// Done is closed when the server has ended, by Stop or by itself; if only
// attached to, within a second of it and no more after Stop. An app whose
// database has ended should end as well: the next start recovers.
func (c *Cluster) Done() <-chan struct{} {
	if c.server == nil {
		return c.watch.done
	}
	return c.server.done
}

// Account is the account that Postgres runs under. Where it is not one's own,
// the process is root and should take it over before it listens.
func (c *Cluster) Account() Account { return c.place.account }

// Home is the folder where the cluster really is: the data directory, or the
// one that its postgres.elsewhere names.
func (c *Cluster) Home() string { return c.place.home }

// Major is the server's major version, such as 15.
func (c *Cluster) Major() int { return c.major }
