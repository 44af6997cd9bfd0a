package curriculum

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// maxWeeks is the longest roll-out.
const maxWeeks = 520

// Rollout lets a rule begin for a few persons a week. Everybody has a place between
// 0 and 2³² that follows from the rule's code and the person alone; Bounds cut the
// places into weeks so that those whom the rule concerned when it was planned
// are PerWeek in each. Who comes into the audience later falls into a week and
// moves nobody else; who enters after the roll-out began is not phased at all; and
// whose duty has begun keeps it.
type Rollout struct {
	PerWeek  int                 `json:"per_week"`           // persons
	From     calendar.Date       `json:"from,omitempty"`     // first day of the first week; set when it is planned
	Blackout []calendar.Interval `json:"blackout,omitempty"` // weeks that touch one of these are skipped
	Bounds   []uint32            `json:"bounds,omitempty"`   // rising: the first place of the second week, third, …; set when planned
	Placed   bool                `json:"placed,omitempty"`   // Bounds are set
}

func (r *Rollout) validate() error {
	if r == nil {
		return nil
	}
	wrong := func(field, what string) error {
		return apperr.New(apperr.Invalid, "error.curriculum."+what, nil).At("rollout." + field)
	}
	if r.PerWeek < 1 || r.PerWeek > 100_000 {
		return wrong("per_week", "rollout_per_week")
	}
	for _, b := range r.Blackout {
		if !b.Valid() || b.Open() || b.Days() > 366 {
			return wrong("blackout", "rollout_blackout")
		}
	}
	if len(r.Blackout) > 100 {
		return wrong("blackout", "rollout_blackout")
	}
	if len(r.Bounds) >= maxWeeks || !slices.IsSorted(r.Bounds) {
		return wrong("per_week", "rollout_long")
	}
	return nil
}

// place is where the person stands in the roll-out of the rule.
func place(rule string, m *people.Member) uint32 {
	sum := sha256.Sum256([]byte(rule + "\n" + m.PersonKey()))
	return binary.BigEndian.Uint32(sum[:4])
}

// week is the number of the person's week, from 0.
func (r *Rollout) week(rule string, m *people.Member) int {
	at := place(rule, m)
	n, same := slices.BinarySearch(r.Bounds, at)
	for same && n < len(r.Bounds) && r.Bounds[n] == at { // the bound is the first place of its week
		n++
	}
	return n
}

// Starts are the first days of the weeks, without those that are skipped.
func (r *Rollout) Starts() []calendar.Date {
	starts := make([]calendar.Date, 0, len(r.Bounds)+1)
	for day := r.From; len(starts) <= len(r.Bounds); day = day.AddDays(7) {
		week := calendar.Interval{From: day, Until: day.AddDays(6)}
		if !slices.ContainsFunc(r.Blackout, func(b calendar.Interval) bool { return b.From <= week.Until && week.From <= b.Until }) {
			starts = append(starts, day)
		}
	}
	return starts
}

// joins reports somebody who enters after the roll-out began: what is asked of
// joiners is asked at once.
func (r *Rollout) joins(m *people.Member) bool {
	return len(m.Employments) > 0 && !slices.ContainsFunc(m.Employments, func(e people.Employment) bool { return e.EntryOn < r.From })
}

// placed is the roll-out with the persons of the audience cut into weeks, from
// the day on if it has no first one yet.
func (r Rollout) placed(rule string, a Audience, org *people.Org, from calendar.Date) (*Rollout, error) {
	if r.From == 0 {
		r.From = from
	}
	r.Bounds, r.Placed = nil, true
	matcher := a.in(org)
	var places []uint32
	for _, m := range org.Members {
		if matcher.matches(m) && !r.joins(m) {
			places = append(places, place(rule, m))
		}
	}
	slices.Sort(places)
	for i := r.PerWeek; i < len(places); i += r.PerWeek {
		r.Bounds = append(r.Bounds, places[i])
	}
	return &r, r.validate()
}

// Week is one week of a roll-out for the preview.
type Week struct {
	From    calendar.Date
	Persons int
}

// Weeks counts whom the rule reaches when: weeks with nobody are left out, and
// joiners, who are not phased.
func (r Rule) Weeks(org *people.Org) []Week {
	if r.Rollout == nil {
		return nil
	}
	starts := r.Rollout.Starts()
	counts := make([]int, len(starts))
	matcher := r.Audience.in(org)
	for _, m := range org.Members {
		if matcher.matches(m) && !r.Rollout.joins(m) {
			counts[r.Rollout.week(r.Code, m)]++
		}
	}
	var weeks []Week
	for i, n := range counts {
		if n > 0 {
			weeks = append(weeks, Week{From: starts[i], Persons: n})
		}
	}
	return weeks
}

// keep takes the weeks of the rule in force over where nothing that decides about
// them has changed.
func (r *Rollout) keep(before *Rollout) bool {
	return before != nil && before.Placed && before.PerWeek == r.PerWeek && (r.From == 0 || r.From == before.From)
}
