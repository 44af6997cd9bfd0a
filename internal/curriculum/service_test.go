package curriculum

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/courses"
	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/holiday"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/wide"
	"zaemme/seeds"
)

// installation is a database with the courses and seeds of the product, and n
// persons without any facts: the tests bring their own organisation.
type installation struct {
	*Service
	t     testing.TB
	batch int64
	day   calendar.Date
}

func install(t testing.TB, n int, from calendar.Date) *installation {
	t.Helper()
	d := dbtest.New(t)
	list, problems := coursefile.LoadAll(courses.Files)
	if len(list) < 4 {
		t.Fatal(problems) // warnings are the business of courses check
	}
	if _, err := course.Sync(t.Context(), d, list, from); err != nil {
		t.Fatal(err)
	}
	catalogue := course.NewCatalogue(d)
	if err := catalogue.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	i := &installation{Service: New(d, ledger.New(), catalogue), t: t, day: from}
	i.write(func(tx *db.Tx) error {
		if err := tx.Query(t.Context()).Exec(`insert into persons (personnel_no) select lpad(g::text, 5, '0') from generate_series(1, ?) g`, n).Error; err != nil {
			return err
		}
		return tx.Query(t.Context()).Raw(`insert into batches (kind, applied_at, effective_on) values ('test', now(), ?) returning id`, from).Scan(&i.batch).Error
	})
	return i
}

func (i *installation) write(fn func(tx *db.Tx) error) {
	i.t.Helper()
	if err := i.db.Write(i.t.Context(), fn); err != nil {
		i.t.Fatal(err)
	}
}

func (i *installation) seed() (did bool) {
	i.t.Helper()
	i.write(func(tx *db.Tx) (err error) {
		did, err = i.Seed(i.t.Context(), tx, seeds.Files, i.day)
		return err
	})
	return did
}

func (i *installation) planned(org *people.Org, rules json.RawMessage) Effects {
	i.t.Helper()
	effects, err := i.Plan(i.t.Context(), i.db, Proposal{Org: org, Day: org.Day, Rules: rules})
	if err != nil {
		i.t.Fatal(err)
	}
	return effects
}

func (i *installation) apply(org *people.Org, effects Effects, rules json.RawMessage) {
	i.t.Helper()
	i.write(func(tx *db.Tx) error {
		return i.Apply(i.t.Context(), tx, Decision{Effects: effects.Whole(), Rules: rules, Day: org.Day, Batch: i.batch})
	})
	if again := i.planned(org, nil); len(again) > 0 {
		i.t.Fatalf("%s: applied, and still to do: %s\nof %s", org.Day, text(again), text(effects))
	}
}

func TestSeedIsForAnEmptyInstallation(t *testing.T) {
	t.Parallel()
	i := install(t, 4, ymd(2026, 3, 2))
	if !i.seed() || i.seed() {
		t.Fatal("seeds once")
	}
	book, err := LoadBook(t.Context(), i.db, i.day)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"1": "IS-01 DS-01", "2": "IS-01K DS-01K", "3": "IS-01 DS-01", "4": "IS-01 DS-01", "5": ""}
	org := testOrg() // 1 and 3 have a PC, 2 has none, 4 is an elected member, 5 has left
	org.Members[3].HasPC = false
	p := newPlanner(Facts{Org: org, Day: i.day, Book: book, Courses: i.facts()})
	for _, m := range org.Members {
		got := ""
		for _, d := range p.ask(m, nil) {
			if got != "" {
				got += " "
			}
			got += d.course.Code
		}
		if got != want[m.PersonnelNo] {
			t.Errorf("person %s: %q, want %q", m.PersonnelNo, got, want[m.PersonnelNo])
		}
	}
	core := book.Curriculum("grundcurriculum")
	if l := core.Lines[0]; l.DueDays != 30 || *l.ValidityMonths != 12 || *l.WindowDays != 60 || *l.MinWorkingDays != 5 || !*l.Mandatory {
		t.Errorf("the course's terms are not filled in: %s", text(l))
	}
	if l := book.Curriculum("lernende").Lines[0]; l.DueDays != 90 {
		t.Errorf("apprentices have 90 days: %s", text(l))
	}
	for _, m := range org.Members[:2] {
		m.Employments[0].Category = people.Apprentice
	}
	if d := p.ask(org.Members[0], nil); len(d) != 2 || d[0].asks[0].rule.Code != "lernende" {
		t.Error("apprentices with a PC have a rule of their own")
	}
	if d := p.ask(org.Members[1], nil); len(d) != 2 || d[0].course.Code != "IS-01K" {
		t.Error("apprentices without a PC do the short forms")
	}
	sets, err := holiday.LoadNow(t.Context(), i.db)
	if err != nil || sets.For("luzern-stadt").IsWorkingDay(ymd(2026, 10, 2)) || !sets.For("?").IsWorkingDay(ymd(2026, 10, 2)) {
		t.Error("St. Leodegar is kept in the city alone")
	}
}

