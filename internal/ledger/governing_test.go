package ledger

import (
	"cmp"
	"slices"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/testing/wide"
)

// plain is REPORT.md §1 word by word, for one day, over all cycles at once.
func plain(events []Event, day calendar.Date) (cycle int16, fulfilled, ok bool) {
	acts := resolve(events)
	slices.SortStableFunc(acts, func(a, b act) int { return cmp.Or(cmp.Compare(a.on, b.on), cmp.Compare(a.rank, b.rank)) })
	type done struct {
		until calendar.Date
	}
	completions := map[int16][]done{}
	var newest int16
	withdrawn := false
	for _, a := range acts {
		c := a.event.Cycle
		switch last := len(completions[c]) - 1; {
		case a.ghost || a.on > day:
		case a.kind == KindAssigned:
			newest, withdrawn = max(newest, c), false
		case a.kind == KindWithdrawn:
			withdrawn = true
		case a.kind == KindRevoked && last >= 0:
			completions[c] = completions[c][:last]
		case a.kind == KindDueSet && last >= 0 && a.event.ValidUntil != 0:
			completions[c][last].until = a.event.ValidUntil
		case completes(a.kind, a.event.How):
			until := a.event.ValidUntil
			if until == 0 {
				until = calendar.Forever
			}
			completions[c] = append(completions[c], done{until})
		}
	}
	if withdrawn || newest == 0 {
		return 0, false, false
	}
	var best int16
	for c, all := range completions {
		if n := len(all); n > 0 && all[n-1].until >= day && c > best {
			best = c
		}
	}
	if best > 0 {
		return best, true, true
	}
	return newest, false, true
}

func TestGoverningIsTheReportsRule(t *testing.T) {
	t.Parallel()
	previous, lapses := 0, 0
	for seed := range uint64(wide.N(histories)) {
		g := newGenerator(seed + 90_000)
		events := g.history(4 + g.IntN(14))
		folded := Fold(events)
		for offset := -3; offset < 330; offset += 2 {
			day := day0.AddDays(offset)
			var got Governing
			ok := false
			if d, found := at(folded, day); found {
				got, ok = d.Governing(day)
				if ok && got.Fulfilled && got.Cycle.No == d.Prev.No {
					previous++
				}
			}
			cycle, fulfilled, want := plain(events, day)
			if ok != want || got.Cycle.No != cycle || got.Fulfilled != fulfilled {
				t.Fatalf("seed %d, %s: cycle %d fulfilled %v row %v, want %d %v %v\n%+v",
					seed, day, got.Cycle.No, got.Fulfilled, ok, cycle, fulfilled, want, events)
			}
			if got.Lapse {
				lapses++
			}
		}
	}
	if previous == 0 || lapses == 0 {
		t.Errorf("never governed by an earlier cycle (%d), or never lapsed (%d)", previous, lapses)
	}
}

type when struct {
	day  calendar.Date
	want Status
	due  calendar.Date
}

