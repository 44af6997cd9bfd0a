package demo

import (
	"slices"
	"testing"
	"time"

	"zaemme/internal/calendar"
)

var today = calendar.NewDate(2026, time.November, 21)

func TestTodayIsTheTable(t *testing.T) {
	t.Parallel()
	for _, day := range []calendar.Date{today, calendar.NewDate(2028, 2, 29), calendar.NewDate(2027, 1, 1), calendar.NewDate(2027, 7, 31)} {
		w := newWorld(day, 1)
		persons, perUnit, withoutPC := map[string]bool{}, map[string]int{}, map[string]bool{}
		for _, l := range w.lives {
			for _, s := range l.stints {
				if s.at(day) {
					persons[l.no] = true
					if s.employment != "2" || len(l.stints) == 2 && !l.stints[0].at(day) {
						perUnit[s.unit.code]++
					}
					if l.email == "" {
						withoutPC[l.no] = true
					}
				}
			}
		}
		if len(persons) != 600 || len(withoutPC) != 198 {
			t.Errorf("on %s: %d people, %d without PC; want 600 and 198", day, len(persons), len(withoutPC))
		}
		for _, u := range units {
			if perUnit[u.code] != u.people {
				t.Errorf("on %s: %s has %d people, want %d", day, u.name, perUnit[u.code], u.people)
			}
		}
	}
}

func TestSameSeedSameWorld(t *testing.T) {
	t.Parallel()
	one, other := newWorld(today, 1).export(today), newWorld(today, 1).export(today)
	if !slices.EqualFunc(one, other, slices.Equal[[]string]) {
		t.Error("the same seed gave two organisations")
	}
	if slices.EqualFunc(one, newWorld(today, 2).export(today), slices.Equal[[]string]) {
		t.Error("another seed gave the same organisation")
	}
}

func TestAHVIsRecognisedAsSuch(t *testing.T) {
	t.Parallel()
	if got := ahv(1); got != "756.0000.0003.78" {
		t.Errorf("got %s", got)
	}
}
