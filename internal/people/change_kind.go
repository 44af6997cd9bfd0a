package people

import "zaemme/internal/calendar"

// KindOf says what a change of the employments does to somebody who is on
// record, seen from the day: what has ended before it does not count. Who only
// gets a department or loses one has not moved.
func KindOf(day calendar.Date, before, after []EmploymentState) Kind {
	had, has := departmentsAfter(day, before), departmentsAfter(day, after)
	switch {
	case len(had) == 0 && len(has) > 0:
		return Rehired
	case len(had) > 0 && len(has) == 0:
		return Left
	case lacks(had, has) && lacks(has, had):
		return Moved
	default:
		return Changed
	}
}

// KindFor is the kind of the change of somebody, seen from the day; nil is
// somebody who is not on record.
func (p PersonChange) KindFor(entry *PersonEntry, day calendar.Date) Kind {
	if entry == nil {
		return Joined
	}
	var before, after []EmploymentState
	touched := map[string]bool{}
	for _, e := range p.Employments {
		touched[e.No] = true
		if e.After != nil {
			after = append(after, *e.After)
		}
	}
	for no, e := range entry.Employments {
		before = append(before, e.EmploymentState)
		if !touched[no] {
			after = append(after, e.EmploymentState)
		}
	}
	return KindOf(day, before, after)
}

// departmentsAfter are those of employments that have not ended before the day.
func departmentsAfter(day calendar.Date, list []EmploymentState) map[string]bool {
	codes := map[string]bool{}
	for _, e := range list {
		if e.ExitOn >= day {
			codes[e.Department] = true
		}
	}
	return codes
}

// lacks reports whether b has not all of a.
func lacks(b, a map[string]bool) bool {
	for one := range a {
		if !b[one] {
			return true
		}
	}
	return false
}
