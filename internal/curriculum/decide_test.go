package curriculum

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/testing/wide"
)

// employed is an installation whose n persons work at one site, with a PC, and
// have their duties from the day on.
func employed(t *testing.T, n int, from calendar.Date) *installation {
	t.Helper()
	i := install(t, n, from)
	i.seed()
	i.write(func(tx *db.Tx) error {
		for _, sql := range []string{
			`insert into departments (code) values ('A')`,
			`insert into department_facts (department_id, name, valid_from, known_from) select id, 'Amt', '2020-01-01', now() from departments`,
			`insert into employments (person_id) select id from persons`,
			`insert into employment_facts (employment_id, person_id, department_id, category, pensum, entry_on, valid_from, known_from)
				select e.id, e.person_id, d.id, 'permanent', 100, '2020-01-01', '2020-01-01', now() from employments e, departments d`,
			`insert into person_traits (person_id, has_pc, pc_source, valid_from, known_from) select id, true, 'hr', '2020-01-01', now() from persons`,
		} {
			if err := tx.Query(t.Context()).Exec(sql).Error; err != nil {
				return err
			}
		}
		return nil
	})
	org := i.org(from)
	i.apply(org, i.planned(org, nil), nil)
	return i
}

func (i *installation) org(day calendar.Date) *people.Org {
	i.t.Helper()
	org, err := people.Load(i.t.Context(), i.db, people.Moment{Day: day})
	if err != nil {
		i.t.Fatal(err)
	}
	return org
}

func (i *installation) courseID(code string) int64 {
	i.t.Helper()
	v, err := i.courses.ByCode(code)
	if err != nil {
		i.t.Fatal(err)
	}
	return v.CourseID
}

func (i *installation) duty(person, course int64) ledger.Duty {
	i.t.Helper()
	d, err := i.ledger.Duty(i.t.Context(), i.db, person, course)
	if err != nil {
		i.t.Fatal(err)
	}
	return d
}

// night is the nightly plan of a day, applied; it returns what it did.
func (i *installation) night(day calendar.Date) Effects {
	i.t.Helper()
	org := i.org(day)
	effects := i.planned(org, nil)
	i.apply(org, effects, nil)
	return effects
}

func (i *installation) exempt(d Decided, until calendar.Date) (e ledger.Event, err error) {
	err = i.db.Write(i.t.Context(), func(tx *db.Tx) error {
		e, err = i.Exempt(i.t.Context(), tx, d, until)
		return err
	})
	return e, err
}

func (i *installation) endExemption(d Decided) (e ledger.Event, err error) {
	err = i.db.Write(i.t.Context(), func(tx *db.Tx) error {
		e, err = i.EndExemption(i.t.Context(), tx, d)
		return err
	})
	return e, err
}

func (i *installation) extend(d Decided, until calendar.Date) (e ledger.Event, err error) {
	err = i.db.Write(i.t.Context(), func(tx *db.Tx) error {
		e, err = i.Extend(i.t.Context(), tx, d, until)
		return err
	})
	return e, err
}

