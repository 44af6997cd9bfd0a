package web

import (
	"context"
	"log/slog"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Options are what the app is built of.
type Options struct {
	Context  context.Context // cancelled at shutdown; every request's context comes from it
	DB       *db.DB
	Log      *slog.Logger
	Clock    func() time.Time
	Site     *page.Site
	Texts    *i18n.Bundle
	Settings *settings.Cache
	Host     string // of the public address
	Secure   bool   // the public address is https
	Demo     bool
	Version  string
	Proxies  []string
	Routes   []visit.Route
}

// Server is the built app: Listener serves, ShutdownWithTimeout drains.
type Server = fiber.App

type server struct {
	Options
	limiter  limiter // of other programs, and of routes that say how often
	sessions auth.Known
	// lastAccent is the colour that the last page had, worked out.
	lastAccent atomic.Pointer[page.Accent]
}

const (
	maxUpload      = 22 << 20 // the largest MaxBody, plus the form around it, but for long routes
	defaultMaxBody = 64 << 10
	pageTimeout    = 30 * time.Second
	longTimeout    = 10 * time.Minute // for the transfer of a large file
)

// New builds the app. It does not listen.
func New(o Options) *Server {
	s := &server{Options: o}
	app := fiber.New(fiber.Config{
		Immutable: true, StrictRouting: true, CaseSensitive: true,
		Views: o.Site.Views, ErrorHandler: s.onError,
		BodyLimit: maxUpload, ReadBufferSize: 16 << 10,
		ReadTimeout: 15 * time.Second, WriteTimeout: 60 * time.Second, IdleTimeout: 60 * time.Second,
		EnableTrustedProxyCheck: true, TrustedProxies: o.Proxies, ProxyHeader: "X-Real-Ip", EnableIPValidation: true,
		DisableStartupMessage: true, DisablePreParseMultipartForm: true, ServerHeader: "",
	})
	app.Use(s.recoverPanic, s.begin, s.refuseEncoding)
	app.Get("/livez", func(c *fiber.Ctx) error { return c.SendString("ok") })
	app.Get("/readyz", s.ready)
	app.Get("/static/*", o.Site.Assets.Serve)
	app.Get("/favicon.ico", func(c *fiber.Ctx) error { // asked for beside files that are no page
		icon, _ := o.Site.Assets.URL("icon.svg")
		return c.Redirect(icon, fiber.StatusMovedPermanently)
	})
	app.Use(s.visitor, s.sameOrigin)
	for _, r := range o.Routes {
		if r.Method == fiber.MethodGet {
			app.Get(r.Path, s.guard(r), r.Handler) // and HEAD
			continue
		}
		app.Add(r.Method, r.Path, s.guard(r), r.Handler)
	}
	app.Use(func(*fiber.Ctx) error { return fiber.ErrNotFound })
	app.Server().HeaderReceived = longOf(o.Routes)
	return app
}

// longOf gives the routes of large files their own limits, before the body is read;
// all others keep those of the server.
func longOf(routes []visit.Route) func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	var long []visit.Route
	for _, r := range routes {
		if r.Long {
			long = append(long, r)
		}
	}
	return func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
		address, err := url.ParseRequestURI(string(h.RequestURI()))
		if err != nil {
			return fasthttp.RequestConfig{}
		}
		for _, r := range long {
			if string(h.Method()) == r.Method && fiber.RoutePatternMatch(address.Path, r.Path) {
				return fasthttp.RequestConfig{ReadTimeout: longTimeout, WriteTimeout: longTimeout, MaxRequestBodySize: max(r.MaxBody, maxUpload)}
			}
		}
		return fasthttp.RequestConfig{}
	}
}

// ready answers 200 once the database does; load balancers ask.
func (s *server) ready(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), time.Second)
	defer cancel()
	if err := s.DB.Ping(ctx); err != nil {
		return c.Status(fiber.StatusServiceUnavailable).SendString("database does not answer")
	}
	return c.SendString("ok")
}
