package ledger

import (
	"fmt"
	"math/rand/v2"
	"time"

	"zaemme/internal/calendar"
)

var day0 = calendar.NewDate(2026, time.January, 1)

// generator makes believable and unbelievable histories of one duty.
type generator struct {
	*rand.Rand
	id     int64
	clock  time.Time
	prefix string
}

func newGenerator(seed uint64) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, 7)), prefix: fmt.Sprint("X", seed),
		clock: time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)}
}

func (g *generator) day(from, days int) calendar.Date { return day0.AddDays(from + g.IntN(days)) }

// next is an event that the history so far may or may not allow.
func (g *generator) next(past []Event) Event {
	var d Dates
	if folded := Fold(past); len(folded) > 0 {
		d = folded[len(folded)-1].Dates
	}
	on := day0.AddDays(len(past)*12 + g.IntN(25))
	if g.IntN(5) == 0 {
		on = g.day(0, 20+len(past)*12) // recorded late
	}
	e := Event{PersonID: 1, CourseID: 1, Cycle: max(d.No, 1), EffectiveOn: on, ActorID: 99}
	kinds := []Kind{KindStarted, KindCompleted, KindRecorded, KindDueSet, KindExtended, KindExempted, KindPaused,
		KindResumed, KindWithdrawn, KindRevoked, KindAssigned, KindAssigned, KindAssigned, KindAcknowledged, KindTaken, KindCorrected}
	e.Kind = kinds[g.IntN(len(kinds))]
	if len(past) == 0 && g.IntN(6) > 0 {
		e.Kind = KindAssigned
	}
	g.fill(&e, e.Kind, d)
	if e.Kind == KindCorrected {
		if len(past) == 0 {
			e.Kind = KindTaken
			g.fill(&e, e.Kind, d)
		} else {
			old := past[g.IntN(len(past))]
			e.Voids, e.Cycle, e.Replaces = old.ID, old.Cycle, g.IntN(2) == 0
			if e.Replaces {
				e.EffectiveOn = old.EffectiveOn.AddDays(g.IntN(9) - 4)
				kind := old.Kind
				for kind == KindCorrected {
					for i := range past {
						if past[i].ID == old.Voids {
							old = past[i]
							break
						}
					}
					kind = old.Kind
				}
				g.fill(&e, kind, d)
			}
		}
	}
	return e
}

func (g *generator) fill(e *Event, kind Kind, d Dates) {
	e.DueOn, e.GraceUntil = 0, 0
	switch kind {
	case KindAssigned:
		if g.IntN(2) == 0 {
			e.Cycle = d.NextCycle(e.EffectiveOn)
		}
		if g.IntN(8) > 0 {
			e.DueOn = e.EffectiveOn.AddDays(10 + g.IntN(30))
		}
		e.RuleID, e.RuleVersion = int64(g.IntN(3)), 1
	case KindCompleted, KindRecorded, KindTaken, KindAcknowledged:
		if kind == KindAcknowledged && g.IntN(2) == 0 {
			return
		}
		e.How = HowOnline
		if kind == KindRecorded {
			e.How, e.ConfirmedBy = HowPaper, 98
		}
		g.id++
		e.EvidenceNo = fmt.Sprint(g.prefix, "-", g.id)
		if g.IntN(4) > 0 {
			e.ValidUntil = e.EffectiveOn.AddDays(20 + g.IntN(60))
			e.WindowFrom = e.ValidUntil.AddDays(-15)
		}
	case KindDueSet:
		e.DueOn = e.EffectiveOn.AddDays(g.IntN(40))
		if d.CompletedOn != 0 && g.IntN(2) == 0 {
			e.DueOn, e.ValidUntil, e.WindowFrom = 0, e.EffectiveOn.AddDays(g.IntN(30)), e.EffectiveOn
		}
	case KindExtended, KindRevoked:
		e.DueOn = e.EffectiveOn.AddDays(g.IntN(40))
	case KindPaused:
		e.PauseFrom = e.EffectiveOn.AddDays(g.IntN(5))
		if g.IntN(3) > 0 {
			e.PauseUntil = e.PauseFrom.AddDays(10 + g.IntN(20))
			e.DueOn = e.PauseUntil.AddDays(10)
		}
	case KindExempted:
		e.ExemptUntil = e.EffectiveOn.AddDays(g.IntN(30))
	case KindResumed:
		e.DueOn = e.EffectiveOn.AddDays(14)
	}
	if e.DueOn != 0 && g.IntN(3) == 0 {
		e.GraceUntil = e.DueOn.AddDays(g.IntN(10))
	}
}

// history is n events that Append would accept, each recorded in its own moment.
func (g *generator) history(n int) []Event {
	var past []Event
	for tries := 0; len(past) < n && tries < n*20; tries++ {
		e := g.next(past)
		if err := prepare(&e); err != nil {
			continue
		}
		e.ID = int64(len(past) + 1)
		one := entry{key: keyOf(&e), exists: len(past) > 0, known: past, added: []*Event{&e}}
		if one.validate() != nil {
			continue
		}
		g.clock = g.clock.Add(time.Hour)
		e.RecordedAt = g.clock
		past = append(past, e)
	}
	return past
}