// The last day of an exemption and the course's days are the new due date
// (DESIGN.md §6.7): written with the exemption, kept by every night, in force after
// its end.
func TestTheEndOfAnExemptionDatesTheDuty(t *testing.T) {
	t.Parallel()
	start := ymd(2026, 3, 2)
	i := employed(t, 2, start)
	is01 := i.courseID("IS-01")
	d := Decided{Person: 1, Course: is01, Actor: 2, Today: start.AddDays(7), Reason: "long_absence"}
	until := ymd(2026, 6, 30)
	e, err := i.exempt(d, until)
	if err != nil || e.DueOn != ymd(2026, 7, 30) || e.ExemptUntil != until {
		t.Fatalf("%s until %s: %v", e.DueOn, e.ExemptUntil, err)
	}
	for day := d.Today; day <= ymd(2026, 7, 6); day += 10 {
		if effects := i.night(day); len(effects) != 0 {
			t.Fatalf("%s: %s", day, text(effects))
		}
	}
	for day, want := range map[calendar.Date]ledger.Status{d.Today: ledger.StatusExempt, until: ledger.StatusExempt,
		until + 1: ledger.StatusOpen, e.DueOn: ledger.StatusOpen, e.DueOn + 1: ledger.StatusOverdue} {
		if got := i.duty(1, is01).Status(day); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	// Ended early, the date is earlier than the one it replaces, but never before
	// the one that held before anybody was exempt.
	d.Today = start.AddDays(20)
	if e, err = i.endExemption(d); err != nil || e.DueOn != ymd(2026, 4, 20) {
		t.Errorf("%s: %v", e.DueOn, err)
	}
	if effects := i.night(d.Today + 1); len(effects) != 0 || i.duty(1, is01).Status(d.Today) != ledger.StatusOpen {
		t.Errorf("%s, %s", text(effects), i.duty(1, is01).Status(d.Today))
	}
	if _, err := i.endExemption(d); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("ended twice: %v", err)
	}
	// Without an end there is no date, and nothing dates it at night.
	d.Reason = "official"
	if e, err = i.exempt(d, calendar.Forever); err != nil || e.DueOn != 0 {
		t.Errorf("%s: %v", e.DueOn, err)
	}
	if effects := i.night(ymd(2027, 1, 11)); len(effects) != 0 || i.duty(1, is01).Status(ymd(2027, 1, 11)) != ledger.StatusExempt {
		t.Errorf("%s", text(effects))
	}
}

