package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"zaemme/internal/schedule"
	"zaemme/internal/web"
	"zaemme/internal/web/page"
	"zaemme/views"
)

// Serve listens on the configured address and runs the web and the jobs until
// ctx ends, then stops them in order. The embedded Postgres is stopped by Close.
func (a *App) Serve(ctx context.Context, ready func(address string)) error {
	listener, err := net.Listen("tcp", a.Config.Listen)
	if err != nil {
		return fmt.Errorf("app: listen on %s (--listen or ZAEMME_LISTEN names another address): %w", a.Config.Listen, err)
	}
	return a.ServeOn(ctx, listener, ready)
}

// ServeOn is Serve on a listener that is open already; it closes it.
func (a *App) ServeOn(ctx context.Context, listener net.Listener, ready func(address string)) error {
	if err := a.giveUpRoot(); err != nil {
		return errors.Join(err, listener.Close())
	}
	// Requests outlive ctx while the server drains.
	requests, endRequests := context.WithCancel(context.WithoutCancel(ctx))
	defer endRequests()
	jobs, err := a.Jobs()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server, err := a.web(requests, jobs)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := jobs.Start(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	go a.refreshCatalogue(ctx)
	go a.Tasks.Run(ctx)
	delivering, hangUp := a.answerBell(ctx)
	failed := make(chan error, 1)
	go func() { failed <- server.Listener(listener) }()
	ready(a.Config.URL)
	var cause error
	select {
	case <-ctx.Done():
	case cause = <-failed:
	case <-a.clusterDone():
		cause = errors.New("app: Postgres has ended; see postgres.log in the data folder")
	}
	hangUp()
	<-delivering // what is being handed over is finished before the database closes
	return errors.Join(cause, jobs.Stop(), a.drain(server), a.Tasks.Stop())
}

// answerBell dispatches as soon as somebody waits for a mail. It is the dispatch
// of the minute's job, called earlier; what it misses, that one finds.
func (a *App) answerBell(ctx context.Context) (done <-chan struct{}, hangUp context.CancelFunc) {
	ctx, hangUp = context.WithCancel(ctx)
	over := make(chan struct{})
	go func() {
		defer close(over)
		for {
			select {
			case <-ctx.Done():
				return
			case <-a.Bell:
				if _, err := a.Outbox.Dispatch(ctx, a.Clock()); err != nil && ctx.Err() == nil {
					a.Log.Error("dispatch on request", "error", err)
				}
			}
		}
	}()
	return over, hangUp
}

func (a *App) drain(server *web.Server) error {
	if err := server.ShutdownWithTimeout(20 * time.Second); err != nil {
		return fmt.Errorf("app: stop the web: %w", err)
	}
	return nil
}

// refreshCatalogue takes over what another instance has published; every process
// has a catalogue of its own.
func (a *App) refreshCatalogue(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := a.Catalogue.Refresh(ctx); err != nil && ctx.Err() == nil {
				a.Log.Error("refresh the catalogue", "error", err)
			}
		}
	}
}

func (a *App) clusterDone() <-chan struct{} {
	if a.cluster == nil {
		return nil
	}
	return a.cluster.Done()
}

// Web builds the web app; ctx is what its requests' contexts come from. It runs
// no job by itself.
func (a *App) Web(ctx context.Context) (*web.Server, error) {
	jobs, err := a.Jobs()
	if err != nil {
		return nil, err
	}
	return a.web(ctx, jobs)
}

func (a *App) web(ctx context.Context, jobs *schedule.Scheduler) (*web.Server, error) {
	site, err := a.site(ctx)
	if err != nil {
		return nil, err
	}
	return web.New(web.Options{
		Context: ctx, DB: a.DB, Log: a.Log, Clock: a.Clock, Site: site, Texts: a.Texts, Settings: a.Settings,
		Host: a.Config.Host(), Secure: a.Config.Secure(), Demo: a.Config.Demo, Version: a.Version,
		Proxies: a.Config.Proxies, Routes: a.routes(site, jobs),
	}), nil
}

func (a *App) site(ctx context.Context) (*page.Site, error) {
	secret, err := a.DB.Secret(ctx)
	if err != nil {
		return nil, err
	}
	return page.New(page.Options{Files: views.Files, Texts: a.Texts, FlashKey: secret, Secure: a.Config.Secure()})
}
