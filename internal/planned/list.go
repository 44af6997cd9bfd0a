package planned

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/report"
)

// ahead is how many of the next slots are shown.
const ahead = 3

// Listed is a plan as its page tells it.
type Listed struct {
	Plan
	Code, Department string // of the department, "" for everybody
	Owner            string // name
	Next             []Slot // the next three; none while it does not run
	LeftOut          int    // who got nothing of the last run
	Comes            bool   // to the actor, who may only know that it does
}

// List are the plans that somebody sees, active ones first, and with them those of
// others that come to the actor and are active.
func (s *Service) List(ctx context.Context, act Act) ([]Listed, error) {
	j, err := newJudge(ctx, s.DB, calendar.DateOf(act.Now))
	if err != nil {
		return nil, err
	}
	all, err := readPlans(ctx, s.DB, act.Scope)
	if err != nil {
		return nil, err
	}
	var mine []Plan
	var ids, owners []int64
	for _, p := range all {
		if j.mayHandle(act.Scope, p) || p.State == Active && slices.Contains(p.People, act.Scope.Viewer) {
			mine, ids, owners = append(mine, p), append(ids, p.ID), append(owners, p.OwnerID)
		}
	}
	left, err := leftOut(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	names, err := people.Names(ctx, s.DB, owners...)
	if err != nil {
		return nil, err
	}
	list := make([]Listed, len(mine))
	for i, p := range mine {
		list[i] = Listed{Plan: p, Owner: names[p.OwnerID], LeftOut: left[p.ID], Comes: !j.mayHandle(act.Scope, p)}
		if d := j.tree.Departments[p.DepartmentID]; d != nil {
			list[i].Code, list[i].Department = d.Code, d.Name
		} else if d, err := departmentOf(ctx, s.DB, p.DepartmentID); err != nil { // it has ended
			return nil, err
		} else {
			list[i].Code, list[i].Department = d.Code, d.Name
		}
		if p.State == Active {
			list[i].Next = p.Next(s.Days(), max(j.today, p.Since), ahead)
		}
	}
	return list, nil
}

// Plan is one of List that does not only come to the actor. NotFound: there is none.
func (s *Service) Plan(ctx context.Context, uid string, act Act) (Listed, error) {
	id, err := uuid.Parse(uid)
	if err != nil {
		return Listed{}, notFound()
	}
	list, err := s.List(ctx, act)
	if err != nil {
		return Listed{}, err
	}
	for _, p := range list {
		if p.UID == id.String() && !p.Comes {
			return p, nil
		}
	}
	return Listed{}, notFound()
}

// Told is a run with what became of it.
type Told struct {
	Run
	Department string
	ReportID   string // of the month end, for what is made of one; else each reader has an own
	Readers    []Reader
}

// Runs are the runs of a plan, newest first, limit from offset, and how many there
// are.
func (s *Service) Runs(ctx context.Context, plan Plan, limit, offset int) ([]Told, int, error) {
	runs, total, err := readRuns(ctx, s.DB, plan.ID, limit, offset)
	if err != nil || len(runs) == 0 {
		return nil, total, err
	}
	ids := make([]int64, len(runs))
	for i, r := range runs {
		ids[i] = r.ID
	}
	readers, err := readReaders(ctx, s.DB, ids)
	if err != nil {
		return nil, 0, err
	}
	months, err := monthIDs(ctx, s.DB)
	if err != nil {
		return nil, 0, err
	}
	by := map[int64][]Reader{}
	for _, r := range readers {
		by[r.RunID] = append(by[r.RunID], r)
	}
	list := make([]Told, len(runs))
	for i, r := range runs {
		d, err := departmentOf(ctx, s.DB, r.DepartmentID)
		if err != nil {
			return nil, 0, err
		}
		list[i] = Told{Run: r, Department: d.Name, Readers: by[r.ID]}
		if r.Variant.Frozen() {
			list[i].ReportID = months[r.AsOf.String()]
		}
	}
	return list, total, nil
}

// Opened is what the link of a mail leads to.
type Opened struct {
	Run
	Code, Department string // "" for everybody
}

// Open is the run for one of those to whom it went, by the rights of now. NotFound:
// it went to others. Forbidden: the viewer may no longer read it.
func (s *Service) Open(ctx context.Context, uid string, act Act) (Opened, error) {
	r, err := runFor(ctx, s.DB, uid, act.Scope.Viewer)
	if err != nil {
		return Opened{}, err
	}
	j, err := newJudge(ctx, s.DB, calendar.DateOf(act.Now))
	if err != nil {
		return Opened{}, err
	}
	if !j.reads(act.Scope, r.Terms) {
		return Opened{}, apperr.New(apperr.Forbidden, "error.planned.no_longer", nil)
	}
	d, err := departmentOf(ctx, s.DB, r.DepartmentID)
	return Opened{Run: r, Code: d.Code, Department: d.Name}, err
}

// Query asks for the report of a run that has names, by the reader's own rights; HR's
// as it was known when the run was made. The file is asked for in the same words.
func (o Opened) Query(by people.Person, language string, act Act) (report.Query, report.Wanted) {
	if o.Language != "" {
		language = o.Language
	}
	q := report.Query{AsOf: o.AsOf, Scope: act.Scope.ForLine(), Department: o.Code, Variant: report.Line, Language: language, By: by, Now: act.Now}
	w := report.Wanted{Team: true, OwnLine: true, AsOf: o.AsOf, Department: o.Code, Language: language, Form: "xlsx"}
	if o.Variant == HR {
		q.Scope, q.Variant, q.KnownAt = act.Scope.ForReports(), report.HR, o.KnownAt
		w.Team, w.OwnLine, w.KnownAt = false, false, o.KnownAt
	}
	return q, w
}

// Choice is what somebody may plan.
type Choice struct {
	Variants    []Variant
	Departments []people.TreeNode
	Everybody   bool // also reports about the whole organisation that name people
	Others      bool // to others too, not only to oneself
}

// Choice is what the actor may plan today.
func (s *Service) Choice(ctx context.Context, act Act) (c Choice, err error) {
	j, err := newJudge(ctx, s.DB, calendar.DateOf(act.Now))
	if err != nil {
		return c, err
	}
	tree, err := people.Tree(ctx, s.DB, j.today)
	if err != nil {
		return c, err
	}
	scope := act.Scope
	c.Others = scope.Has(people.RoleHR)
	wide, line := scope.ForReports(), scope.ForLine()
	for _, d := range tree {
		if wide.Department(j.tree, d.ID) || line.Line && line.Department(j.tree, d.ID) {
			c.Departments = append(c.Departments, d)
		}
	}
	c.Everybody = wide.Everyone || line.Line
	if scope.ReadsFigures() {
		c.Variants = append(c.Variants, Brief, Management)
	}
	if c.Others || line.Line {
		c.Variants = append(c.Variants, Line)
	}
	if scope.Has(people.RoleHR) || scope.Has(people.RoleAuditor) {
		c.Variants = append(c.Variants, HR)
	}
	return c, nil
}