func TestAnExtensionReplacesTheDate(t *testing.T) {
	t.Parallel()
	start := ymd(2026, 3, 2)
	i := employed(t, 2, start)
	is01 := i.courseID("IS-01")
	d := Decided{Person: 1, Course: is01, Actor: 2, Today: ymd(2026, 3, 30), Reason: "workload"}
	for name, c := range map[string]struct {
		until calendar.Date
		d     Decided
		kind  apperr.Kind
	}{
		"not later":      {ymd(2026, 4, 1), d, apperr.Invalid},
		"far away":       {ymd(2036, 4, 1), d, apperr.Invalid},
		"no such reason": {ymd(2026, 5, 1), Decided{Person: 1, Course: is01, Actor: 2, Today: d.Today, Reason: "krank"}, apperr.Invalid},
		"the own duty":   {ymd(2026, 5, 1), Decided{Person: 1, Course: is01, Actor: 1, Today: d.Today, Reason: "workload"}, apperr.Forbidden},
		"no duty":        {ymd(2026, 5, 1), Decided{Person: 1, Course: i.courseID("IS-01K"), Actor: 2, Today: d.Today, Reason: "workload"}, apperr.Conflict},
	} {
		if _, err := i.extend(c.d, c.until); !apperr.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	e, err := i.extend(d, ymd(2026, 5, 2)) // a Saturday
	if err != nil || e.DueOn != ymd(2026, 5, 4) {
		t.Fatalf("agreed: %s, %v", e.DueOn, err)
	}
	for day := d.Today; day < ymd(2026, 5, 10); day += 7 {
		if effects := i.night(day); len(effects) != 0 {
			t.Errorf("%s: %s", day, text(effects))
		}
	}
	d.Today = ymd(2026, 5, 12) // overdue by now
	if e, err = i.extend(d, 0); err != nil || e.DueOn != ymd(2026, 6, 11) {
		t.Errorf("today and the course's days: %s, %v", e.DueOn, err)
	}
	if effects := i.night(d.Today + 1); len(effects) != 0 {
		t.Errorf("%s", text(effects))
	}
	// A pause that comes then adds its days; the night after moves nothing back.
	i.write(func(tx *db.Tx) error {
		return tx.Query(t.Context()).Exec(`insert into absences (person_id, from_on, until_on, known_from)
			values (1, '2026-05-18', '2026-05-31', now())`).Error
	})
	if effects := i.night(ymd(2026, 5, 18)); effects.Count(Move) == 0 {
		t.Errorf("%s", text(effects))
	}
	if got := i.duty(1, is01).DueOn; got != ymd(2026, 6, 25) {
		t.Errorf("14 days of pause after 11.6.: %s", got)
	}
	for day := ymd(2026, 5, 19); day < ymd(2026, 6, 10); day += 4 {
		before := i.duty(1, is01).DueOn
		if i.night(day); i.duty(1, is01).DueOn != before {
			t.Errorf("%s: moved to %s", day, i.duty(1, is01).DueOn)
		}
	}
}

// Whatever is decided in whatever order, every duty has on every day the status
// that REPORT.md §2 says of what was decided, in Go and in SQL.
func TestDecisionsYieldTheStatusOfTheReport(t *testing.T) {
	t.Parallel()
	const persons = 8
	start := ymd(2026, 3, 2)
	i := employed(t, persons+1, start)
	is01 := i.courseID("IS-01")
	rng := rand.New(rand.NewPCG(4, 15))
	type fact struct {
		on, due, exemptFrom, exemptUntil calendar.Date
	}
	seen := map[ledger.Status]int{}
	for p := int64(1); p <= persons; p++ {
		facts := []fact{{on: start, due: i.duty(p, is01).DueOn}}
		for day, n := start+1, 0; n < wide.N(9); n++ {
			day += calendar.Date(rng.IntN(25))
			d, f := Decided{Person: p, Course: is01, Actor: persons + 1, Today: day, Reason: "workload"}, facts[len(facts)-1]
			f.on = day
			var e ledger.Event
			var err error
			switch rng.IntN(4) {
			case 0, 1:
				d.Reason = "not_affected"
				f.exemptFrom, f.exemptUntil = day, day.AddDays(rng.IntN(60))
				e, err = i.exempt(d, f.exemptUntil)
			case 2:
				e, err = i.extend(d, max(f.due, day).AddDays(1+rng.IntN(40)))
			default:
				f.exemptFrom, f.exemptUntil = day, day-1
				e, err = i.endExemption(d)
			}
			if apperr.Is(err, apperr.Conflict) {
				continue
			}
			if err != nil {
				t.Fatalf("person %d, %s: %v", p, day, err)
			}
			if e.DueOn < f.due && e.Kind == ledger.KindExtended {
				t.Fatalf("person %d: an extension from %s to %s", p, f.due, e.DueOn)
			}
			f.due = e.DueOn
			facts = append(facts, f)
		}
		duty := i.duty(p, is01)
		events, err := i.ledger.Events(t.Context(), i.db, p, is01)
		if err != nil {
			t.Fatal(err)
		}
		for day := start; day < start+400; day += 3 {
			f := facts[0]
			for _, one := range facts {
				if one.on <= day {
					f = one
				}
			}
			want := ledger.StatusOpen
			switch {
			case f.exemptFrom != 0 && f.exemptFrom <= day && day <= f.exemptUntil:
				want = ledger.StatusExempt
			case f.due < day:
				want = ledger.StatusOverdue
			}
			var sql ledger.Status
			if err := i.db.Query(t.Context()).Raw(`select `+ledger.StatusSQL("s", "cast(@day as date)")+` from assignment_states s
				where person_id = @person and course_id = @course and valid_from <= @day and next_from > @day and known_to > now()`,
				map[string]any{"day": day, "person": p, "course": is01}).Scan(&sql).Error; err != nil {
				t.Fatal(err)
			}
			folded, _ := ledger.DatesOn(events, day)
			if folded.Status(day) != want || sql != want {
				t.Fatalf("person %d, %s: Go %s, SQL %s, want %s\n%s\n%+v", p, day, folded.Status(day), sql, want, fmt.Sprint(facts), duty)
			}
			seen[want]++
		}
	}
	for _, s := range []ledger.Status{ledger.StatusOpen, ledger.StatusExempt, ledger.StatusOverdue} {
		if seen[s] < 20 {
			t.Errorf("%s seen %d times only", s, seen[s])
		}
	}
}
