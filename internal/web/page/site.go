package page

import (
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/i18n"
)

// Options are what a Site is made of.
type Options struct {
	Files    fs.FS        // layout/, partial/, page/, static/
	Texts    *i18n.Bundle // all languages
	FlashKey []byte       // signs the cookie with «what has just happened»; at least 16 bytes
	Secure   bool         // the installation is reached by https only: cookies say so
}

// Site renders pages. It is made once at start; Views goes into fiber.Config and
// Assets.Serve under GET /static/*.
type Site struct {
	Views  *Views
	Assets *Assets
	texts  *i18n.Bundle
	flash  flash
}

// New loads templates, texts and static files; everything that can be wrong with
// them is wrong here.
func New(o Options) (*Site, error) {
	if len(o.FlashKey) < 16 {
		return nil, fmt.Errorf("page: the flash key has %d bytes, at least 16 are needed", len(o.FlashKey))
	}
	assets, err := LoadAssets(o.Files, "static")
	if err != nil {
		return nil, err
	}
	views, err := LoadViews(o.Files, o.Texts, assets)
	if err != nil {
		return nil, err
	}
	return &Site{Views: views, Assets: assets, texts: o.Texts, flash: flash{key: o.FlashKey, secure: o.Secure}}, nil
}

type local struct{}

// request is what a request carries from Begin to Render.
type request struct {
	site    *Site
	make    func() Base // nil once it has been called
	base    Base
	flashed bool
}

// Begin gives the request its base; the web's middleware calls it once it knows
// the viewer. Without a printer the one for Accept-Language is taken. The current
// entries of the navigations follow from the path.
func (s *Site) Begin(c *fiber.Ctx, base Base) { s.BeginWith(c, func() Base { return base }) }

// BeginWith is Begin with a base that is made when a page first asks for it: files,
// redirects and pages that are kept never do.
func (s *Site) BeginWith(c *fiber.Ctx, base func() Base) {
	c.Locals(local{}, &request{site: s, make: base})
}

// From is the base of this request. It panics where Begin was not called: that is
// a route outside the middleware, and no page can be made there.
func From(c *fiber.Ctx) Base {
	r := began(c)
	if r.make != nil {
		r.base, r.make = r.make(), nil
		r.finish(c)
	}
	return r.base
}

func (r *request) finish(c *fiber.Ctx) {
	b, path := &r.base, c.Path()
	if b.L == nil {
		b.L = r.site.texts.Match(c.Get(fiber.HeaderAcceptLanguage))
	}
	b.Nav, b.Account = markCurrent(b.Nav, path), markCurrent(b.Account, path)
	if notice, ok := r.site.flash.read(c, b.L); ok {
		b.Notices = append(b.Notices, notice)
		r.flashed = true
	}
}

func began(c *fiber.Ctx) *request {
	r, ok := c.Locals(local{}).(*request)
	if !ok {
		panic("page: Begin was not called for " + c.Route().Path)
	}
	return r
}

// Render answers with the page, status as set before (200 by default), never
// stored by a cache.
func Render(c *fiber.Ctx, name string, p Page) error {
	if r := began(c); r.flashed {
		r.site.flash.clear(c)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Render(name, p)
}

// Again answers with the body of a page that Render has made before.
func Again(c *fiber.Ctx, body []byte) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Send(body)
}

// Says reports that the request carries what its page is to say once (Done, Warned).
func Says(c *fiber.Ctx) bool { return c.Cookies(flashCookie) != "" }

// Fail answers with the error page; it is what the web's ErrorHandler ends with. It
// also works where no middleware has run (a body too large, a broken header), with
// a base of its own then, so that it can never panic outside the recover middleware.
func (s *Site) Fail(c *fiber.Ctx, err error) error {
	if _, ok := c.Locals(local{}).(*request); !ok {
		s.Begin(c, Base{})
	}
	p := NewProblem(From(c), err)
	if KindOf(err) == apperr.SignIn {
		p.Actions[0].URL = cmp.Or(SignInURL(c.Get(fiber.HeaderReferer)), "/anmelden")
	}
	c.Status(p.Status)
	return Render(c, "error/show", p)
}

// Invalid answers 422 with the page: a form with its errors and all that was typed.
func Invalid(c *fiber.Ctx, name string, p Page) error {
	c.Status(fiber.StatusUnprocessableEntity)
	return Render(c, name, p)
}

// To leads on after a POST (303). A browser going back may take a stored answer
// however old it is; a way that held for an earlier state could lead in a circle.
func To(c *fiber.Ctx, url string) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Redirect(url, fiber.StatusSeeOther)
}

// Done leads on and shows the text of the key there, once. args are pairs of
// placeholder and value, as in Printer.T; they travel in a signed cookie of the
// reader, so they hold nothing that the reader may not see.
func Done(c *fiber.Ctx, url, key string, args ...any) error {
	return say(c, Good, url, key, args)
}

// Warned is Done for something that did not go through as wished.
func Warned(c *fiber.Ctx, url, key string, args ...any) error {
	return say(c, Warn, url, key, args)
}

func say(c *fiber.Ctx, tone Tone, url, key string, args []any) error {
	if err := began(c).site.flash.write(c, tone, key, args); err != nil {
		return err
	}
	return To(c, url)
}

// Mark is the markup of a status code in the language of the base's reader, for
// page structs that hold finished marks.
func (s *Site) Mark(p *i18n.Printer, code string) template.HTML { return s.Views.marks[p.Lang()][code] }

// SafeNext is the address to go on to after signing in: next if it lies on this
// server, else fallback.
func SafeNext(next, fallback string) string {
	if len(next) < 1 || len(next) > 2000 || next[0] != '/' || strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(next, "//") {
		return fallback
	}
	return next
}
