package change_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

var (
	day = calendar.NewDate(2026, time.December, 1)
	now = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)
)

// move proposes that persons are in a department from the day on; who is not
// there yet joins.
type move struct {
	Keys       []string
	Department string
}

func (move) Propose(ctx context.Context, c db.Conn, input json.RawMessage, on calendar.Date) (change.Draft, error) {
	var m move
	if err := json.Unmarshal(input, &m); err != nil {
		return change.Draft{}, err
	}
	roster, err := people.LoadRoster(ctx, c, on)
	if err != nil {
		return change.Draft{}, err
	}
	p := people.Change{EffectiveOn: on}
	if roster.Departments[m.Department] == nil {
		p.Departments = []people.DepartmentChange{{Code: m.Department, After: people.DepartmentState{Name: m.Department}, From: on}}
	}
	for _, key := range m.Keys {
		after := people.EmploymentState{Department: m.Department, Category: people.Permanent, EntryOn: on, ExitOn: calendar.Forever}
		one := people.PersonChange{Key: key, Kind: people.Joined, After: &people.PersonState{LastName: "Muster", FirstName: key, Language: "de"},
			Employments: []people.EmploymentChange{{No: "1", After: &after, From: on}}}
		if entry := roster.Persons[key]; entry != nil {
			before := entry.PersonState
			had := entry.Employments["1"].EmploymentState
			after = had
			after.Department = m.Department
			one.Kind, one.Before, one.After = people.Moved, &before, nil
			one.Employments[0].Before = &had
		}
		p.Persons = append(p.Persons, one)
	}
	p.Sort()
	return change.Draft{People: p, Confirm: len(m.Keys) / 3}, nil
}

// duties gives one course to everybody who is employed and does not have it.
type duties struct {
	mu    sync.Mutex
	has   map[int64]bool
	rules []string
	extra string // goes into the reason of every effect
	fail  error
	undo  curriculum.Undone // what taking any batch back does
}

func (d *duties) Plan(_ context.Context, _ db.Conn, p curriculum.Proposal) (curriculum.Effects, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list curriculum.Effects
	for _, m := range p.Org.Members {
		asked := (p.From == 0 || m.ID >= p.From) && (p.Until == 0 || m.ID <= p.Until)
		if asked && len(m.Employments) > 0 && !d.has[m.ID] {
			list = append(list, curriculum.Effect{PersonID: m.ID, Person: m.PersonKey(), CourseID: 7, Course: "IS-01", Kind: curriculum.Gain,
				ToDue: p.Day.AddDays(30), Reason: "joined" + d.extra, Detail: json.RawMessage(`{"rule": 1}`)})
		}
	}
	return list, nil
}

func (d *duties) Lock(context.Context, *db.Tx, []int64) error { return nil }

func (d *duties) Apply(ctx context.Context, tx *db.Tx, decision curriculum.Decision) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return d.fail
	}
	if err := decision.Effects(func(part curriculum.Effects) error {
		for _, e := range part {
			if _, err := people.Get(ctx, tx, e.PersonID); err != nil {
				return err
			}
			d.has[e.PersonID] = true
		}
		return nil
	}); err != nil {
		return err
	}
	d.rules = append(d.rules, string(decision.Rules))
	return nil
}

func (d *duties) LockBatch(context.Context, *db.Tx, int64) error { return nil }

func (d *duties) Undo(_ context.Context, _ *db.Tx, org *people.Org, _ calendar.Date, _, _, _ int64) (curriculum.Undone, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.undo, nil
}

// oneEach foresees one mail for every effect.
type oneEach struct {
	day   calendar.Date
	mails int
}

func (f *oneEach) Add(_ context.Context, effects curriculum.Effects) error {
	f.mails += len(effects)
	return nil
}

func (f *oneEach) Mails() []change.MailDay { return []change.MailDay{{On: f.day, Mails: f.mails}} }

func setUp(t *testing.T) (*db.DB, *duties, *change.Service) {
	t.Helper()
	d, u := dbtest.New(t), &duties{has: map[int64]bool{}}
	forecast := func(_ context.Context, _ db.Conn, p curriculum.Proposal) (change.Foreseen, error) {
		return &oneEach{day: p.Day}, nil
	}
	return d, u, change.New(d, u, forecast, map[change.Kind]change.Proposer{change.People: move{}})
}

