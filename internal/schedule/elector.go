package schedule

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/stdlib"

	"zaemme/internal/db"
)

// lockKey names the one leader of a database.
const lockKey = 0x7a61656d6d65 // "zaemme"

var errNotLeader = errors.New("schedule: another process leads")

// elector holds a session lock on a connection of its own while this process
// leads; gocron asks it before every run.
type elector struct {
	db     *db.DB
	leader atomic.Bool
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// IsLeader implements gocron.Elector.
func (e *elector) IsLeader(context.Context) error {
	if e.leader.Load() {
		return nil
	}
	return errNotLeader
}

// start tries for the lock until stop; it returns once the first try is over.
func (e *elector) start(ctx context.Context) {
	ctx, e.stop = context.WithCancel(ctx)
	tried := make(chan struct{})
	once := sync.OnceFunc(func() { close(tried) })
	e.done.Go(func() {
		for ctx.Err() == nil {
			e.hold(ctx, once)
			e.leader.Store(false)
			once()
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	})
	<-tried
}

// hold leads until the connection or ctx ends. A connection that may hold the
// lock is closed, never given back to the pool.
func (e *elector) hold(ctx context.Context, tried func()) {
	conn, err := e.db.Pool().Conn(ctx)
	if err != nil {
		return
	}
	defer func() {
		_ = conn.Raw(func(driver any) error {
			if c, ok := driver.(*stdlib.Conn); ok {
				cleanup, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
				defer cancel()
				// Said first, so that the next leader need not wait for the server to
				// notice; where it fails, closing frees the lock as well.
				_, _ = c.Conn().Exec(cleanup, "select pg_advisory_unlock_all()")
				_ = c.Conn().Close(cleanup)
			}
			return nil
		})
		_ = conn.Close() // the pool finds it closed and drops it
	}()
	var ok bool
	if err := conn.QueryRowContext(ctx, "select pg_try_advisory_lock($1)", lockKey).Scan(&ok); err != nil || !ok {
		return
	}
	e.leader.Store(true)
	tried()
	alive := time.NewTicker(500 * time.Millisecond)
	defer alive.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-alive.C:
			ping, cancel := context.WithTimeout(ctx, 2*time.Second)
			err := conn.PingContext(ping)
			cancel()
			if err != nil {
				return
			}
		}
	}
}

func (e *elector) end() {
	if e.stop != nil {
		e.stop()
		e.done.Wait()
	}
}
