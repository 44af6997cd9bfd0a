package hr

import (
	"slices"

	"zaemme/internal/curriculum"
)

// How a group of conditions joins those before it.
const (
	joinFirst  = "first"
	joinOr     = "or"     // begins another circle of people
	joinAnd    = "and"    // narrows the circle before it
	joinExcept = "except" // leaves people out of all circles
)

// maxGroups of conditions in one rule.
const maxGroups = 12

// conditions are a set of conditions that must all hold; lists within hold if one of
// their entries does. ID names its fields on the form.
type conditions struct {
	ID   int
	Join string
	Says curriculum.Audience // without Any and Except
}

// groupsOf takes an audience apart; ok is false for one that was built otherwise
// than by groups, with an exception of its own inside.
func groupsOf(a curriculum.Audience) (list []conditions, ok bool) {
	except := a.Except
	a.Except = nil
	circles, ok := circlesOf(a)
	if !ok {
		return nil, false
	}
	add := func(join string, says curriculum.Audience) {
		list = append(list, conditions{ID: len(list), Join: join, Says: says})
	}
	for i, circle := range circles {
		for j, says := range circle {
			switch {
			case i == 0 && j == 0:
				add(joinFirst, says)
			case j == 0:
				add(joinOr, says)
			default:
				add(joinAnd, says)
			}
		}
	}
	if except != nil {
		out, fine := circlesOf(*except)
		if !fine {
			return nil, false
		}
		for _, circle := range out {
			if len(circle) != 1 {
				return nil, false
			}
			add(joinExcept, circle[0])
		}
	}
	return list, len(list) <= maxGroups
}

// circlesOf are the alternatives of an audience, each a list of what must hold.
func circlesOf(a curriculum.Audience) ([][]curriculum.Audience, bool) {
	if a.Except != nil {
		return nil, false
	}
	own, any := a, a.Any
	own.Any = nil
	if len(any) == 0 {
		return [][]curriculum.Audience{{own}}, true
	}
	var list [][]curriculum.Audience
	for _, one := range any {
		circles, ok := circlesOf(one)
		if !ok {
			return nil, false
		}
		for _, c := range circles {
			if !isEverybody(own) {
				c = append([]curriculum.Audience{own}, c...)
			}
			list = append(list, c)
		}
	}
	return list, true
}

func isEverybody(a curriculum.Audience) bool {
	return len(a.Departments)+len(a.Functions)+len(a.Categories)+len(a.Sites)+len(a.Tags)+len(a.Persons) == 0 &&
		a.PC == nil && a.LeadsPeople == nil && a.EntryFrom == 0 && a.EntryUntil == 0
}

// audienceOf puts groups together.
func audienceOf(groups []conditions) curriculum.Audience {
	var circles [][]curriculum.Audience
	var except []curriculum.Audience
	for _, g := range groups {
		switch {
		case g.Join == joinExcept:
			except = append(except, g.Says)
		case g.Join == joinAnd && len(circles) > 0:
			last := len(circles) - 1
			circles[last] = append(circles[last], g.Says)
		default:
			circles = append(circles, []curriculum.Audience{g.Says})
		}
	}
	var out curriculum.Audience
	alternatives := make([]curriculum.Audience, len(circles))
	for i, c := range circles {
		alternatives[i] = nested(c)
	}
	switch len(alternatives) {
	case 0:
	case 1:
		out = alternatives[0]
	default:
		out.Any = alternatives
	}
	switch len(except) {
	case 0:
	case 1:
		out.Except = &except[0]
	default:
		out.Except = &curriculum.Audience{Any: except}
	}
	return out
}

// nested says that all of the list must hold.
func nested(list []curriculum.Audience) curriculum.Audience {
	a := list[0]
	if len(list) > 1 {
		a.Any = []curriculum.Audience{nested(list[1:])}
	}
	return a
}

// without is the list without the group of the ID; the first that is left begins.
func without(list []conditions, id int) []conditions {
	list = slices.DeleteFunc(slices.Clone(list), func(g conditions) bool { return g.ID == id })
	if len(list) == 0 {
		return []conditions{{Join: joinFirst}}
	}
	if list[0].Join != joinExcept {
		list[0].Join = joinFirst
	}
	return list
}

// with is the list with an empty group more; exceptions stay last.
func with(list []conditions, join string) []conditions {
	next := conditions{Join: join}
	at := len(list)
	for i, g := range list {
		next.ID = max(next.ID, g.ID+1)
		if g.Join == joinExcept && join != joinExcept {
			at = min(at, i)
		}
	}
	return slices.Insert(slices.Clone(list), at, next)
}
