package leaver_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/leaver"
	"zaemme/internal/people"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/testing/dbtest"
)

var today = calendar.NewDate(2026, time.November, 21)

func month(m time.Month) calendar.Date { return calendar.NewDate(2026, m, 1) }

// world has people of two departments who leave, or only seem to.
type world struct {
	*reporttest.Org
	bau, fin int64
	hr, part int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Org: reporttest.New(t, dbtest.New(t))}
	top := w.Department("GDE", "Gemeinde", 0)
	w.bau, w.fin = w.Department("BAU", "Bau und Umwelt", top), w.Department("FIN", "Finanzen", top)
	w.hr, w.part = w.Person("Petra", "Probe", "petra@gemeinde.example", w.fin, 0), w.Person("Paul", "Teil", "paul@gemeinde.example", w.bau, 0)
	w.Grant(w.hr, "hr")
	w.Insert(`insert into role_grants (person_id, role, department_id, valid_from, known_from) values (@p, 'hr', @d, @from, @stamp) returning id`,
		map[string]any{"p": w.part, "d": w.bau})
	return w
}

func (w *world) leaves(first string, department int64, last calendar.Date) int64 {
	w.T.Helper()
	id := w.Person(first, "Muster", "", department, 0)
	w.Insert(`update employment_facts set exit_on = @day where person_id = @p returning id`, map[string]any{"p": id, "day": last})
	return id
}

func (w *world) scope(viewer int64) people.Scope {
	w.T.Helper()
	scope, err := people.ScopeOf(w.T.Context(), w.DB, viewer, today)
	if err != nil {
		w.T.Fatal(err)
	}
	return scope.ForHR()
}

func (w *world) in(viewer int64, m calendar.Date) string {
	w.T.Helper()
	list, err := leaver.In(w.T.Context(), w.DB, w.scope(viewer), m)
	if err != nil {
		w.T.Fatal(err)
	}
	var words []string
	for _, one := range list {
		name := one.FirstName
		if one.Forgotten {
			name = "forgotten"
		}
		words = append(words, fmt.Sprintf("%s %s %s", name, one.LastOn, one.Department))
	}
	return strings.Join(words, ", ")
}

func (w *world) uid(id int64) (uid string) {
	w.T.Helper()
	if err := w.DB.Query(w.T.Context()).Raw(`select uid::text from persons where id = ?`, id).Scan(&uid).Error; err != nil {
		w.T.Fatal(err)
	}
	return uid
}

// Who leaves is who has no employment afterwards; HR of a part sees those who left
// from there, also after their last day.
func TestWhoLeaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	luca := w.leaves("Luca", w.bau, calendar.NewDate(2026, time.October, 31))
	w.leaves("Anna", w.fin, calendar.NewDate(2026, time.October, 15))
	w.leaves("Zoë", w.bau, calendar.NewDate(2026, time.December, 31))
	back := w.leaves("Maria", w.bau, calendar.NewDate(2026, time.October, 20)) // goes on in Finanzen
	w.Employ(back, w.fin, 0, 60, "permanent")
	moved := w.leaves("Otto", w.bau, calendar.NewDate(2026, time.October, 30))
	w.Move(moved, w.fin, calendar.NewDate(2026, time.September, 1))
	gone := w.leaves("Gerd", w.fin, calendar.NewDate(2026, time.October, 2))
	w.Insert(`update persons set first_name = '', last_name = '', personnel_no = null, forgotten_at = now() where id = @p returning id`, map[string]any{"p": gone})

	if got, want := w.in(w.hr, month(10)), "forgotten 2026-10-02 Finanzen, Anna 2026-10-15 Finanzen, Otto 2026-10-30 Finanzen, Luca 2026-10-31 Bau und Umwelt"; got != want {
		t.Errorf("in October leave\n %s, want\n %s", got, want)
	}
	if got := w.in(w.part, month(10)); got != "Luca 2026-10-31 Bau und Umwelt" {
		t.Errorf("of Bau leave %s", got)
	}
	if got := w.in(w.part, month(12)); got != "Zoë 2026-12-31 Bau und Umwelt" {
		t.Errorf("of Bau will leave %s", got)
	}
	for viewer, want := range map[int64][3]int{w.hr: {4, 0, 1}, w.part: {1, 0, 1}} {
		counts, err := leaver.Counts(t.Context(), w.DB, w.scope(viewer), month(10), month(12))
		if got := [3]int{counts[month(10)], counts[month(11)], counts[month(12)]}; err != nil || got != want {
			t.Errorf("counts %v, want %v, %v", got, want, err)
		}
	}
	for _, one := range []struct {
		viewer, person int64
		found          bool
	}{{w.hr, luca, true}, {w.part, luca, true}, {w.part, moved, false}, {w.hr, moved, true}, {w.hr, gone, false}, {w.part, w.hr, false}, {w.hr, w.part, true}, {luca, luca, false}} {
		p, err := leaver.Find(t.Context(), w.DB, w.scope(one.viewer), w.uid(one.person))
		if one.found != (err == nil && p.ID == one.person) || err != nil && !apperr.Is(err, apperr.NotFound) {
			t.Errorf("%d finds %d: %+v, %v", one.viewer, one.person, p, err)
		}
	}
}

func TestLastDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, one := range []struct{ last, want calendar.Date }{
		{today, today}, {today.AddDays(60), today.AddDays(60)}, {today.AddDays(61), 0}, {today.AddDays(-1), 0}, {calendar.Forever, 0}} {
		got, err := leaver.LastDay(t.Context(), w.DB, w.leaves("Luca", w.bau, one.last), today, 60)
		if err != nil || got != one.want {
			t.Errorf("last day %s: %s, want %s, %v", one.last, got, one.want, err)
		}
	}
}
