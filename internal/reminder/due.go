package reminder

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// Channel is how something reaches a person.
type Channel string

// The channels.
const (
	Mail Channel = "mail"
	Slip Channel = "slip" // Merkzettel, in the superior's digest
)

// History is what a person has got so far.
type History struct {
	Sent  map[Key]bool
	Mails []calendar.Date // days of the mails of the last seven days
	// LeftOut are steps that were not sent, with the reason on record.
	LeftOut map[Key]Reason
	// Blocked are courses of which nothing is sent now, with the reason: evidence
	// is in review, or the course is retired.
	Blocked map[int64]Reason
}

// Reminder is what one person gets on a day. Without items it is empty, and
// Reason says why if something would have been due.
type Reminder struct {
	PersonID int64
	Channel  Channel
	Day      calendar.Date
	Items    []Item // most urgent first
	Older    []Item // steps that Items replace and that were never sent
	Reason   Reason
	Left     []Left // what was left out, for what reason
}

// Left is a step that has fallen due and is not sent now.
type Left struct {
	Item
	Why Reason
}

// Due is what the person gets on day of the duties, by the policy: for each duty
// its latest step, unless that has been sent. It is pure: the same arguments give
// the same answer, in whatever order the duties stand.
func Due(p Policy, who Person, duties []ledger.Duty, h History, day calendar.Date) Reminder {
	r := Reminder{PersonID: who.ID, Channel: who.Channel(), Day: day}
	for _, d := range duties {
		latest, older, ok := p.Latest(d, ToPerson, who.Site, day)
		if !ok || h.Sent[latest.Key] || latest.Retro {
			continue
		}
		if why := h.Blocked[d.CourseID]; why != "" {
			r.Left = append(r.Left, Left{latest, why})
			continue
		}
		r.Items = append(r.Items, latest)
		for _, o := range older {
			if !h.Sent[o.Key] {
				r.Older = append(r.Older, o)
			}
		}
	}
	if len(r.Items) == 0 {
		return r
	}
	r.Reason = who.Reachable(day)
	if r.Reason == "" && r.Channel == Mail {
		switch {
		case who.Bounced:
			r.Reason = Bounced
		case h.capped(p, day):
			r.Reason = Capped
		}
	}
	if r.Reason != "" {
		for _, item := range r.Items {
			r.Left = append(r.Left, Left{item, r.Reason})
		}
		r.Items, r.Older = nil, nil
		return r
	}
	sortItems(r.Items)
	sortItems(r.Older)
	return r
}

// capped reports that the person has had a mail today or enough in the seven
// days that end with day.
func (h History) capped(p Policy, day calendar.Date) bool {
	n := 0
	for _, d := range h.Mails {
		if d == day {
			return true
		}
		if d > day.AddDays(-7) && d < day {
			n++
		}
	}
	return n >= p.Cap
}

// sortItems puts the most urgent first: late ones, then by date, then by course.
func sortItems(list []Item) {
	slices.SortFunc(list, func(a, b Item) int {
		return cmp.Or(
			cmp.Compare(urgency(a.Status), urgency(b.Status)), cmp.Compare(a.Due, b.Due), cmp.Compare(a.CourseID, b.CourseID),
			cmp.Compare(a.On, b.On), cmp.Compare(a.Step, b.Step))
	})
}

func urgency(s ledger.Status) int {
	switch s {
	case ledger.StatusOverdue, ledger.StatusExpired:
		return 0
	case ledger.StatusInGrace:
		return 1
	case ledger.StatusExpiring, ledger.StatusFulfilled:
		return 3
	default:
		return 2
	}
}
