package ledger

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/testing/wide"
)

const histories = 1500

// at is the dates that hold on a day.
func at(folded []ValidSlice, day calendar.Date) (Dates, bool) {
	for _, v := range folded {
		if v.ValidFrom <= day && day < v.NextFrom {
			return v.Dates, true
		}
	}
	return Dates{}, false
}

func TestFoldDoesNotDependOnOrder(t *testing.T) {
	t.Parallel()
	kinds := map[Kind]int{}
	for seed := range uint64(wide.N(histories)) {
		g := newGenerator(seed)
		events := g.history(3 + g.IntN(12))
		want := Fold(events)
		for i := range events {
			kinds[events[i].Kind]++
		}
		for i := 1; i < len(want); i++ {
			if want[i-1].NextFrom != want[i].ValidFrom || want[i-1].Dates == want[i].Dates {
				t.Fatalf("seed %d: slices %d and %d do not join, or are alike", seed, i-1, i)
			}
		}
		shuffled := slices.Clone(events)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(want, Fold(shuffled)); diff != "" {
			t.Fatalf("seed %d: order matters: %s", seed, diff)
		}
		again := append(slices.Clone(events), events[:0]...)
		if diff := cmp.Diff(want, Fold(again)); diff != "" {
			t.Fatalf("seed %d: Fold changes its input: %s", seed, diff)
		}
	}
	for _, k := range []Kind{KindAssigned, KindDueSet, KindStarted, KindCompleted, KindAcknowledged, KindRecorded, KindExempted,
		KindExtended, KindPaused, KindResumed, KindWithdrawn, KindRevoked, KindCorrected, KindTaken} {
		if kinds[k] < histories/50 {
			t.Errorf("only %d events of kind %s generated", kinds[k], k)
		}
	}
}

// The slices at (D, T) are what Fold yields on day D from the events known at T.
func TestHistoryIsFoldAtEveryDayAndMoment(t *testing.T) {
	t.Parallel()
	superseded := 0
	for seed := range uint64(wide.N(histories)) {
		g := newGenerator(seed)
		events := g.history(3 + g.IntN(10))
		rows := History(events)
		for _, r := range rows {
			if r.KnownTo != Always {
				superseded++
			}
		}
		for n := 0; n <= len(events); n++ {
			known := time.Date(2026, 1, 1, 8, 30, 0, 0, time.UTC).Add(time.Duration(n) * time.Hour)
			folded := Fold(events[:n])
			for d := -5; d < 260; d += 3 {
				day := day0.AddDays(d)
				want, ok := at(folded, day)
				var got []Dates
				for _, r := range rows {
					if r.Holds(day, known) {
						got = append(got, r.Dates)
					}
				}
				if ok && (len(got) != 1 || got[0] != want) || !ok && len(got) != 0 {
					t.Fatalf("seed %d, %d events known, %s: %d slices, want %v\n%s", seed, n, day, len(got), ok, cmp.Diff(got, []Dates{want}))
				}
			}
		}
	}
	if superseded == 0 {
		t.Error("no slice was ever superseded")
	}
}

// Slices never go back: a completion that had ended before a cycle began is not
// followed by an older one that had lasted longer (seed 7230 of the generator).
func TestSlicesOnlyGoForward(t *testing.T) {
	t.Parallel()
	for seed := uint64(7000); seed < 7400; seed++ {
		g := newGenerator(seed)
		folded := Fold(g.history(3 + g.IntN(10)))
		for i, s := range folded {
			if s.NextFrom <= s.ValidFrom || (i > 0 && folded[i-1].NextFrom != s.ValidFrom) {
				t.Fatalf("seed %d: slice %d is from %s to %s", seed, i, s.ValidFrom, s.NextFrom)
			}
		}
	}
}

// An ordinary event adds one slice and marks its predecessor.
func TestOrdinaryEventsAddOneSlice(t *testing.T) {
	t.Parallel()
	at := func(n int) time.Time { return time.Date(2026, 1, 1, n, 0, 0, 0, time.UTC) }
	events := []Event{
		{ID: 1, Cycle: 1, Kind: KindAssigned, EffectiveOn: day0, DueOn: day0 + 30, RecordedAt: at(1)},
		{ID: 2, Cycle: 1, Kind: KindStarted, EffectiveOn: day0 + 5, RecordedAt: at(2)},
		{ID: 3, Cycle: 1, Kind: KindCompleted, How: HowOnline, EffectiveOn: day0 + 6, ValidUntil: day0 + 300, RecordedAt: at(3)},
	}
	d := compare(History(events[:2]), History(events))
	if len(d.insert) != 1 || len(d.update) != 1 || len(d.remove) != 0 {
		t.Fatalf("%d added, %d changed, %d removed", len(d.insert), len(d.update), len(d.remove))
	}
	if m := d.update[0]; m.KnownTo != Always || m.NextFrom != day0+6 || !m.NextKnown.Equal(at(3)) {
		t.Errorf("predecessor: %+v", m)
	}
	late := append(events, Event{ID: 4, Cycle: 1, Kind: KindExempted, EffectiveOn: day0 + 2, ExemptUntil: day0 + 3, RecordedAt: at(4)})
	if d := compare(History(events), History(late)); len(d.insert) == 1 || len(d.update) < 2 {
		t.Errorf("a late event supersedes: %d added, %d changed", len(d.insert), len(d.update))
	}
}