func TestServicePlansAndApplies(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	i := install(t, 4, ymd(2026, 3, 2))
	i.seed()
	org := testOrg()
	effects := i.planned(org, nil)
	if len(effects) != 8 || effects.Count(Gain) != 8 {
		t.Fatalf("%s", text(effects))
	}
	i.apply(org, effects, nil)
	facts := map[string]CourseFacts{}
	for _, c := range i.facts() {
		facts[c.Code] = c
	}
	events, err := i.ledger.Events(ctx, i.db, 1, facts["IS-01"].ID)
	if err != nil || len(events) != 1 {
		t.Fatal(err, events)
	}
	e := events[0]
	if e.Kind != ledger.KindAssigned || e.DueOn != ymd(2026, 4, 1) || e.Reason != ReasonJoined || e.BatchID != i.batch || e.RuleVersion != 1 ||
		len(e.Reasons) != 1 || *e.ValidityMonths != 12 || !*e.Mandatory {
		t.Errorf("%+v", e)
	}
	var steps []Step
	if err := json.Unmarshal(e.Calculation, &steps); err != nil || len(steps) < 2 || steps[0].Key != StepAssigned {
		t.Errorf("calculation %s: %v", e.Calculation, err)
	}
	// The credit of IS-01 for the short form, against the real ledger.
	i.write(func(tx *db.Tx) error {
		_, err := i.ledger.Append(ctx, tx, ledger.Event{PersonID: 1, CourseID: facts["IS-01"].ID, Cycle: 1, Kind: ledger.KindCompleted,
			EffectiveOn: ymd(2026, 3, 5), How: ledger.HowOnline, EvidenceNo: "X-1", ValidUntil: ymd(2027, 3, 5), WindowFrom: ymd(2027, 1, 4), ActorID: 1})
		return err
	})
	later := testOrg()
	later.Day, later.Members[0].HasPC = ymd(2026, 3, 9), false
	effects = i.planned(later, nil)
	expect(t, effects, "lose DS-01 2026-05-01> changed", "gain DS-01K >2026-05-08 changed", "lose IS-01 2026-04-01> changed", "gain IS-01K >2026-04-08 changed")
	i.apply(later, effects, nil)
	d, err := i.ledger.Duty(ctx, i.db, 1, facts["IS-01K"].ID)
	if err != nil || d.Status(later.Day) != ledger.StatusFulfilled || d.How != ledger.HowEquivalence {
		t.Errorf("%+v %v", d, err)
	}
}

func TestRuleChangeIsAPlan(t *testing.T) {
	t.Parallel()
	i := install(t, 4, ymd(2026, 3, 2))
	i.seed()
	org := testOrg()
	i.apply(org, i.planned(org, nil), nil)
	change := RulesChange{
		Curricula: []Curriculum{{Code: "ohne-pc", Title: coursefile.Texts{"de": "Ohne PC"}, Lines: []Line{{Course: "IS-01K", DueDays: 45}}}},
		Rules:     []Rule{{Code: "soziales", Title: coursefile.Texts{"de": "Soziales"}, Curriculum: "ohne-pc", Active: true, Audience: Audience{Departments: []DepartmentRef{{Code: "GR"}}}}},
	}
	rules, err := change.JSON()
	if err != nil {
		t.Fatal(err)
	}
	later := testOrg()
	later.Day = ymd(2026, 3, 4)
	effects := i.planned(later, rules)
	// Person 2 has other terms; person 4 has IS-01, which covers IS-01K.
	expect(t, effects, "lose DS-01K 2026-05-01> rule", "move IS-01K 2026-04-01>2026-04-16 rule")
	if again := i.planned(later, nil); len(again) > 0 {
		t.Fatalf("planning writes nothing: %s", text(again))
	}
	i.apply(later, effects, rules)
	history, err := RuleHistory(t.Context(), i.db, "ohne-pc")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range history {
		got = append(got, text([]any{f.Version, f.ValidFrom.String(), f.ValidTo.String(), f.KnownTo.Year() == 9999}))
	}
	want := []string{text([]any{2, "2026-03-04", "9999-12-31", true}), text([]any{1, "2026-03-02", "2026-03-04", true}),
		text([]any{1, "2026-03-02", "9999-12-31", false})}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if book, err := LoadBook(t.Context(), i.db, ymd(2026, 3, 3)); err != nil || book.Rule("ohne-pc").Version != 1 || book.Rule("soziales") != nil {
		t.Errorf("the day before is as it was: %v", err)
	}
	// Saving what is in force already writes nothing.
	i.write(func(tx *db.Tx) error { return i.SaveRules(t.Context(), tx, 0, later.Day, change) })
	if again, err := RuleHistory(t.Context(), i.db, "ohne-pc"); err != nil || len(again) != len(history) {
		t.Errorf("%d facts, want %d: %v", len(again), len(history), err)
	}
}

