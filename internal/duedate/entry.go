package duedate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// Entry is one due date of one person.
type Entry struct {
	UID       string // stable over all files
	Sequence  int    // grows whenever something of it may have changed (RFC 5545, 3.8.7.4)
	CourseID  int64
	Day       calendar.Date
	Renewal   bool // the end of a validity, until which one can refresh
	Cancelled bool // done, exempt, withdrawn or paused without end
}

// remembered is for how long something done is still cancelled in calendars, in
// days.
const remembered = 90

// Entries are the due dates of the duties as of a day, by date and course: those
// that stand, and those to be taken out of calendars that may have them. Voluntary
// courses have none. It is pure.
func Entries(person uuid.UUID, duties []ledger.Duty, day calendar.Date) []Entry {
	var list []Entry
	for _, d := range duties {
		if !d.Mandatory {
			continue
		}
		add := func(cycle int16, on calendar.Date, renewal, cancelled bool) {
			if on != 0 && on != calendar.Forever {
				list = append(list, Entry{UID: uid(person, d.CourseID, cycle, renewal), Sequence: int(d.Revision), CourseID: d.CourseID,
					Day: on, Renewal: renewal, Cancelled: cancelled})
			}
		}
		g, has := d.Governing(day)
		recent := func(on calendar.Date) bool { return on != 0 && on >= day.AddDays(-remembered) }
		switch {
		case !has:
			if recent(d.WithdrawnOn) && d.WithdrawnOn <= day {
				add(d.No, d.DueOn, false, true)
			}
			continue
		case g.Status == ledger.StatusExempt:
			add(g.Cycle.No, g.Due, false, true)
		case g.Status == ledger.StatusPaused && g.Due == 0:
			add(g.Cycle.No, d.DueOn, false, true)
		case g.Fulfilled:
			if recent(g.Cycle.CompletedOn) {
				add(g.Cycle.No, g.Due, false, true)
			}
			if g.Status == ledger.StatusExpiring {
				add(g.Cycle.No, g.Cycle.ValidUntil, true, false)
			}
		case g.Status == ledger.StatusInGrace:
			add(g.Cycle.No, g.GraceUntil, false, false)
		default:
			add(g.Cycle.No, g.Due, false, false)
		}
		if g.Fulfilled && d.Prev.No != 0 && d.Prev.No < g.Cycle.No && recent(g.Cycle.CompletedOn) {
			add(d.Prev.No, d.Prev.ValidUntil, true, true) // refreshed
		}
	}
	slices.SortFunc(list, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.UID, b.UID)) })
	return list
}

// uid names the entry in every calendar, and tells nothing of person or course.
func uid(person uuid.UUID, course int64, cycle int16, renewal bool) string {
	kind := "due"
	if renewal {
		kind = "renewal"
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %d %s", person, course, cycle, kind))
	return hex.EncodeToString(sum[:16]) + "@zaemme.internal"
}
