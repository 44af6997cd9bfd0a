package demo

import (
	"context"
	"encoding/binary"
	"math/rand/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
)

// group is the number of people whose learning is one transaction.
const group = 2000

// learn lets everybody do what they intend between two days, both included.
func (t *town) learn(ctx context.Context, from, until calendar.Date) error {
	for at := 0; at < len(t.ids); at += group {
		if err := t.DB.Write(ctx, func(tx *db.Tx) error {
			return t.learnGroup(ctx, tx, t.ids[at:min(at+group, len(t.ids))], from, until)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (t *town) learnGroup(ctx context.Context, tx *db.Tx, ids []int64, from, until calendar.Date) error {
	duties, err := t.Ledger.Duties(ctx, tx, ids)
	if err != nil {
		return err
	}
	var events []ledger.Event
	var came []int64
	var on []calendar.Date
	for i := range duties {
		d := &duties[i]
		if !d.Open() || d.WithdrawnOn != 0 || d.DueOn == 0 {
			continue
		}
		done, err := t.does(d, from, until)
		if err != nil {
			return err
		}
		for _, e := range done {
			if e.Kind == ledger.KindStarted && !t.here[e.PersonID] {
				t.here[e.PersonID] = true
				came, on = append(came, e.PersonID), append(on, e.EffectiveOn)
			}
		}
		events = append(events, done...)
	}
	if _, err := t.Ledger.Append(ctx, tx, events...); err != nil {
		return err
	}
	return cameAll(ctx, tx, came, on)
}

// does is what happens to one open duty in the days. It follows from the seed, the
// person, the course and the cycle alone.
func (t *town) does(d *ledger.Duty, from, until calendar.Date) ([]ledger.Event, error) {
	v, err := t.Catalogue.Current(d.CourseID)
	if err != nil {
		return nil, err
	}
	p := &t.people[t.index[d.PersonID]]
	dice := t.dice(p, v, d.No)
	late := 6 + 3*(p.unit%5) // some units are slower than others
	if p.email == "" {
		late += 6
	}
	switch dice.IntN(120) {
	case 0: // exempt from the first step on
		if d.ExemptUntil != 0 || d.AssignedOn < from {
			return nil, nil
		}
		return []ledger.Event{{
			PersonID: d.PersonID, CourseID: d.CourseID, Cycle: d.No, Kind: ledger.KindExempted, EffectiveOn: d.AssignedOn,
			ExemptUntil: t.today.AddDays(200), Reason: "not_affected", ActorID: t.second(d.PersonID),
		}}, nil
	case 1: // asked for more time
		if d.ExtendedUntil == 0 && d.DueOn >= from && d.DueOn <= until {
			return []ledger.Event{{
				PersonID: d.PersonID, CourseID: d.CourseID, Cycle: d.No, Kind: ledger.KindExtended, EffectiveOn: max(d.DueOn.AddDays(-3), d.AssignedOn),
				DueOn: d.DueOn.AddDays(30), Reason: "workload", ActorID: t.second(d.PersonID),
			}}, nil
		}
	}
	does := intention(dice, d.AssignedOn, d.DueOn, late)
	online := v.Online() && p.email != ""
	var events []ledger.Event
	if begins := max(d.AssignedOn, does.AddDays(-dice.IntN(8))); online && !v.Policy() && d.StartedOn == 0 && begins >= from && begins <= until {
		events = append(events, ledger.Event{
			PersonID: d.PersonID, CourseID: d.CourseID, Cycle: d.No, Kind: ledger.KindStarted, EffectiveOn: begins, ActorID: d.PersonID,
		})
	}
	if does < from || does > until || paused(*d, does) || does > p.exit {
		return events, nil
	}
	e := ledger.Event{
		PersonID: d.PersonID, CourseID: d.CourseID, Cycle: d.No, Kind: ledger.KindCompleted, How: ledger.HowOnline, EffectiveOn: does,
		ActorID: d.PersonID, VersionID: v.ID, ContentLanguage: v.Content.Language, SettingsHash: t.settings[:],
	}
	switch {
	case !online:
		e.Kind, e.How, e.EffectiveOn = ledger.KindRecorded, ledger.HowClassroom, min(session(does), until)
		e.ActorID, e.ConfirmedBy = t.trainer(d.PersonID), t.confirmer(d.PersonID)
	case v.Policy():
		e.Kind = ledger.KindAcknowledged
	case dice.IntN(25) == 0:
		e.How = ledger.HowTestOut
	}
	e.ValidUntil, e.WindowFrom = learning.Validity(e.EffectiveOn, learning.Term{Months: v.Content.ValidityMonths}, d.Prev)
	e.EvidenceNo, err = ledger.NewEvidenceNo(v.Code(), reader{dice})
	return append(events, e), err
}

// intention is the day on which somebody does a duty, Forever for hardly anybody;
// late is the share of those who miss the date, of 100.
func intention(dice *rand.Rand, assigned, due calendar.Date, late int) calendar.Date {
	window := max(assigned.DaysUntil(due), 5)
	switch roll := dice.IntN(100); {
	case roll < 62-late/2:
		return assigned.AddDays(3 + dice.IntN(window*8/10))
	case roll < 97-late:
		return due.AddDays(-dice.IntN(min(window, 12)))
	case roll < 99-late/3:
		return due.AddDays(3 + dice.IntN(40))
	case roll == 99:
		return calendar.Forever
	default:
		return due.AddDays(40 + dice.IntN(90))
	}
}

// dice fall the same for the same seed, person, course and cycle.
func (t *town) dice(p *inhabitant, v *course.Version, cycle int16) *rand.Rand {
	var course uint64
	for _, letter := range []byte(v.Code()) {
		course = course*131 + uint64(letter)
	}
	return rand.New(rand.NewPCG(binary.LittleEndian.Uint64(p.uid[8:])^course*0x9e3779b97f4a7c15, t.seed<<16|uint64(cycle)))
}

// reader gives random bytes of the dice.
type reader struct{ dice *rand.Rand }

// Read fills p; it never fails.
func (r reader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r.dice.Uint32())
	}
	return len(p), nil
}

// trainer leads the classroom: the head of the person's unit, for that one the
// head above.
func (t *town) trainer(person int64) int64 {
	i := t.index[person]
	p := &t.people[i]
	if head := t.branches[t.units[p.unit]].head; head != i {
		return t.ids[head]
	}
	return t.second(person)
}

// second is the head of the first unit, for that one the head of the last.
func (t *town) second(person int64) int64 { return t.notOf(person, 0) }

// confirmer is neither the person nor the trainer.
func (t *town) confirmer(person int64) int64 {
	trainer := t.trainer(person)
	for _, unit := range []int{1, 2, 3} {
		if id := t.headOf(unit); id != person && id != trainer {
			return id
		}
	}
	return t.headOf(len(t.units) - 1)
}

func (t *town) notOf(person int64, unit int) int64 {
	if id := t.headOf(unit); id != person {
		return id
	}
	return t.headOf(len(t.units) - 1)
}

func (t *town) headOf(unit int) int64 { return t.ids[t.branches[t.units[unit%len(t.units)]].head] }
