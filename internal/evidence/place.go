package evidence

import (
	"zaemme/internal/calendar"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
)

// Why evidence of a day is not recognised: the text key is error.evidence.<code>.
type refusal string

const (
	tooOld   refusal = "too_old"  // older than the age limit
	isOver   refusal = "over"     // it would have ended by today
	brings   refusal = "no_gain"  // what the person has lasts as long
	inFuture refusal = "future"   // the day is yet to come
	noPlace  refusal = "no_place" // the ledger has no room for it
)

// Terms are what recognition depends on besides the duty.
type Terms struct {
	Today     calendar.Date
	AgeMonths int // the age limit; 0: none
	Months    int // validity of the course, where the duty states none
	// House is set for a training of the house: a renewal within the window loses
	// nothing, as on the screen; evidence from outside lasts as its own day says.
	House bool
}

// Place is the event, without actor and numbers, by which a completion on the day
// enters the duty of the events: in the cycle that was open on that day, else as
// taken before the duty, which then counts with the assignment that follows. What
// was done before a renewal opened, while the completion before it was valid, counts
// from that opening on, as long as its own day says. It is pure; a refusal says why
// it would not count.
func Place(events []ledger.Event, person, course int64, day calendar.Date, t Terms) (ledger.Event, refusal) {
	if day > t.Today {
		return ledger.Event{}, inFuture
	}
	if t.AgeMonths > 0 && day.AddMonths(t.AgeMonths) < t.Today {
		return ledger.Event{}, tooOld
	}
	now, _ := ledger.DatesOn(events, t.Today)
	stated := ledger.TermsIn(events, now.No)
	term := learning.Term{Months: t.Months, Day: stated.ValidityDay}
	if stated.ValidityMonths != nil {
		term.Months = int(*stated.ValidityMonths)
	}
	then, known := ledger.DatesOn(events, day)
	var before ledger.Cycle
	if t.House {
		before = learning.PlaceOf(then, day).Before
	}
	until, window := learning.Validity(day, term, before)
	if until < t.Today {
		return ledger.Event{}, isOver
	}
	for _, c := range []ledger.Cycle{now.Cycle, now.Prev} {
		if c.ValidOn(t.Today) && c.ValidUntil >= until {
			return ledger.Event{}, brings
		}
	}
	m := int16(term.Months)
	e := ledger.Event{PersonID: person, CourseID: course, Kind: ledger.KindTaken, Cycle: 1, EffectiveOn: day, ValidUntil: until, WindowFrom: window,
		ValidityMonths: &m, ValidityDay: term.Day}
	if known {
		e.Cycle = then.NextCycle(day)
		if then.ActiveOn(day) {
			e.Kind, e.Cycle = ledger.KindRecorded, then.No
		}
	}
	if ledger.Fits(events, e) {
		return e, ""
	}
	// Done before a renewal could count: it counts from the day on which that opened.
	if now.Open() && day < now.AssignedOn && now.AssignedOn <= t.Today {
		e.Kind, e.Cycle, e.EffectiveOn = ledger.KindRecorded, now.No, now.AssignedOn
		if ledger.Fits(events, e) {
			return e, ""
		}
	}
	return e, noPlace
}