func propose(t *testing.T, s *change.Service, department string, keys ...string) change.Plan {
	t.Helper()
	input, err := json.Marshal(move{keys, department})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := s.Propose(t.Context(), change.Request{Kind: change.People, Title: "Personalstamm", EffectiveOn: day, Input: input,
		Source: change.Source{File: "a.csv", Rows: len(keys)}}, now)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func apply(t *testing.T, s *change.Service, p change.Plan) {
	t.Helper()
	if _, err := s.Apply(t.Context(), p.UID.String(), 0, p.Draft.Confirm, now); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, d *db.DB, table string) int {
	t.Helper()
	var n int
	if err := d.Query(t.Context()).Raw(`select count(*) from ` + table).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestStoredPlanIsShownPlan(t *testing.T) {
	t.Parallel()
	d, _, s := setUp(t)
	plan := propose(t, s, "11", "00001", "00002")
	stored, err := change.Load(t.Context(), d, plan.UID.String())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plan, stored, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(change.Plan{}, "Input")); diff != "" {
		t.Error(diff)
	}
	if stored.Empty() || stored.Forecast.Total() != 2 || stored.Sums.Total().Gain != 2 {
		t.Errorf("%+v", stored)
	}
	if n := count(t, d, "persons"); n != 0 {
		t.Errorf("a preview wrote %d persons", n)
	}
	if list, err := change.Recent(t.Context(), d, change.People, 5); err != nil || len(list) != 1 || list[0].Source.File != "a.csv" {
		t.Errorf("recent plans: %+v, %v", list, err)
	}
}

func TestApplyWritesAllAtOnce(t *testing.T) {
	t.Parallel()
	d, u, s := setUp(t)
	plan := propose(t, s, "11", "00001", "00002")
	apply(t, s, plan)
	org, err := people.Load(t.Context(), d, people.Moment{Day: day})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range org.Members {
		if !u.has[m.ID] || len(m.Employments) != 1 {
			t.Errorf("%s: duty %t, %d employments", m.PersonnelNo, u.has[m.ID], len(m.Employments))
		}
	}
	var batch struct {
		Plan   int64
		Joined int
		Gained int
	}
	if err := d.Query(t.Context()).Raw(`select plan_id as plan, (counts->>'joined')::int as joined, (counts->>'duties_gain')::int as gained
		from batches`).Scan(&batch).Error; err != nil || batch.Plan != plan.ID || batch.Joined != 2 || batch.Gained != 2 {
		t.Errorf("%+v, %v", batch, err)
	}
	if last, err := change.LastEffective(t.Context(), d, change.People); err != nil || last != day {
		t.Errorf("last day %s, %v", last, err)
	}
	if _, err := s.Apply(t.Context(), plan.UID.String(), 0, 0, now); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("applied twice: %v", err)
	}
	if err := s.Discard(t.Context(), plan.UID.String()); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("discarded after it was applied: %v", err)
	}
}

func TestApplyAtOnceByTwo(t *testing.T) {
	t.Parallel()
	d, _, s := setUp(t)
	plan := propose(t, s, "11", "00001")
	results := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := s.Apply(context.WithoutCancel(t.Context()), plan.UID.String(), 0, 0, now)
			results <- err
		}()
	}
	one, other := <-results, <-results
	if (one == nil) == (other == nil) || !apperr.Is(errors.Join(one, other), apperr.Conflict) {
		t.Errorf("%v and %v, want one to succeed", one, other)
	}
	if n := count(t, d, "batches"); n != 1 {
		t.Errorf("%d batches", n)
	}
}

