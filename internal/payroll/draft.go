package payroll

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/certificate"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// employed is an employment of somebody over the days from and until, both included.
type employed struct {
	PersonID     int64
	DepartmentID int64
	Pensum       float64
	Category     people.Category
	From, Until  calendar.Date
}

// hourly reports that the employment is paid by the hour; elected members, militia,
// externals and agency staff are paid otherwise or by somebody else.
func (e employed) hourly() bool {
	return e.Category == people.Hourly || e.Pensum == 0 && e.Category.Counted()
}

// facts are all that drafting rests on, as known at one moment.
type facts struct {
	employed   map[int64][]employed
	events     map[int64][]ledger.Event
	minutes    func(course, version int64) int
	registered []Line // of each completion the line that adds it, as far as it was not taken back
}

// hourlyOn is the employment by the hour on the day, and whether there is one by the
// month beside.
func (f facts) hourlyOn(person int64, day calendar.Date) (e employed, beside, ok bool) {
	for _, one := range f.employed[person] {
		switch {
		case day < one.From || day > one.Until:
		case !one.hourly():
			beside = beside || one.Category.Counted()
		case !ok || one.DepartmentID < e.DepartmentID:
			e, ok = one, true
		}
	}
	return e, beside, ok
}

// learnedHere are the ways that took planned time here.
var learnedHere = []ledger.How{ledger.HowOnline, ledger.HowTestOut, ledger.HowClassroom, ledger.HowPaper}

// draft is what the month owes and no export has: completions from the day since to
// the end of the month, and what is taken back of any month.
func draft(f facts, since, month calendar.Date) []Line {
	end := month.AddMonths(1).AddDays(-1)
	standing := map[int64]bool{}
	known := map[int64]bool{}
	for _, l := range f.registered {
		known[l.EventID] = true
	}
	var lines []Line
	for person, events := range f.events {
		for _, e := range certificate.Standing(events) {
			if e.Revoked || !slices.Contains(learnedHere, e.How) {
				continue
			}
			at, beside, ok := f.hourlyOn(person, e.CompletedOn)
			if !ok {
				continue
			}
			standing[e.EventID] = true
			if known[e.EventID] || e.CompletedOn < since || e.CompletedOn > end {
				continue
			}
			line := Line{EventID: e.EventID, PersonID: person, CourseID: e.CourseID, DepartmentID: at.DepartmentID, CompletedOn: e.CompletedOn,
				Minutes: f.minutes(e.CourseID, e.VersionID), Cause: Completed, KnownOn: calendar.DateOf(e.RecordedAt), Salaried: beside}
			if e.CompletedOn < month {
				line.Cause = Late
			}
			if line.Minutes > 0 {
				lines = append(lines, line)
			}
		}
	}
	for _, l := range f.registered {
		if !standing[l.EventID] {
			lines = append(lines, takenBack(l, f.events[l.PersonID]))
		}
	}
	slices.SortFunc(lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.CompletedOn, b.CompletedOn), cmp.Compare(a.PersonID, b.PersonID), cmp.Compare(a.EventID, b.EventID))
	})
	return lines
}

// takenBack is the line that undoes a registered one, with the reason that the events
// give.
func takenBack(l Line, events []ledger.Event) Line {
	l.Minutes, l.Cause, l.KnownOn = -l.Minutes, NotHourly, 0
	for _, e := range certificate.Standing(events) {
		if e.EventID == l.EventID && e.Revoked {
			l.Cause = Revoked
			for _, r := range events {
				if r.Kind == ledger.KindRevoked && r.CourseID == l.CourseID && r.EffectiveOn >= l.CompletedOn {
					l.KnownOn = calendar.DateOf(r.RecordedAt)
				}
			}
			return l
		}
	}
	for _, e := range events {
		if e.Kind == ledger.KindCorrected && e.Voids == l.EventID {
			l.Cause, l.KnownOn = Corrected, calendar.DateOf(e.RecordedAt)
		}
	}
	return l
}
