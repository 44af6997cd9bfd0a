package curriculum

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"zaemme/internal/calendar"
)

const propertyRuns = 20000

// duePlay makes inputs at random: close dates, so that the rules meet.
type duePlay struct {
	*rand.Rand
	sites []calendar.Set
	open  bool // absences without end occur
}

func newDuePlay(t *testing.T, seed uint64, open bool) duePlay {
	t.Helper()
	play := duePlay{Rand: rand.New(rand.NewPCG(seed, 6)), open: open}
	sites := dueSites(t)
	for _, name := range []string{"", "luzern", "closed", "tue-sat"} {
		play.sites = append(play.sites, sites[name])
	}
	return play
}

func (p duePlay) absence(near calendar.Date) calendar.Interval {
	a := calendar.Interval{From: near.AddDays(p.IntN(130) - 40)}
	a.Until = a.From.AddDays(p.IntN(8))
	if p.IntN(2) == 0 {
		a.Until = a.From.AddDays(p.IntN(40))
	}
	if p.open && p.IntN(8) == 0 {
		a.Until = calendar.Forever
	}
	return a
}

func (p duePlay) input() DueInput {
	in := DueInput{
		AssignedOn: calendar.NewDate(2026, time.June, 1).AddDays(p.IntN(800)),
		Days:       1 + p.IntN(60), GraceDays: p.IntN(3) * p.IntN(15), MinOwnDays: p.IntN(12),
		Site: p.sites[p.IntN(len(p.sites))],
		Work: Work{Pensum: float64(p.IntN(11) * 10), Weekdays: calendar.Weekdays(p.IntN(128))},
	}
	if p.IntN(3) == 0 {
		in.Work.Weekdays = 0
	}
	if p.IntN(5) == 0 {
		in.FixedDay = in.AssignedOn.AddDays(p.IntN(80) - 10)
	}
	near := in.AssignedOn
	if p.IntN(4) == 0 {
		causes := []RestartCause{Extension, ExemptionEnd, Revocation, ReturnToAudience, BecomesMandatory}
		in.Restart = &Restart{Cause: causes[p.IntN(4)], On: near.AddDays(p.IntN(60)), Replaces: near.AddDays(p.IntN(90))}
		near = in.Restart.On
		if p.IntN(3) == 0 {
			in.Restart.AgreedDay = near.AddDays(p.IntN(60))
		}
	}
	for range p.IntN(6) {
		in.Absences = append(in.Absences, p.absence(near))
	}
	return in
}