func TestSaveRefuses(t *testing.T) {
	t.Parallel()
	i := install(t, 1, ymd(2026, 3, 2))
	i.seed()
	title := coursefile.Texts{"de": "Titel"}
	fine := []Line{{Course: "IS-01"}}
	for field, change := range map[string]RulesChange{
		"curricula[0].code":                {Curricula: []Curriculum{{Code: "A B", Title: title, Lines: fine}}},
		"curricula[0].title":               {Curricula: []Curriculum{{Code: "a", Lines: fine}}},
		"curricula[0].lines":               {Curricula: []Curriculum{{Code: "a", Title: title}}},
		"curricula[0].lines[1].course":     {Curricula: []Curriculum{{Code: "a", Title: title, Lines: append(fine, fine...)}}},
		"curricula[0].lines[0].fixed_day":  {Curricula: []Curriculum{{Code: "a", Title: title, Lines: []Line{{Course: "IS-01", DueDays: 3, FixedDay: ymd(2026, 5, 1)}}}}},
		"curricula[0].lines[0].grace_days": {Curricula: []Curriculum{{Code: "a", Title: title, Lines: []Line{{Course: "IS-01", GraceDays: -1}}}}},
		"lines[0].course":                  {Curricula: []Curriculum{{Code: "a", Title: title, Lines: []Line{{Course: "XX-99"}}}}},
		"rules[0].curriculum":              {Rules: []Rule{{Code: "r", Title: title, Curriculum: "none"}}},
		"rules[0].audience.functions[0]":   {Rules: []Rule{{Code: "r", Title: title, Curriculum: "ohne-pc", Audience: Audience{Functions: []string{"*a*"}}}}},
		"rules[1].code":                    {Rules: []Rule{{Code: "r", Title: title, Curriculum: "ohne-pc"}, {Code: "r", Title: title, Curriculum: "ohne-pc"}}},
	} {
		err := i.db.Write(t.Context(), func(tx *db.Tx) error { return i.SaveRules(t.Context(), tx, 0, i.day, change) })
		var problem *apperr.Error
		if !errors.As(err, &problem) || problem.Kind != apperr.Invalid || problem.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := ParseRules(json.RawMessage(`{"rules":[],"more":1}`)); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("unknown names: %v", err)
	}
}

// TestServiceProperties plays a town against the real ledger, which refuses a
// second open cycle and whatever does not fit a duty's state.
func TestServiceProperties(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(3)) {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			const size = 10
			i := install(t, size, ymd(2026, 1, 1))
			i.seed()
			w := newTown(seed, size)
			day := i.day
			number := 0
			for range 25 {
				day = day.AddDays(1 + w.IntN(30))
				for _, m := range w.members {
					if w.IntN(4) == 0 {
						w.change(m, day)
					}
				}
				org := w.on(day)
				i.apply(org, i.planned(org, nil), nil)
				i.learn(w, day, &number)
			}
			if err := i.db.Read(context.Background(), func(tx *db.Tx) error {
				return i.ledger.EachDuty(t.Context(), tx, func(d ledger.Duty) error {
					if d.ActiveOn(day) && d.Status(day) == ledger.StatusUndated {
						t.Errorf("undated: %+v", d)
					}
					return nil
				})
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// learn lets some complete what they have, or something else.
func (i *installation) learn(w *town, day calendar.Date, number *int) {
	i.t.Helper()
	ctx := i.t.Context()
	for _, m := range w.members {
		for _, c := range i.facts() {
			if w.IntN(5) > 0 {
				continue
			}
			d, err := i.ledger.Duty(ctx, i.db, m.ID, c.ID)
			if err != nil && !apperr.Is(err, apperr.NotFound) {
				i.t.Fatal(err)
			}
			if d.ValidOn(day) || d.Prev.ValidOn(day) {
				continue
			}
			*number++
			e := ledger.Event{PersonID: m.ID, CourseID: c.ID, Cycle: d.No, Kind: ledger.KindCompleted, EffectiveOn: day, How: ledger.HowOnline,
				EvidenceNo: c.Code + "-" + m.PersonnelNo + "-" + day.String(), ValidUntil: day.AddMonths(4), WindowFrom: day.AddMonths(2), ActorID: m.ID}
			if !d.ActiveOn(day) {
				e.Kind, e.Cycle = ledger.KindTaken, d.NextCycle(day)
				if d.WithdrawnOn == 0 && d.AssignedOn != 0 {
					continue
				}
			}
			i.write(func(tx *db.Tx) error {
				_, err := i.ledger.Append(ctx, tx, e)
				return err
			})
		}
	}
}

// BenchmarkServicePlan plans a day on which nothing happens to 6,000 people with
// their duties on record.
func BenchmarkServicePlan(b *testing.B) {
	const size = 6000
	i := install(b, size, ymd(2026, 1, 1))
	i.seed()
	w := newTown(1, size)
	org := w.on(ymd(2026, 3, 2))
	i.apply(org, i.planned(org, nil), nil)
	b.ReportAllocs()
	for b.Loop() {
		i.planned(org, nil)
	}
}
