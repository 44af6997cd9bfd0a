package demo

import (
	"context"
	"crypto/rand"
	"hash/fnv"
	prng "math/rand/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
)

// intent names one cycle of a duty; plan is when its person will do it.
type (
	intent struct {
		person, course int64
		cycle          int16
	}
	plan struct {
		begins, does calendar.Date // none: not for now
	}
)

// slow are units whose people learn late, so that the reports have something to
// say: share of those who miss the date, of 100.
var slow = map[string]int{"2240": 30, "4140": 22, "5110": 20, "3220": 18, "4210": 24}

// learn lets people do what they intend between two days, both included.
func (b *builder) learn(ctx context.Context, from, until calendar.Date) error {
	units := b.unitsOn(until)
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		var events []ledger.Event
		err := b.Ledger.EachDuty(ctx, tx, func(d ledger.Duty) error {
			if !d.Open() || d.WithdrawnOn != 0 || d.DueOn == 0 {
				return nil
			}
			unit, here := units[d.PersonID]
			if !here {
				return nil
			}
			done, err := b.does(d, unit, from, until)
			events = append(events, done...)
			return err
		})
		if err != nil {
			return err
		}
		if _, err = b.Ledger.Append(ctx, tx, events...); err != nil {
			return err
		}
		return b.cameHere(ctx, tx, events)
	})
}

// cameHere notes that whoever has begun a course online has signed in.
func (b *builder) cameHere(ctx context.Context, tx *db.Tx, events []ledger.Event) error {
	for _, e := range events {
		if e.Kind != ledger.KindStarted || b.here[e.PersonID] {
			continue
		}
		b.here[e.PersonID] = true
		if err := auth.NoteFirst(ctx, tx, e.PersonID, e.EffectiveOn.Time()); err != nil {
			return err
		}
	}
	return nil
}

// does is what happens to one open duty in the days.
func (b *builder) does(d ledger.Duty, u unit, from, until calendar.Date) ([]ledger.Event, error) {
	v, err := b.Catalogue.Current(d.CourseID)
	if err != nil {
		return nil, err
	}
	key := intent{d.PersonID, d.CourseID, d.No}
	p, known := b.intends[key]
	if !known {
		p = b.intend(key, d, u, v.Online())
		b.intends[key] = p
	}
	var events []ledger.Event
	if v.Online() && p.begins >= from && p.begins <= until && d.StartedOn == 0 {
		events = append(events, ledger.Event{
			PersonID: d.PersonID, CourseID: d.CourseID, Cycle: d.No, Kind: ledger.KindStarted, EffectiveOn: p.begins, ActorID: d.PersonID,
		})
	}
	if p.does < from || p.does > until || paused(d, p.does) {
		return events, nil
	}
	e := ledger.Event{
		PersonID: d.PersonID, CourseID: d.CourseID, Cycle: d.No, Kind: ledger.KindCompleted, How: ledger.HowOnline,
		EffectiveOn: p.does, ActorID: d.PersonID, VersionID: v.ID, ContentLanguage: v.Content.Language,
	}
	e.ValidUntil, e.WindowFrom = learning.Validity(p.does, learning.Term{Months: v.Content.ValidityMonths}, d.Prev)
	hash := b.set.PlaceholderHash()
	e.SettingsHash = hash[:]
	if !v.Online() {
		e.Kind, e.How, e.ActorID, e.ConfirmedBy = ledger.KindRecorded, ledger.HowClassroom, b.trainer(d.PersonID, u), b.confirmer(d.PersonID)
	}
	e.EvidenceNo, err = ledger.NewEvidenceNo(v.Code(), rand.Reader)
	return append(events, e), err
}

func paused(d ledger.Duty, day calendar.Date) bool {
	return d.PauseFrom != 0 && d.PauseFrom <= day && day <= d.PauseUntil
}

// intend decides once, by the duty alone, so that the order of things does not
// matter.
func (b *builder) intend(key intent, d ledger.Duty, u unit, online bool) plan {
	h := fnv.New64a()
	for _, n := range []int64{key.person, key.course, int64(key.cycle), Seed} {
		for shift := range 8 {
			_, _ = h.Write([]byte{byte(n >> (8 * shift))})
		}
	}
	rng := prng.New(prng.NewPCG(h.Sum64(), 7))
	window := max(d.AssignedOn.DaysUntil(d.DueOn), 5)
	late := 8
	if share, ok := slow[u.code]; ok {
		late = share
	}
	var does calendar.Date
	if key.person == b.people[b.of("3130", 1).no] || b.waits(d) {
		return plan{} // the visitor of the demo does it, or nobody
	}
	switch roll := rng.IntN(100); {
	case roll < 62-late/2:
		does = d.AssignedOn.AddDays(3 + rng.IntN(window*8/10))
	case roll < 97-late:
		does = d.DueOn.AddDays(-rng.IntN(min(window, 12)))
	case roll < 99-late/3:
		does = d.DueOn.AddDays(3 + rng.IntN(40))
	case roll == 99 && key.course%2 == 0:
		return plan{} // hardly anybody never does it
	default:
		does = d.DueOn.AddDays(40 + rng.IntN(90))
	}
	if !online {
		does = session(does)
		return plan{does: does}
	}
	return plan{begins: max(d.AssignedOn, does.AddDays(-rng.IntN(8))), does: does}
}

// session is the first Thursday on or after the day: group trainings of a unit
// fall on one day.
func session(day calendar.Date) calendar.Date {
	for day.Weekday() != 4 {
		day++
	}
	return day
}

// trainer leads a group training: the head of the unit, for the own duty the
// head of the Tiefbau.
func (b *builder) trainer(person int64, u unit) int64 {
	return b.other(person, u.code, "3210")
}

// confirmer is the second person: the head of the Personaldienst.
func (b *builder) confirmer(person int64) int64 {
	return b.other(person, "1310", "1110")
}

func (b *builder) other(person int64, code, otherwise string) int64 {
	if id := b.people[b.heads[code].no]; id != person {
		return id
	}
	return b.people[b.heads[otherwise].no]
}

// unitsOn is the unit of everybody employed on the day, by person.
func (b *builder) unitsOn(day calendar.Date) map[int64]unit {
	list := map[int64]unit{}
	for _, l := range b.lives {
		for _, s := range l.stints {
			if s.at(day) {
				list[b.people[l.no]] = s.unit
			}
		}
	}
	return list
}