func mustDue(t *testing.T, in DueInput) DueResult {
	t.Helper()
	got, err := Due(in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// The promises of DESIGN.md §6, each checked from the day it yields.
func TestDueKeepsItsPromises(t *testing.T) {
	t.Parallel()
	play := newDuePlay(t, 1, true)
	for range propertyRuns {
		in := play.input()
		before := slices.Clone(in.Absences)
		got := mustDue(t, in)
		start, fixed := in.AssignedOn, !in.FixedDay.IsZero()
		if r := in.Restart; r != nil {
			start, fixed = r.On, !r.AgreedDay.IsZero()
			if r.Cause != Revocation && !got.DueOn.IsZero() && got.DueOn < r.Replaces {
				t.Fatalf("due on %s, before the date it replaces: %+v", got.DueOn, in)
			}
		}
		if !slices.Equal(before, in.Absences) {
			t.Fatalf("the input was changed: %+v", in)
		}
		for i, p := range got.Pauses {
			if !p.Valid() || p.From < start || i > 0 && p.From <= got.Pauses[i-1].Until {
				t.Fatalf("pauses %v: %+v", got.Pauses, in)
			}
		}
		if got.DueOn.IsZero() {
			if !got.Open() || got.PausedFrom != start || !got.GraceUntil.IsZero() {
				t.Fatalf("no due date without an open pause: %+v", in)
			}
			continue
		}
		if !fixed && got.DueOn < start.AddDays(in.Days) {
			t.Fatalf("due on %s, before its days are over: %+v", got.DueOn, in)
		}
		if !in.Site.IsWorkingDay(got.DueOn) {
			t.Fatalf("due on %s, no working day: %+v", got.DueOn, in)
		}
		if got.GraceUntil != got.DueOn.AddDays(in.GraceDays) {
			t.Fatalf("grace until %s after %s: %+v", got.GraceUntil, got.DueOn, in)
		}
		if own := ownDaysLeft(in, start, got); in.Work.known() && own < max(5, in.MinOwnDays) {
			t.Fatalf("%d own working days until %s: %+v", own, got.DueOn, in)
		}
	}
}

// ownDaysLeft counts, day by day, the own working days after start up to the
// due date on which the person is not in a long absence.
func ownDaysLeft(in DueInput, start calendar.Date, got DueResult) int {
	away := func(d calendar.Date) bool {
		for _, a := range joinAbsences(in.Absences, in.Site) {
			if a.Contains(d) && a.Days() >= 10 && (!got.Open() || d < got.PausedFrom) {
				return true
			}
		}
		return false
	}
	n := 0
	for d := start + 1; d <= got.DueOn; d++ {
		if in.Work.Weekdays.Has(d.Weekday()) && !in.Site.Closed(d) && !away(d) {
			n++
		}
	}
	return n
}

// farOff stands for a due date that an open pause has taken away.
func farOff(r DueResult) calendar.Date {
	if r.Open() {
		return calendar.Forever
	}
	return r.DueOn
}

func TestAnAbsenceNeverMakesItEarlier(t *testing.T) {
	t.Parallel()
	for seed, open := range []bool{false, true} {
		play := newDuePlay(t, uint64(10+seed), open)
		for range propertyRuns {
			in := play.input()
			more := in
			more.Absences = append(slices.Clone(in.Absences), play.absence(in.AssignedOn))
			if with, without := farOff(mustDue(t, more)), farOff(mustDue(t, in)); with < without {
				t.Fatalf("%s becomes %s with %v: %+v", without, with, more.Absences[len(in.Absences)], in)
			}
		}
	}
}

func TestOrderAndPiecesOfAbsencesDoNotMatter(t *testing.T) {
	t.Parallel()
	play := newDuePlay(t, 20, true)
	for range propertyRuns {
		in := play.input()
		want := mustDue(t, in)
		other := in
		other.Absences = nil
		for _, a := range in.Absences {
			if cut := a.From.AddDays(play.IntN(10)); cut < a.Until {
				other.Absences = append(other.Absences, calendar.Interval{From: a.From, Until: cut})
				a.From = cut + 1
			}
			other.Absences = append(other.Absences, a, a)
		}
		play.Shuffle(len(other.Absences), func(i, j int) {
			other.Absences[i], other.Absences[j] = other.Absences[j], other.Absences[i]
		})
		if got := mustDue(t, other); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v becomes %+v with %v instead of %v", want, got, other.Absences, in.Absences)
		}
	}
}

// Computing anew with the result as the date to replace settles at once: only
// rounding can let one more short absence start on the date in force.
func TestDueSettles(t *testing.T) {
	t.Parallel()
	play := newDuePlay(t, 30, false)
	for range propertyRuns {
		in := play.input()
		in.FixedDay = 0
		restart := func(replaces calendar.Date) calendar.Date {
			in.Restart = &Restart{Cause: Extension, On: in.AssignedOn, Replaces: replaces}
			return mustDue(t, in).DueOn
		}
		first := restart(0)
		second := restart(first)
		if third := restart(second); second < first || third != second {
			t.Fatalf("%s becomes %s, then %s: %+v", first, second, third, in.Absences)
		}
	}
}

// More days, a higher k, a later fixed day: never earlier.
func TestMoreTimeIsNeverLess(t *testing.T) {
	t.Parallel()
	play := newDuePlay(t, 40, false)
	for range propertyRuns {
		in := play.input()
		more := in
		more.Days, more.MinOwnDays = in.Days+play.IntN(9), in.MinOwnDays+play.IntN(3)
		if !in.FixedDay.IsZero() {
			more.FixedDay = in.FixedDay.AddDays(play.IntN(9))
		}
		if a, b := mustDue(t, in).DueOn, mustDue(t, more).DueOn; b < a {
			t.Fatalf("%s becomes %s: %+v", a, b, in)
		}
	}
}
