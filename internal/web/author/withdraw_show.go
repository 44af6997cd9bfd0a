package author

import (
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// askedPage lists the questions of the newest version, with the way to withdraw one.
type askedPage struct {
	page.Base
	page.Heading
	Rows []askedRow
	Back page.Link
}

type askedRow struct {
	ID, Text, Lang, Kind, Part string
	Critical                   bool
	Withdrawn, Reason          string // «zurückgezogen am …», and why
	URL                        string // where it is withdrawn, "" where it is already
}

// withdrawPage shows what a withdrawal does before it is done.
type withdrawPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	Path     string
	Version  int64
	Question template.HTML
	Lang     string
	Facts    []page.Fact
	Warnings []string
	Stop     string // heading of why it cannot be done here
	Stops    string // why, "" if it can
	Back     page.Link
}

func askedURL(code string) string { return courseURL(code) + "/testfragen" }
func withdrawURL(code, question string) string {
	return askedURL(code) + "/" + url.PathEscape(question)
}

func (h *Handlers) askedShow(c *fiber.Ctx) error {
	v, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	withdrawn, err := course.Withdrawals(c.UserContext(), h.DB, v.ID)
	if err != nil {
		return err
	}
	return page.Render(c, "author/asked", newAsked(page.From(c), v, withdrawn))
}

func newAsked(base page.Base, v *course.Version, withdrawn []course.Withdrawal) *askedPage {
	l, content := base.L, v.Content
	base.Title = l.T("withdrawal.list")
	p := &askedPage{Base: base, Back: page.Link{Label: v.Title(l.Lang()), URL: courseURL(v.Code())}}
	p.Heading = page.Heading{Kicker: v.Code() + " · " + l.T("author.version_no", "no", v.Number), Text: l.N("author.pool", len(content.Questions)), Lead: l.T("withdrawal.list_lead")}
	gone := map[string]course.Withdrawal{}
	for _, w := range withdrawn {
		gone[w.Question] = w
	}
	lang := content.In(l.Lang())
	for i := range content.Questions {
		q := &content.Questions[i]
		row := askedRow{ID: q.ID, Text: q.Text.In(lang), Lang: lang, Kind: l.T("author.type." + string(q.Type)), Critical: q.Critical}
		if m := content.Module(q.Module); m != nil {
			row.Part = l.T("author.place.module", "no", m.No)
		}
		if w, ok := gone[q.ID]; ok {
			row.Withdrawn, row.Reason = l.T("withdrawal.since", "day", l.Date(w.On())), w.Reason
		} else if tested(v) {
			row.URL = withdrawURL(v.Code(), q.ID)
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// tested reports a course with a test on the screen.
func tested(v *course.Version) bool { return v.Content.Kind == coursefile.Online }

func (h *Handlers) withdrawShow(c *fiber.Ctx) error { return h.withdrawPage(c, nil) }

func (h *Handlers) withdrawPage(c *fiber.Ctx, form *page.Form) error {
	v, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	what := learning.Withdrawing{Course: v.Code(), Question: c.Params("question"), Version: v.ID}
	effect, err := h.Learning.ForeseeWithdrawal(c.UserContext(), h.DB, learnerAct(c), what)
	if err != nil {
		return err
	}
	p := newWithdraw(page.From(c), v, v.Question(what.Question), effect)
	if p.Form = form; form != nil {
		return page.Invalid(c, "author/withdraw", p)
	}
	return page.Render(c, "author/withdraw", p)
}

func newWithdraw(base page.Base, v *course.Version, q *coursefile.Question, w learning.Withdrawn) *withdrawPage {
	l := base.L
	base.Title = l.T("withdrawal.title")
	p := &withdrawPage{Base: base, Path: withdrawURL(v.Code(), q.ID), Version: v.ID, Lang: v.Content.In(l.Lang()),
		Back: page.Link{Label: l.T("common.cancel"), URL: askedURL(v.Code())}}
	p.Heading = page.Heading{Kicker: v.Code() + " · " + q.ID, Text: l.T("withdrawal.heading"), Lead: l.T("withdrawal.lead")}
	p.Question = template.HTML(template.HTMLEscapeString(q.Text.In(p.Lang))) //nolint:gosec // escaped
	p.Facts = []page.Fact{
		{Term: l.T("withdrawal.versions"), Text: l.Int(w.Versions)},
		{Term: l.T("withdrawal.attempts"), Text: few(l, w.Attempts)},
		{Term: l.T("withdrawal.passes"), Text: few(l, w.Passes)},
		{Term: l.T("withdrawal.open"), Text: few(l, w.Open)},
	}
	for _, s := range w.Left {
		p.Warnings = append(p.Warnings, shortageWords(l, s))
	}
	p.Stop = l.T("withdrawal.stops")
	switch {
	case w.Before != nil:
		p.Stop, p.Lead = l.T("withdrawal.why"), l.T("withdrawal.lead_done")
		p.Text, p.Stops = l.T("withdrawal.heading_done"), l.T("withdrawal.already", "day", l.LongDate(w.Before.On()), "reason", w.Before.Reason)
	case w.Empty:
		p.Stops = l.T("error.withdrawal.empty")
	case w.Own:
		p.Stops = l.T("error.withdrawal.own")
	}
	return p
}

func shortageWords(l *i18n.Printer, s learning.Shortage) string {
	return l.T("withdrawal.shortage."+string(s.Form), "module", s.Module, "wanted", s.Wanted, "stays", s.Stays)
}

// withdrawnIn are the questions of the draft that would stay withdrawn.
func (h *Handlers) withdrawnIn(c *fiber.Ctx, d authoring.Draft) ([]finding, error) {
	numbers, err := h.Authoring.Withdrawn(c.UserContext(), h.DB, d)
	if err != nil {
		return nil, err
	}
	l := page.From(c).L
	var list []finding
	for _, no := range slices.Sorted(maps.Keys(numbers)) {
		list = append(list, finding{Where: l.T("author.place.question", "no", no), URL: questionURL(d.ID, no), Text: l.T("withdrawal.draft")})
	}
	return list, nil
}

// withdrawSave withdraws the question of the version that was shown.
func (h *Handlers) withdrawSave(c *fiber.Ctx) error {
	form := page.ReadForm(c, "reason", "withdrawal.reason")
	form.Required("reason")
	what := learning.Withdrawing{Course: c.Params("code"), Question: c.Params("question"), Reason: form.Get("reason"), Version: formID(form, "version")}
	if form.OK() {
		err := h.write(c, func(tx *db.Tx) error {
			_, err := h.Learning.WithdrawQuestion(c.UserContext(), tx, learnerAct(c), what)
			return err
		})
		if err == nil {
			return page.Done(c, askedURL(what.Course), "withdrawal.done")
		}
		if !form.Refused(err) {
			return err
		}
	}
	return h.withdrawPage(c, form)
}

// formID is an ID that the form carries, 0 where it is none.
func formID(form *page.Form, name string) int64 {
	id, err := strconv.ParseInt(form.Get(name), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func learnerAct(c *fiber.Ctx) learning.Act {
	v := visit.Of(c)
	return learning.Act{PersonID: v.ViewerID(), Now: v.Now, Today: v.Today}
}
