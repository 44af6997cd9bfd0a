package reports

import (
	"encoding/hex"
	"net/url"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// drawnRows is what the form proposes.
const drawnRows = 25

// knownFormat is T in an address.
const knownFormat = "2006-01-02T15:04:05.000000Z"

type samplePage struct {
	page.Base
	page.Heading
	Tabs  []page.Step
	Form  *page.Form
	Facts []page.Fact
	Rows  []drawnRow
	Day   string // proposed, as the number
	Count int
}

type drawnRow struct {
	No                                int
	Name, Kennung, Course, State, URL string
}

// asked is what the address of a sample says.
type asked struct {
	draw report.Draw
	set  bool
}

func (h *Handlers) asked(c *fiber.Ctx, v report.Viewer, f *page.Form) asked {
	visited := visit.Of(c)
	a := asked{set: f.Get("kennwort") != ""}
	a.draw = report.Draw{Seed: f.Get("kennwort"), Rows: drawnRows}
	if f.Get("zeilen") != "" {
		a.draw.Rows = f.Int("zeilen", 1, report.MaxSample)
	}
	a.draw.Query = report.Query{AsOf: visited.Today, Scope: v.Scope, Variant: report.HR, Language: page.From(c).L.Lang(), By: v.Person, Now: v.Now}
	if day := f.Date("stichtag"); day != 0 {
		a.draw.Query.AsOf = day
	}
	if text := f.Get("wissen"); text != "" {
		known, err := time.Parse(knownFormat, text)
		if err != nil {
			f.Fail("wissen", "error.report.known_at")
		}
		a.draw.Query.KnownAt = known
	}
	return a
}

// sampleShow draws rows by a seed and lists them.
func (h *Handlers) sampleShow(c *fiber.Ctx) error {
	viewer, ctx, cancel, err := h.viewer(c)
	if err != nil {
		return err
	}
	defer cancel()
	f := page.ReadQuery(c)
	a := h.asked(c, viewer, f)
	p := newSample(page.From(c), f, a.draw)
	if !a.set || !f.OK() {
		if !f.OK() {
			return page.Invalid(c, "reports/sample", p)
		}
		return page.Render(c, "reports/sample", p)
	}
	drawn, err := h.Reports.Sample(ctx, a.draw)
	if err != nil {
		if f.RefusedAt(err, "seed", "kennwort") {
			return page.Invalid(c, "reports/sample", p)
		}
		return err
	}
	p.show(drawn)
	return page.Render(c, "reports/sample", p)
}

func newSample(base page.Base, f *page.Form, d report.Draw) *samplePage {
	base.Title = base.L.T("reports.sample")
	p := &samplePage{Base: base, Form: f, Tabs: tabs(base, samplePath), Day: base.L.Date(d.Query.AsOf), Count: d.Rows}
	p.Heading = page.Heading{Text: base.L.T("reports.sample.heading"), Lead: base.L.T("reports.sample.lead")}
	return p
}

func (p *samplePage) show(s *report.Sample) {
	l := p.L
	address := printPath + "?" + url.Values{"stichtag": {s.Draw.Query.AsOf.String()}, "wissen": {s.KnownAt.UTC().Format(knownFormat)},
		"zeilen": {strconv.Itoa(s.Draw.Rows)}, "kennwort": {s.Draw.Seed}}.Encode()
	p.Heading = page.Heading{Kicker: l.T("reports.sample"), Text: l.T("reports.sample.drawn", "n", len(s.Sheets), "of", s.Of),
		Lead: l.T("reports.sample.again"), Actions: []page.Action{{Label: l.T("reports.sample.print"), URL: address}}}
	p.Facts = facts(p.Base, s)
	for _, e := range s.Sheets {
		p.Rows = append(p.Rows, drawnRow{No: e.No, Name: e.Subject.Name(), Kennung: e.Subject.UID.String(), Course: e.Course.Code,
			State: state(l, &e.Row), URL: address + "#blatt-" + strconv.Itoa(e.No)})
	}
}

// facts are what makes the draw repeatable.
func facts(base page.Base, s *report.Sample) []page.Fact {
	l := base.L
	return []page.Fact{
		{Term: l.T("reports.sample.seed"), Text: s.Draw.Seed}, {Term: l.T("report.cover.as_of"), Text: l.Date(s.Draw.Query.AsOf)},
		{Term: l.T("report.cover.known_at"), Text: s.KnownAt.UTC().Format(knownFormat)},
		{Term: l.T("reports.sample.rows"), Text: l.T("reports.sample.of", "n", len(s.Sheets), "of", s.Of)},
		{Term: l.T("report.cover.detail_hash"), Text: hex.EncodeToString(s.Hash[:])},
	}
}
