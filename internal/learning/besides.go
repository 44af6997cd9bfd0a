package learning

import (
	"crypto/rand"
	"maps"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/ledger"
)

// Besides are the completions of other duties of the person that a completion
// brings: of the courses that it always fulfils, and of those that it renews for
// this person as their short form. events are all of the person's, by course. They
// count from the day of the source where the duty was open on it, else from today;
// their validity runs from the day of the source. Who acts and confirms the caller
// adds.
func Besides(courses *course.Catalogue, source ledger.Event, events map[int64][]ledger.Event, today calendar.Date) ([]ledger.Event, error) {
	own, err := courses.Current(source.CourseID)
	if err != nil {
		return nil, err
	}
	always := courses.Fulfils(source.CourseID)
	var list []ledger.Event
	for _, other := range candidates(own.Code(), always, events) {
		if other == source.CourseID {
			continue
		}
		v, err := courses.Current(other)
		if err != nil {
			return nil, err
		}
		short := ""
		if !slices.Contains(always, other) {
			short = own.Code()
		}
		e, ok := beside(source, other, short, events[other], v.Content.ValidityMonths, today)
		if !ok {
			continue
		}
		if e.EvidenceNo, err = ledger.NewEvidenceNo(v.Code(), rand.Reader); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// candidates are the courses that a completion of the code may fulfil: always, and
// those of which it has ever been the short form for the person.
func candidates(code string, always []int64, events map[int64][]ledger.Event) []int64 {
	list := slices.Clone(always)
	for _, id := range slices.Sorted(maps.Keys(events)) {
		renews := slices.ContainsFunc(events[id], func(e ledger.Event) bool { return e.Variant == code })
		if renews && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// beside is the completion of one other duty, if that is open or can be renewed
// today; short is the code that must be the short form of its cycle, empty where the
// source always fulfils it.
func beside(source ledger.Event, other int64, short string, events []ledger.Event, months int, today calendar.Date) (ledger.Event, bool) {
	now, _ := ledger.DatesOn(events, today)
	if PlaceOf(now, today).Mode != ForDuty {
		return ledger.Event{}, false
	}
	for _, day := range []calendar.Date{source.EffectiveOn, today} {
		dates, _ := ledger.DatesOn(events, day)
		place := PlaceOf(dates, day)
		if place.Mode != ForDuty {
			continue
		}
		terms := termsOf(events, place.Cycle)
		if short != "" && terms.Variant != short {
			continue // it was the short form of an earlier cycle
		}
		e := completion(Act{PersonID: source.PersonID, Today: source.EffectiveOn}, other, place, terms, months)
		e.Kind, e.How, e.Reason, e.SourceEvent = ledger.KindRecorded, ledger.HowEquivalence, "equivalence", source.ID
		e.VersionID, e.ContentLanguage, e.SettingsHash = source.VersionID, source.ContentLanguage, source.SettingsHash
		e.EffectiveOn = day
		if e.ValidUntil >= today && ledger.Fits(events, e) {
			return e, true
		}
	}
	return ledger.Event{}, false
}
