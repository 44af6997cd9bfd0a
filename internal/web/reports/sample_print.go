package reports

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
)

type printPage struct {
	page.Base
	Facts  []page.Fact // of the draw
	Sheets []sheetView
}

// sheetView is the evidence of one row on one page.
type sheetView struct {
	No                      int
	Number, Name, Course    string
	Status                  string
	Person, Duty, Completed []page.Fact
	Modules                 []string
	Events                  []eventRow
}

type eventRow struct{ On, What, Due, Recorded, Void string }

// samplePrint is one sheet of evidence per drawn row.
func (h *Handlers) samplePrint(c *fiber.Ctx) error {
	viewer, ctx, cancel, err := h.viewer(c)
	if err != nil {
		return err
	}
	defer cancel()
	f := page.ReadQuery(c)
	a := h.asked(c, viewer, f)
	if !f.OK() || !a.set {
		return page.To(c, samplePath)
	}
	drawn, err := h.Reports.Sample(ctx, a.draw)
	if err != nil {
		return err
	}
	base := page.From(c)
	base.Title, base.Home = base.L.T("reports.sample"), samplePath
	p := &printPage{Base: base, Facts: facts(base, drawn)}
	for _, e := range drawn.Sheets {
		one := newSheet(base.L, e, len(drawn.Sheets))
		if one.Modules, err = h.modules(ctx, e, base.L.Lang()); err != nil {
			return err
		}
		p.Sheets = append(p.Sheets, one)
	}
	return page.Render(c, "reports/sample-print", p)
}

// modules are the titles of the content that was completed, in the language in
// which it was seen, else the reader's.
func (h *Handlers) modules(ctx context.Context, e report.Evidence, lang string) (titles []string, err error) {
	if e.Seen == nil {
		return nil, nil
	}
	version, err := h.Courses.Version(ctx, e.Seen.ID)
	if err != nil {
		return nil, err
	}
	if e.Language != "" {
		lang = e.Language
	}
	for _, m := range version.Content.Modules {
		titles = append(titles, m.Titles.In(lang))
	}
	return titles, nil
}

func newSheet(l *i18n.Printer, e report.Evidence, of int) sheetView {
	col := func(key, text string) page.Fact { return page.Fact{Term: l.T("report.col." + key), Text: or(text)} }
	s, main := e.Subject, e.Subject.Main()
	view := sheetView{No: e.No, Number: l.T("reports.sheet", "no", e.No, "of", of), Name: s.Name(), Course: e.Course.Code + " " + e.Course.Titles.In(l.Lang()),
		Status: state(l, &e.Row)}
	view.Person = []page.Fact{col("kennung", s.UID.String()), col("personnel_no", s.PersonnelNo), col("department_path", e.Path),
		col("function", main.Function), col("entry", l.Date(main.EntryOn)), col("manager", main.Manager)}
	view.Duty = []page.Fact{col("rule", e.Rule), col("cycle", l.Int(int(e.Cycle.No))), col("assigned", l.Date(e.Cycle.AssignedOn)),
		col("original_due", l.Date(e.Cycle.OriginalDueOn)), col("due", l.Date(e.Due)), col("grace", l.Date(e.GraceUntil)), col("status_code", string(e.Status))}
	if e.Cycle.CompletedOn != 0 {
		view.Completed = []page.Fact{col("fulfilled", l.Date(e.Cycle.CompletedOn)), col("how", l.T("report.how."+string(e.Cycle.How))),
			col("valid_until", until(l, e.Cycle.ValidUntil)), col("evidence", e.Cycle.EvidenceNo), {Term: l.T("reports.confirmed"), Text: or(e.Confirmed)}}
		if e.Seen != nil {
			view.Completed = append(view.Completed, page.Fact{Term: l.T("reports.seen"), Text: l.T("reports.seen_is", "no", e.Seen.Number, "day", e.Seen.PublishedOn)},
				page.Fact{Term: l.T("report.col.version_hash"), Text: e.Seen.Hash}, col("language", e.Language),
				page.Fact{Term: l.T("reports.settings_hash"), Text: or(e.SettingsHash)})
		}
	}
	view.Events = events(l, e.Events)
	return view
}

// events are the entries of the duty but for what the person alone sees.
func events(l *i18n.Printer, list []ledger.Event) (rows []eventRow) {
	void := map[int64]bool{}
	for _, e := range list {
		void[e.Voids] = true
	}
	for _, e := range list {
		if e.Kind == ledger.KindStarted || e.Kind == ledger.KindAcknowledged && e.How == "" {
			continue
		}
		row := eventRow{On: l.Date(e.EffectiveOn), What: l.T(eventKey(e.Kind)), Due: l.Date(e.DueOn), Recorded: page.Clock(l, e.RecordedAt)}
		if e.How != "" {
			row.What = strings.Join([]string{row.What, l.T("report.how." + string(e.How))}, ", ")
		}
		if void[e.ID] {
			row.Void = l.T("why.void")
		}
		rows = append(rows, row)
	}
	return rows
}

// eventKey is the text of a kind; the moment of recording has its name already.
func eventKey(kind ledger.Kind) string {
	if kind == ledger.KindRecorded {
		return "reports.event.kind_recorded"
	}
	return "reports.event." + string(kind)
}

// until is a last day, in words where there is none.
func until(l *i18n.Printer, day calendar.Date) string {
	if day == calendar.Forever {
		return l.T("reports.no_end")
	}
	return l.Date(day)
}
