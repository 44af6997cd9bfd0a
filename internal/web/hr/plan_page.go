package hr

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// planPage shows one plan: of people, of rules, or of one person's field.
type planPage struct {
	page.Base
	page.Heading
	Path    string // of the plan; actions lie below
	Open    bool   // can be applied
	Renew   bool   // can be computed anew
	Notice  page.Notice
	Changed []string // what has changed since it was shown
	Facts   []page.Fact
	Confirm string // the sentence with the number to type, empty if none is asked for
	Form    *page.Form
	Effects effectsView
	Import  *importView // of a staff list
	Undo    *undoView   // of a batch taken back
	Apply   string      // what the button says
	Back    string      // address of the button that takes an applied plan back, empty where none can be
	ByUnit  bool        // counts per department are of use
	Weeks   *weeksView  // of a roll-out
	Hours   string      // learning time of what begins, in words
}

// shownPlan is a plan with what its page needs besides.
type shownPlan struct {
	plan    change.Plan
	names   directory
	creator string
	batch   *change.Batch // of an applied one
	actor   string        // who applied it
	form    *page.Form    // with what was typed, nil at first
	differs *change.Differs
	silent  bool // no mail leaves yet
	rows    []change.Row
	found   int // of which these are a page
	minutes func(change.Content) int
}

// gather reads what the page of a plan needs, and writes down whom it shows.
func (h *Handlers) gather(c *fiber.Ctx, plan change.Plan, form *page.Form, differs *change.Differs) (shownPlan, error) {
	rows, found, err := change.Rows(c.UserContext(), h.DB, plan.ID, keptOf(page.ReadQuery(c), page.AddressOf(c)))
	if err != nil {
		return shownPlan{}, err
	}
	return h.gatherWith(c, shownPlan{plan: plan, form: form, differs: differs, rows: rows, found: found})
}

// gatherWith is gather with the rows chosen; more are persons who are shown besides.
func (h *Handlers) gatherWith(c *fiber.Ctx, s shownPlan, more ...int64) (shownPlan, error) {
	v, ctx, plan := visit.Of(c), c.UserContext(), s.plan
	s.minutes, s.silent = h.learningTime(ctx), v.Settings.Day("go_live") == 0 && v.Settings.Text("trial_address") == ""
	keys := keysOf(plan, s.rows)
	if s.differs != nil {
		keys = append(keys, s.differs.Persons...)
	}
	known, err := people.Named(ctx, h.DB, keys, v.Today)
	if err != nil {
		return s, err
	}
	tree, err := people.Tree(ctx, h.DB, v.Today)
	if err != nil {
		return s, err
	}
	s.names = newDirectory(plan, known, tree)
	if plan.State == change.Applied {
		batch, err := change.BatchOf(ctx, h.DB, plan.ID)
		if err != nil {
			return s, err
		}
		s.batch = &batch
	}
	if err := h.nameActors(c, &s); err != nil {
		return s, err
	}
	scope, err := h.scope(c)
	if err != nil {
		return s, err
	}
	for _, e := range known {
		more = append(more, e.ID)
	}
	slices.Sort(more)
	return s, h.looked(c, "hr.plan", scope, slices.Compact(more)...)
}

func (h *Handlers) nameActors(c *fiber.Ctx, s *shownPlan) error {
	ids := []int64{s.plan.CreatedBy}
	if s.batch != nil {
		ids = append(ids, s.batch.ActorID)
	}
	names, err := people.Names(c.UserContext(), h.DB, ids...)
	s.creator = names[s.plan.CreatedBy]
	if s.batch != nil {
		s.actor = names[s.batch.ActorID]
	}
	return err
}