func TestStatus(t *testing.T) {
	t.Parallel()
	first := Event{Kind: KindAssigned, Cycle: 1, EffectiveOn: day0, DueOn: day0 + 30}
	done := Event{Kind: KindCompleted, How: HowOnline, Cycle: 1, EffectiveOn: day0 + 20, ValidUntil: day0 + 100, WindowFrom: day0 + 40}
	for name, test := range map[string]struct {
		events []Event
		days   []when
	}{
		"plain": {[]Event{first, {Kind: KindStarted, Cycle: 1, EffectiveOn: day0 + 4}}, []when{
			{day0 - 1, StatusNone, 0}, {day0, StatusOpen, day0 + 30}, {day0 + 4, StatusInProgress, day0 + 30},
			{day0 + 30, StatusInProgress, day0 + 30}, {day0 + 31, StatusOverdue, day0 + 30}}},
		"grace": {[]Event{{Kind: KindAssigned, Cycle: 1, EffectiveOn: day0, DueOn: day0 + 30, GraceUntil: day0 + 40}}, []when{
			{day0 + 30, StatusOpen, day0 + 30}, {day0 + 31, StatusInGrace, day0 + 30},
			{day0 + 40, StatusInGrace, day0 + 30}, {day0 + 41, StatusOverdue, day0 + 30}}},
		"undated": {[]Event{{Kind: KindAssigned, Cycle: 1, EffectiveOn: day0}}, []when{{day0, StatusUndated, 0}, {day0 + 900, StatusUndated, 0}}},
		"lapse without a next cycle": {[]Event{first, done}, []when{
			{day0 + 20, StatusFulfilled, day0 + 30}, {day0 + 39, StatusFulfilled, day0 + 30}, {day0 + 40, StatusExpiring, day0 + 30},
			{day0 + 100, StatusExpiring, day0 + 30}, {day0 + 101, StatusExpired, day0 + 100}}},
		"lapse moved": {[]Event{first, done, {Kind: KindDueSet, Cycle: 1, EffectiveOn: day0 + 90, DueOn: day0 + 120}}, []when{
			{day0 + 90, StatusExpiring, day0 + 30}, {day0 + 101, StatusOpen, day0 + 120}, {day0 + 121, StatusExpired, day0 + 120}}},
		"never ends": {[]Event{first, {Kind: KindCompleted, How: HowOnline, Cycle: 1, EffectiveOn: day0 + 50}}, []when{
			{day0 + 49, StatusOverdue, day0 + 30}, {day0 + 50, StatusFulfilled, day0 + 30}, {day0 + 9000, StatusFulfilled, day0 + 30}}},
		"renewal": {[]Event{first, done, {Kind: KindAssigned, Cycle: 2, EffectiveOn: day0 + 40, DueOn: day0 + 100}}, []when{
			{day0 + 50, StatusExpiring, day0 + 30}, {day0 + 101, StatusExpired, day0 + 100}}},
		"after a gap": {[]Event{first, done, {Kind: KindAssigned, Cycle: 2, EffectiveOn: day0 + 110, DueOn: day0 + 130}}, []when{
			{day0 + 105, StatusExpired, day0 + 100}, {day0 + 110, StatusOpen, day0 + 130}, {day0 + 131, StatusOverdue, day0 + 130}}},
		"exempt": {[]Event{first, {Kind: KindExempted, Cycle: 1, EffectiveOn: day0 + 35, ExemptUntil: day0 + 40, DueOn: day0 + 70}}, []when{
			{day0 + 34, StatusOverdue, day0 + 30}, {day0 + 35, StatusExempt, day0 + 70}, {day0 + 41, StatusOpen, day0 + 70}}},
		"fulfilled discloses no exemption": {[]Event{first, done, {Kind: KindExempted, Cycle: 1, EffectiveOn: day0 + 25}}, []when{
			{day0 + 26, StatusFulfilled, day0 + 30}, {day0 + 101, StatusExempt, day0 + 100}}},
		"paused without end": {[]Event{first, {Kind: KindPaused, Cycle: 1, EffectiveOn: day0 + 10},
			{Kind: KindResumed, Cycle: 1, EffectiveOn: day0 + 60, DueOn: day0 + 80}}, []when{
			{day0 + 9, StatusOpen, day0 + 30}, {day0 + 10, StatusPaused, 0}, {day0 + 59, StatusPaused, 0}, {day0 + 60, StatusOpen, day0 + 80}}},
		"paused with return grace": {[]Event{first,
			{Kind: KindPaused, Cycle: 1, EffectiveOn: day0 + 5, PauseFrom: day0 + 20, PauseUntil: day0 + 50, DueOn: day0 + 60}}, []when{
			{day0 + 19, StatusOpen, day0 + 60}, {day0 + 20, StatusPaused, day0 + 60}, {day0 + 50, StatusPaused, day0 + 60}, {day0 + 51, StatusOpen, day0 + 60}}},
		"overdue before the pause": {[]Event{first, {Kind: KindPaused, Cycle: 1, EffectiveOn: day0 + 31}}, []when{
			{day0 + 32, StatusOverdue, day0 + 30}}},
		"withdrawn, and anew": {[]Event{first, done, {Kind: KindWithdrawn, Cycle: 1, EffectiveOn: day0 + 30},
			{Kind: KindAssigned, Cycle: 1, EffectiveOn: day0 + 50, DueOn: day0 + 90}}, []when{
			{day0 + 29, StatusFulfilled, day0 + 30}, {day0 + 30, StatusNone, 0}, {day0 + 49, StatusNone, 0},
			{day0 + 50, StatusExpiring, day0 + 90}, {day0 + 101, StatusExpired, day0 + 100}}},
		"taken counts when a duty follows": {[]Event{{Kind: KindTaken, How: HowOnline, Cycle: 1, EffectiveOn: day0 - 20}, first}, []when{
			{day0 - 1, StatusNone, 0}, {day0, StatusFulfilled, day0 + 30}}},
		"revoked": {[]Event{first, done, {Kind: KindRevoked, Cycle: 1, EffectiveOn: day0 + 25, DueOn: day0 + 55}}, []when{
			{day0 + 24, StatusFulfilled, day0 + 30}, {day0 + 25, StatusOpen, day0 + 55}, {day0 + 56, StatusOverdue, day0 + 55}}},
		"voided": {[]Event{first, done, {ID: 3, Kind: KindCorrected, Voids: 2, Cycle: 1, EffectiveOn: day0 + 60}}, []when{
			{day0 + 20, StatusOpen, day0 + 30}, {day0 + 31, StatusOverdue, day0 + 30}}},
		"replaced": {[]Event{first, done, {ID: 3, Kind: KindCorrected, Voids: 2, Replaces: true, How: HowPaper, Cycle: 1, EffectiveOn: day0 + 33}}, []when{
			{day0 + 20, StatusOpen, day0 + 30}, {day0 + 32, StatusOverdue, day0 + 30}, {day0 + 33, StatusFulfilled, day0 + 30}}},
		"correction of the correction": {[]Event{first, done, {ID: 3, Kind: KindCorrected, Voids: 2, Cycle: 1, EffectiveOn: day0 + 60},
			{ID: 4, Kind: KindCorrected, Voids: 3, Cycle: 1, EffectiveOn: day0 + 61}}, []when{{day0 + 20, StatusFulfilled, day0 + 30}}},
		"a material version cuts": {[]Event{first, done, {Kind: KindDueSet, Cycle: 1, EffectiveOn: day0 + 30, ValidUntil: day0 + 60, WindowFrom: day0 + 30},
			{Kind: KindAssigned, Cycle: 2, EffectiveOn: day0 + 30, DueOn: day0 + 60}}, []when{
			{day0 + 29, StatusFulfilled, day0 + 30}, {day0 + 30, StatusExpiring, day0 + 30}, {day0 + 61, StatusExpired, day0 + 60}}},
	} {
		for i := range test.events {
			if test.events[i].ID == 0 {
				test.events[i].ID = int64(i + 1)
			}
		}
		folded := Fold(test.events)
		for _, w := range test.days {
			d, _ := at(folded, w.day)
			g, _ := d.Governing(w.day)
			if g.Status != w.want || g.Due != w.due {
				t.Errorf("%s, day %d: %q due %s, want %q %s", name, w.day-day0, g.Status, g.Due, w.want, w.due)
			}
		}
	}
}