func TestApplyRefusesWhatHasChanged(t *testing.T) {
	t.Parallel()
	d, u, s := setUp(t)
	apply(t, s, propose(t, s, "11", "00001", "00002", "00003"))
	shown := propose(t, s, "22", "00001")

	apply(t, s, propose(t, s, "22", "00003")) // makes the department, and leaves 00001 alone
	_, err := s.Apply(t.Context(), shown.UID.String(), 0, 0, now)
	var difference *change.Differs
	if !apperr.Is(err, apperr.Stale) || !errors.As(err, &difference) {
		t.Fatalf("%v, want stale", err)
	}
	if diff := cmp.Diff(&change.Differs{Departments: []string{"22"}}, difference); diff != "" {
		t.Error(diff)
	}
	if plan, err := change.Load(t.Context(), d, shown.UID.String()); err != nil || plan.State != change.IsStale {
		t.Errorf("the plan is %s, %v", plan.State, err)
	}

	again, err := s.Renew(t.Context(), shown, 0, now)
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, propose(t, s, "11", "00003")) // somebody else's change does not concern it
	apply(t, s, again)

	joins := propose(t, s, "22", "00004")
	u.extra = " otherwise"
	if _, err := s.Apply(t.Context(), joins.UID.String(), 0, 0, now); !errors.As(err, &difference) || difference.Duties != 1 {
		t.Errorf("other duties: %v", err)
	}
	if n := count(t, d, "persons"); n != 3 {
		t.Errorf("%d persons, want none of the refused plan", n)
	}
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	d, u, s := setUp(t)
	plan := propose(t, s, "11", "00001", "00002", "00003")
	uid := plan.UID.String()
	for name, c := range map[string]struct {
		uid   string
		typed int
		now   time.Time
		kind  apperr.Kind
	}{
		"an unknown plan":   {"4be0643f-1d98-573b-97cd-ca98a65347dd", 1, now, apperr.NotFound},
		"no Kennung at all": {"' or true --", 1, now, apperr.NotFound},
		"no number typed":   {uid, 0, now, apperr.Invalid},
		"another number":    {uid, 2, now, apperr.Invalid},
		"after its term":    {uid, 1, now.Add(change.Term), apperr.Stale},
	} {
		if _, err := s.Apply(t.Context(), c.uid, 0, c.typed, c.now); !apperr.Is(err, c.kind) {
			t.Errorf("%s: %v, want %s", name, err, c.kind)
		}
	}
	u.fail = errors.New("no")
	if _, err := s.Apply(t.Context(), uid, 0, 1, now); !errors.Is(err, u.fail) {
		t.Errorf("%v", err)
	}
	for _, table := range []string{"persons", "departments", "batches", "audit_log"} {
		if n := count(t, d, table); n != 0 {
			t.Errorf("%d %s after failures", n, table)
		}
	}
	u.fail = nil
	if _, err := s.Apply(t.Context(), uid, 0, 1, now); err != nil {
		t.Errorf("a failure in between spoils the plan: %v", err)
	}
	gone := propose(t, s, "22", "00001")
	if err := s.Discard(t.Context(), gone.UID.String()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), gone.UID.String(), 0, 0, now); !apperr.Is(err, apperr.Stale) {
		t.Errorf("discarded: %v", err)
	}
}

func TestRulesGoTheSameWay(t *testing.T) {
	t.Parallel()
	_, u, s := setUp(t)
	plan, err := s.Propose(t.Context(), change.Request{Kind: change.Rules, Title: "Regel", EffectiveOn: day,
		Input: json.RawMessage(`{"rules":[]}`)}, now)
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, plan)
	if len(u.rules) != 1 || u.rules[0] != `{"rules": []}` {
		t.Errorf("rules written: %q", u.rules)
	}
}

func TestRunDay(t *testing.T) {
	t.Parallel()
	d, u, s := setUp(t)
	apply(t, s, propose(t, s, "11", "00001"))
	clear(u.has)
	if batch, err := s.RunDay(t.Context(), day.AddDays(-1)); err != nil || batch != 0 {
		t.Errorf("before anybody is employed: batch %d, %v", batch, err)
	}
	if batch, err := s.RunDay(t.Context(), day); err != nil || batch == 0 || len(u.has) != 1 {
		t.Errorf("on the day: batch %d, %v, %v", batch, err, u.has)
	}
	if batch, err := s.RunDay(t.Context(), day); err != nil || batch != 0 {
		t.Errorf("a second time: batch %d, %v", batch, err)
	}
	if n := count(t, d, "batches"); n != 2 {
		t.Errorf("%d batches", n)
	}
}

func TestExpireEmptiesPlans(t *testing.T) {
	t.Parallel()
	d, _, s := setUp(t)
	plan := propose(t, s, "11", "00001")
	if n, err := s.Expire(t.Context(), now); err != nil || n != 0 {
		t.Errorf("within the term: %d, %v", n, err)
	}
	if n, err := s.Expire(t.Context(), now.Add(change.Term)); err != nil || n != 1 {
		t.Errorf("after the term: %d, %v", n, err)
	}
	left, err := change.Load(t.Context(), d, plan.UID.String())
	if err != nil || left.State != change.Discarded || !left.Empty() || len(left.Input) > 0 {
		t.Errorf("%+v, %v", left, err)
	}
}