// newPlan is the frame of all plans; heading and the rest are the kind's.
func newPlan(base page.Base, s shownPlan, path string, now time.Time, address page.Address, query *page.Form, title func(string) string) *planPage {
	l := base.L
	expired := s.plan.State == change.Shown && !now.Before(s.plan.ExpiresAt)
	open := s.plan.State == change.Shown && !expired
	p := &planPage{Base: base, Apply: l.T("common.apply"), Path: path, Open: open && !s.plan.Empty(), Form: s.form}
	p.Renew = len(s.plan.Input) > 0 && (s.plan.State == change.IsStale || s.plan.State == change.Discarded)
	if len(base.Notices) == 0 || s.plan.State != change.Applied { // it has just been said
		p.Notice = planNotice(l, s, expired)
	}
	if s.differs != nil {
		p.Changed = changedSince(l, s)
	}
	if n := s.plan.Draft.Confirm; n > 0 && p.Open {
		p.Confirm = l.T("hr.plan.confirm", "number", n)
	}
	if query.Get("gruppe") != "" {
		address = address.Without(page.PageParam)
	}
	p.Effects = newEffects(l, s, query, address.Without("gruppe"), title)
	p.Facts = []page.Fact{
		{Term: l.T("hr.plan.effective"), Text: l.LongDate(s.plan.EffectiveOn)},
		{Term: l.T("hr.plan.created"), Text: l.T("hr.by", "at", page.Clock(l, s.plan.CreatedAt), "who", nameOr(l, s.creator))},
	}
	if open {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("hr.plan.expires"), Text: page.Clock(l, s.plan.ExpiresAt)})
	}
	if s.batch != nil && s.batch.Undoable() {
		p.Back = takeBackPath(s.batch.ID)
	}
	if s.batch != nil {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("hr.plan.applied"), Text: l.T("hr.by", "at", page.Clock(l, s.batch.AppliedAt), "who", nameOr(l, s.actor))})
	}
	return p
}

func nameOr(l *i18n.Printer, name string) string {
	if name == "" {
		return l.T("hr.history.system")
	}
	return name
}

// planNotice says what the state of a plan means.
func planNotice(l *i18n.Printer, s shownPlan, expired bool) page.Notice {
	switch {
	case s.plan.State == change.Applied:
		return page.Notice{Tone: page.Good, Text: l.T("hr.plan.state.applied")}
	case s.plan.State == change.IsStale:
		return page.Notice{Tone: page.Warn, Text: l.T("hr.plan.state.stale")}
	case s.plan.State == change.Discarded:
		return page.Notice{Tone: page.Info, Text: l.T("hr.plan.state.discarded")}
	case expired:
		return page.Notice{Tone: page.Warn, Text: l.T("hr.plan.state.expired")}
	case s.plan.Empty():
		return page.Notice{Tone: page.Info, Text: l.T("hr.plan.state.empty")}
	default:
		return page.Notice{}
	}
}

// changedSince names what no longer is as it was shown.
func changedSince(l *i18n.Printer, s shownPlan) []string {
	var list []string
	for i, key := range s.differs.Persons {
		if i == groupRows {
			list = append(list, l.N("hr.plan.more_persons", len(s.differs.Persons)-i))
			break
		}
		list = append(list, s.names.who(key).Name)
	}
	for _, code := range s.differs.Departments {
		list = append(list, s.names.department(code))
	}
	if s.differs.Duties > 0 {
		list = append(list, l.N("hr.plan.changed_duties", s.differs.Duties))
	}
	if s.differs.Rules {
		list = append(list, l.T("hr.plan.changed_rules"))
	}
	return list
}

// courseTitle names courses for the page.
func (h *Handlers) courseTitle(l *i18n.Printer) func(string) string {
	return func(code string) string {
		version, err := h.Catalogue.ByCode(code)
		if err != nil {
			return ""
		}
		return version.Title(l.Lang())
	}
}

// loadPlan is the plan of the address, if it is of the kind.
func (h *Handlers) loadPlan(c *fiber.Ctx, kind change.Kind) (change.Plan, error) {
	plan, err := change.Load(c.UserContext(), h.DB, c.Params("plan"))
	if err == nil && plan.Kind != kind {
		return plan, apperr.New(apperr.NotFound, "error.change.not_found", nil)
	}
	return plan, err
}