func TestFirstDueIsTheEarliestSinceAssignedAnew(t *testing.T) {
	t.Parallel()
	events := []Event{
		{ID: 1, Kind: KindAssigned, Cycle: 1, EffectiveOn: day0, DueOn: day0 + 30},
		{ID: 2, Kind: KindCompleted, How: HowOnline, Cycle: 1, EffectiveOn: day0 + 20, ValidUntil: day0 + 100},
		{ID: 3, Kind: KindAssigned, Cycle: 2, EffectiveOn: day0 + 40, DueOn: day0 + 100},
		{ID: 4, Kind: KindWithdrawn, Cycle: 2, EffectiveOn: day0 + 50},
		{ID: 5, Kind: KindAssigned, Cycle: 2, EffectiveOn: day0 + 60, DueOn: day0 + 110},
	}
	for day, want := range map[calendar.Date]calendar.Date{day0 + 41: day0 + 30, day0 + 60: day0 + 110} {
		if d, _ := at(Fold(events), day); d.FirstDueOn != want {
			t.Errorf("day %d: %s, want %s", day-day0, d.FirstDueOn, want)
		}
	}
}

func TestNextCycle(t *testing.T) {
	t.Parallel()
	first := Event{ID: 1, Kind: KindAssigned, Cycle: 1, EffectiveOn: day0, DueOn: day0 + 30}
	done := Event{ID: 2, Kind: KindCompleted, How: HowOnline, Cycle: 1, EffectiveOn: day0 + 20, ValidUntil: day0 + 100}
	gone := Event{ID: 3, Kind: KindWithdrawn, Cycle: 1, EffectiveOn: day0 + 30}
	for name, test := range map[string]struct {
		events []Event
		day    calendar.Date
		want   int16
	}{
		"nothing yet":              {nil, day0, 1},
		"renewal":                  {[]Event{first, done}, day0 + 60, 2},
		"back, still valid":        {[]Event{first, done, gone}, day0 + 60, 1},
		"back, lapsed":             {[]Event{first, done, gone}, day0 + 101, 2},
		"back, was open":           {[]Event{first, gone}, day0 + 60, 2},
		"taken before":             {[]Event{{ID: 1, Kind: KindTaken, How: HowOnline, Cycle: 1, EffectiveOn: day0}}, day0 + 9, 1},
		"taken after it was ended": {[]Event{first, gone, {ID: 4, Kind: KindTaken, How: HowOnline, Cycle: 2, EffectiveOn: day0 + 40}}, day0 + 50, 2},
	} {
		var d Dates
		if folded := Fold(test.events); len(folded) > 0 {
			d = folded[len(folded)-1].Dates
		}
		if got := d.NextCycle(test.day); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}
