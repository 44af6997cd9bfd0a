package cards

import (
	"slices"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/people"
)

var now = time.Date(2026, time.November, 22, 9, 0, 0, 0, time.UTC)

func TestWhomAPrintingReaches(t *testing.T) {
	t.Parallel()
	later, earlier := now.Add(time.Hour), now.Add(-time.Hour)
	cards := map[int64]auth.Card{
		2: {ID: 20, CodeUntil: later},
		3: {ID: 30, CodeUntil: earlier},
		4: {ID: 40, CodeUntil: earlier, PinAt: earlier},
	}
	var persons []people.DirectoryEntry
	for id := range int64(4) {
		persons = append(persons, people.DirectoryEntry{Person: people.Person{ID: id + 1}})
	}
	for whom, want := range map[whom]struct {
		chosen   []int64
		replaced int
	}{without: {[]int64{1, 3}, 0}, waiting: {[]int64{1, 2, 3}, 1}, all: {[]int64{1, 2, 3, 4}, 2}} {
		r := round{whom: whom, people: persons, cards: cards}
		r.choose(now)
		ids := make([]int64, len(r.chosen))
		for i, e := range r.chosen {
			ids[i] = e.ID
		}
		if !slices.Equal(ids, want.chosen) || r.replaced != want.replaced || r.none != 2 {
			t.Errorf("%s: %v, %d replaced, %d without", whom, ids, r.replaced, r.none)
		}
	}
	if digest(persons, cards) == digest(persons[:3], cards) || digest(persons, cards) == digest(persons, nil) {
		t.Error("the digest does not stand for persons and cards")
	}
}
