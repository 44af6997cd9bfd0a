package people

import (
	"maps"
	"slices"

	"zaemme/internal/calendar"
)

// Difference is what lies between two rosters of one day, as a change that people
// can read. Persons who are in one roster only have joined, or never came.
func Difference(before, after *Roster) Change {
	c := Change{EffectiveOn: after.Day}
	for _, code := range keysOfBoth(before.Departments, after.Departments) {
		if d, differs := departmentDifference(code, before.Departments[code], after.Departments[code], after.Day); differs {
			c.Departments = append(c.Departments, d)
		}
	}
	for _, key := range keysOfBoth(before.Persons, after.Persons) {
		if p, differs := personDifference(key, before.Persons[key], after.Persons[key], after.Day); differs {
			c.Persons = append(c.Persons, p)
		}
	}
	for _, key := range keysOfBoth(before.Joined, after.Joined) {
		switch had, has := before.Joined[key], after.Joined[key]; {
		case has == "":
			c.Joins = append(c.Joins, JoinChange{Key: key, Into: had, From: after.Day, Parted: true})
		case had != has:
			c.Joins = append(c.Joins, JoinChange{Key: key, Into: has, From: after.Day})
		}
	}
	c.Sort()
	return c
}

func keysOfBoth[T any](a, b map[string]T) []string {
	keys := slices.Collect(maps.Keys(a))
	for key := range b {
		if _, there := a[key]; !there {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func departmentDifference(code string, had, has *DepartmentEntry, day calendar.Date) (d DepartmentChange, differs bool) {
	d = DepartmentChange{Code: code, From: day}
	gone := func(e *DepartmentEntry) bool { return e == nil || e.Ends <= day }
	switch {
	case gone(had) && gone(has):
		return d, false
	case gone(had):
		d.After, d.Official = has.DepartmentState, has.Official
		return d, true
	}
	before := had.DepartmentState
	d.Before = &before
	if gone(has) {
		d.Ended = true
		return d, true
	}
	d.After = has.DepartmentState
	return d, d.After != before
}

func personDifference(key string, had, has *PersonEntry, day calendar.Date) (p PersonChange, differs bool) {
	p = PersonChange{Key: key, Kind: Joined}
	none := &PersonEntry{}
	switch {
	case had == nil:
		after := has.PersonState
		p.After, had = &after, none
	case has == nil:
		before := had.PersonState
		p.Before, has = &before, none
	default:
		before, after := had.PersonState, has.PersonState
		p.Before = &before
		if before != after {
			p.After = &after
		}
		p.Traits = traitDifference(had.Traits, has.Traits, day)
		if had.Deputy != has.Deputy {
			p.Deputy = &DeputyChange{Before: had.Deputy, After: has.Deputy, From: day}
		}
		p.Substitutes, p.Absences = substituteDifference(had.Substitutes, has.Substitutes), absenceDifference(had.Absences, has.Absences)
	}
	var before, after []EmploymentState
	for _, no := range keysOfBoth(had.Employments, has.Employments) {
		e := EmploymentChange{No: no, From: day}
		if one := had.Employments[no]; one != nil {
			e.Before = &one.EmploymentState
			before = append(before, one.EmploymentState)
		}
		if one := has.Employments[no]; one != nil {
			e.After = &one.EmploymentState
			after = append(after, one.EmploymentState)
		}
		if e.Before == nil || e.After == nil || *e.Before != *e.After {
			p.Employments = append(p.Employments, e)
		}
	}
	if p.Before != nil {
		p.Kind = KindOf(day, before, after)
	}
	return p, p.Before == nil || has == none || p.After != nil || p.Traits != nil || p.Deputy != nil || len(p.Substitutes) > 0 ||
		len(p.Absences) > 0 || len(p.Employments) > 0
}

func traitDifference(had, has *TraitState, day calendar.Date) *TraitChange {
	if has == nil || had != nil && had.HasPC == has.HasPC && had.Source == has.Source && slices.Equal(had.Tags, has.Tags) {
		return nil
	}
	return &TraitChange{Before: had, After: *has, From: day}
}

func substituteDifference(had, has []SubstituteChange) (list []SubstituteChange) {
	for _, s := range had {
		if !slices.Contains(has, s) {
			s.Remove = true
			list = append(list, s)
		}
	}
	for _, s := range has {
		if !slices.Contains(had, s) {
			list = append(list, s)
		}
	}
	return list
}

func absenceDifference(had, has []calendar.Interval) (list []AbsenceChange) {
	for _, one := range had {
		if !slices.Contains(has, one) {
			list = append(list, AbsenceChange{Before: &one})
		}
	}
	for _, one := range has {
		if !slices.Contains(had, one) {
			list = append(list, AbsenceChange{After: &one})
		}
	}
	return list
}
