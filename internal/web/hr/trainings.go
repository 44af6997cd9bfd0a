package hr

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/evidence"
	"zaemme/internal/hrimport"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const trainingsPath = "/nachweise-einlesen"

// shownRows of what is left out are listed; the rest is counted.
const shownRows = 200

type trainingsPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	Recent   []recentRow
	MaxBytes int
}

func (h *Handlers) trainingsShow(c *fiber.Ctx) error { return h.trainingsPage(c, nil) }

func (h *Handlers) trainingsPage(c *fiber.Ctx, form *page.Form) error {
	recent, err := h.recent(c, h.DB, change.Records, trainingsPlan)
	if err != nil {
		return err
	}
	p := &trainingsPage{Base: page.From(c), Form: form, Recent: recent, MaxBytes: MaxFile}
	p.Title = p.L.T("training.title")
	p.Heading = page.Heading{Text: p.L.T("training.heading"), Lead: p.L.T("training.lead")}
	if form != nil {
		return page.Invalid(c, "hr/trainings", p)
	}
	return page.Render(c, "hr/trainings", p)
}

func trainingsPlan(uid string) string { return trainingsPath + "/" + uid }

func (h *Handlers) trainingsRead(c *fiber.Ctx) error {
	v := visit.Of(c)
	form := page.ReadForm(c, "file", "training.file", "issuer", "training.issuer")
	file := form.File("file")
	if !form.OK() {
		return h.trainingsPage(c, form)
	}
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	list := hrimport.Trainings{Evidence: h.Evidence, Courses: h.Catalogue, Changes: h.Changes}
	plan, err := list.Preview(c.UserContext(), hrimport.Upload{Name: file.Filename, Content: content}, form.Get("issuer"), v.ViewerID(), v.Now)
	if form.RefusedAt(err, "", "file") {
		return h.trainingsPage(c, form)
	}
	if err != nil {
		return err
	}
	return page.To(c, trainingsPlan(plan.UID.String()))
}

// trainingsPreview shows what a list comes to: to who has read it in, and to the
// second person who confirms it.
type trainingsPreview struct {
	page.Base
	page.Heading
	Facts   []page.Fact
	Rows    []trainingRow
	More    int
	Left    []leftRow
	LeftAll int
	Issues  []string
	Path    string
	Own     bool // the viewer has proposed it
	Waits   bool
	Batches string // where it is taken back, once it is confirmed
}

type trainingRow struct{ Name, No, Course, Day, Issuer string }

type leftRow struct{ Line, Person, Course, Why string }

func (h *Handlers) trainingsPlanShow(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	plan, err := h.trainingsOf(c)
	if err != nil {
		return err
	}
	var rows []evidence.Row
	if len(plan.Draft.Records) > 0 {
		if err := json.Unmarshal(plan.Draft.Records, &rows); err != nil {
			return fmt.Errorf("hr: list of trainings: %w", err)
		}
	}
	org, err := people.Load(ctx, h.DB, people.Moment{Day: v.Today})
	if err != nil {
		return err
	}
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	var ids []int64
	for _, r := range rows[:min(len(rows), shownRows)] {
		ids = append(ids, r.PersonID)
	}
	if err := h.looked(c, "hr.trainings", scope, ids...); err != nil {
		return err
	}
	names, err := people.Names(ctx, h.DB, plan.CreatedBy)
	if err != nil {
		return err
	}
	p, err := newTrainingsPreview(page.From(c), plan, rows, org, h.courseTitleByID, names[plan.CreatedBy])
	if err != nil {
		return err
	}
	p.Own = plan.CreatedBy == v.ViewerID()
	p.Waits = plan.State == change.Shown && v.Now.Before(plan.ExpiresAt)
	return page.Render(c, "hr/trainings-plan", p)
}

// trainingsOf is the plan of the address, if it is one of trainings.
func (h *Handlers) trainingsOf(c *fiber.Ctx) (change.Plan, error) {
	plan, err := change.Load(c.UserContext(), h.DB, c.Params("plan"))
	if err == nil && plan.Kind != change.Records {
		err = apperr.New(apperr.NotFound, "error.change.not_found", nil)
	}
	return plan, err
}

func (h *Handlers) courseTitleByID(id int64, lang string) string {
	v, err := h.Catalogue.Current(id)
	if err != nil {
		return ""
	}
	return v.Code() + " " + v.Title(lang)
}

func newTrainingsPreview(
	base page.Base, plan change.Plan, rows []evidence.Row, org *people.Org, title func(id int64, lang string) string, by string,
) (*trainingsPreview, error) {
	l := base.L
	var notes hrimport.TrainingNotes
	if len(plan.Draft.Notes) > 0 {
		if err := json.Unmarshal(plan.Draft.Notes, &notes); err != nil {
			return nil, fmt.Errorf("hr: notes of a list of trainings: %w", err)
		}
	}
	base.Title = l.T("training.title")
	p := &trainingsPreview{Base: base, Path: trainingsPlan(plan.UID.String())}
	p.Heading = page.Heading{Kicker: plan.Title, Text: l.N("training.counts", notes.Count), Lead: l.T("training.state." + string(plan.State))}
	p.Facts = []page.Fact{
		{Term: l.T("training.read"), Text: l.Int(notes.Read)}, {Term: l.T("training.would"), Text: l.Int(notes.Count)},
		{Term: l.T("training.left"), Text: l.Int(len(notes.Left))}, {Term: l.T("confirm.by"), Text: by},
		{Term: l.T("confirm.on"), Text: page.Clock(l, plan.CreatedAt)},
	}
	brings := map[int]bool{}
	for _, one := range notes.Left {
		brings[one.Line] = true
	}
	for _, r := range rows {
		if brings[r.Line] {
			continue
		}
		if len(p.Rows) == shownRows {
			p.More++
			continue
		}
		row := trainingRow{Course: title(r.Course, l.Lang()), Day: l.Date(r.Day), Issuer: r.Issuer}
		if m := org.Member(r.PersonID); m != nil {
			row.Name, row.No = m.Name(), m.PersonnelNo
		}
		p.Rows = append(p.Rows, row)
	}
	slices.SortStableFunc(notes.Left, func(a, b hrimport.Left) int { return a.Line - b.Line })
	p.LeftAll = len(notes.Left)
	for _, one := range notes.Left[:min(len(notes.Left), shownRows)] {
		p.Left = append(p.Left, leftRow{Line: l.Int(one.Line), Person: one.Person, Course: one.Course, Why: l.T("training.why." + one.Why)})
	}
	for _, one := range notes.Issues[:min(len(notes.Issues), shownRows)] {
		p.Issues = append(p.Issues, l.T("training.line", "line", one.Line, "text", l.Map(one.Key, one.Args)))
	}
	if plan.State == change.Applied {
		p.Batches = batchesPath
	}
	return p, nil
}

func (h *Handlers) trainingsApply(c *fiber.Ctx) error {
	v := visit.Of(c)
	plan, err := h.trainingsOf(c)
	if err != nil {
		return err
	}
	if _, err := h.Changes.Apply(c.UserContext(), plan.UID.String(), v.ViewerID(), 0, v.Now); err != nil {
		return err
	}
	return page.Done(c, trainingsPlan(plan.UID.String()), "training.confirmed")
}

func (h *Handlers) trainingsDiscard(c *fiber.Ctx) error {
	plan, err := h.trainingsOf(c)
	if err != nil {
		return err
	}
	if err := h.Changes.Discard(c.UserContext(), plan.UID.String()); err != nil {
		return err
	}
	return page.Done(c, trainingsPath, "training.discarded")
}
