package people_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// edits makes changes at random of what is on record: what a planner may ask for.
type edits struct {
	*rand.Rand
	roster *people.Roster
	made   int // numbers given out
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// change is a random change with effect on the roster's day.
func (g *edits) change() people.Change {
	day := g.roster.Day
	c := people.Change{EffectiveOn: day}
	codes := slices.DeleteFunc(slices.Sorted(maps.Keys(g.roster.Departments)), func(code string) bool {
		return g.roster.Departments[code].Ends <= day
	})
	for range g.IntN(3) {
		g.made++
		code := fmt.Sprintf("d%d", g.made)
		parent := ""
		if len(codes) > 0 && g.IntN(4) > 0 {
			parent = pick(g.Rand, codes...)
		}
		c.Departments = append(c.Departments, people.DepartmentChange{Code: code, From: day, Official: g.IntN(5) == 0,
			After: people.DepartmentState{Name: "Bereich " + code, Parent: parent}})
	}
	for _, code := range codes {
		if entry := g.roster.Departments[code]; g.IntN(6) == 0 && entry.Since <= day {
			before, after := entry.DepartmentState, entry.DepartmentState
			after.Name += "+"
			c.Departments = append(c.Departments, people.DepartmentChange{Code: code, Before: &before, After: after, From: day})
		}
	}
	if len(codes) > 3 && g.IntN(4) == 0 { // dissolved: who is in it is somebody else's concern
		code := codes[g.IntN(len(codes))]
		entry := g.roster.Departments[code]
		taken := slices.ContainsFunc(c.Departments, func(d people.DepartmentChange) bool { return d.Code == code })
		if entry.Since <= day && !taken {
			before := entry.DepartmentState
			c.Departments = append(c.Departments, people.DepartmentChange{Code: code, Before: &before, Ended: true, From: day})
			codes = slices.DeleteFunc(codes, func(other string) bool { return other == code })
		}
	}
	for _, d := range c.Departments {
		if d.Created() {
			codes = append(codes, d.Code)
		}
	}
	sites := slices.Sorted(maps.Keys(g.roster.Sites))
	if g.IntN(3) == 0 {
		g.made++
		c.Sites = []string{fmt.Sprintf("Haus %d", g.made)}
		sites = append(sites, c.Sites...)
	}
	keys := slices.Sorted(maps.Keys(g.roster.Persons))
	if len(codes) == 0 {
		return c
	}
	var fresh []string
	for range 1 + g.IntN(5) {
		g.made++
		fresh = append(fresh, fmt.Sprintf("%05d", g.made))
	}
	all := append(slices.Clone(keys), fresh...)
	for _, key := range fresh {
		c.Persons = append(c.Persons, g.joiner(key, codes, sites, all))
	}
	for _, key := range keys {
		if g.IntN(3) == 0 {
			c.Persons = append(c.Persons, g.edit(key, codes, sites, all))
		}
	}
	c.Sort()
	return c
}

func (g *edits) state(codes, sites, keys []string) people.EmploymentState {
	entry := g.roster.Day.AddDays(g.IntN(60) - 40)
	exit := calendar.Forever
	if g.IntN(4) == 0 {
		exit = entry.AddDays(g.IntN(90))
	}
	site := ""
	if len(sites) > 0 {
		site = pick(g.Rand, append(sites, "")...)
	}
	return people.EmploymentState{
		Department: pick(g.Rand, codes...), Site: site, Function: pick(g.Rand, "", "Leitung", "Sachbearbeitung"),
		Pensum: pick(g.Rand, 0, 20, 62.5, 100), Category: pick(g.Rand, people.Categories...),
		EntryOn: entry, ExitOn: exit, Manager: pick(g.Rand, append(keys, "")...),
		Trainer: pick(g.Rand, append(keys, "")...),
	}
}

func (g *edits) identity(key string) *people.PersonState {
	return &people.PersonState{LastName: "Muster", FirstName: fmt.Sprintf("P%d", g.IntN(1000)),
		Email: pick(g.Rand, "", "p"+key+"@example.ch"), Login: pick(g.Rand, "", "u"+key), Language: pick(g.Rand, "de", "fr")}
}

func (g *edits) joiner(key string, codes, sites, keys []string) people.PersonChange {
	p := people.PersonChange{Key: key, Kind: people.Joined, After: g.identity(key)}
	from := g.roster.Day
	for no := range 1 + g.IntN(2) {
		state := g.state(codes, sites, keys)
		e := people.EmploymentChange{No: fmt.Sprint(no + 1), After: &state, From: state.EntryOn}
		p.Employments = append(p.Employments, e)
		from = min(from, e.ValidFrom())
	}
	p.Traits = &people.TraitChange{After: people.TraitState{HasPC: p.After.Email != "", Source: "mail"}, From: from}
	return p
}

func (g *edits) edit(key string, codes, sites, keys []string) people.PersonChange {
	entry := g.roster.Persons[key]
	before := entry.PersonState
	p := people.PersonChange{Key: key, Kind: people.Changed, Before: &before}
	if g.IntN(2) == 0 {
		p.After = g.identity(key)
	}
	if g.IntN(3) == 0 {
		after := people.TraitState{HasPC: g.IntN(2) == 0, Source: pick(g.Rand, "column", "hr"), Tags: []string{"GEVER"}}
		p.Traits = &people.TraitChange{Before: entry.Traits, After: after, From: g.roster.Day}
	}
	if deputy := pick(g.Rand, append(keys, "")...); g.IntN(4) == 0 && deputy != key && deputy != entry.Deputy {
		p.Deputy = &people.DeputyChange{Before: entry.Deputy, After: deputy, From: g.roster.Day}
	}
	p.Absences, p.Substitutes = g.absences(entry), g.substitutes(key, entry, keys)
	if g.IntN(8) == 0 {
		g.made++
		p.NewNumber = fmt.Sprintf("n%04d", g.made)
	}
	for no, e := range entry.Employments {
		had := e.EmploymentState
		switch g.IntN(4) {
		case 0: // moved, or a re-hire
			after := g.state(codes, sites, keys)
			p.Employments = append(p.Employments, people.EmploymentChange{No: no, Before: &had, After: &after, From: g.roster.Day})
		case 1: // left
			after := had
			after.ExitOn = max(g.roster.Day.AddDays(-1), had.EntryOn)
			p.Employments = append(p.Employments, people.EmploymentChange{No: no, Before: &had, After: &after, From: after.ExitOn})
		case 2: // never began
			if had.EntryOn >= g.roster.Day {
				p.Employments = append(p.Employments, people.EmploymentChange{No: no, Before: &had, From: had.EntryOn})
			}
		}
	}
	return p
}

// absences adds one, corrects one or takes one back.
func (g *edits) absences(entry *people.PersonEntry) []people.AbsenceChange {
	after := &calendar.Interval{From: g.roster.Day.AddDays(g.IntN(60) - 30), Until: calendar.Forever}
	if g.IntN(3) > 0 {
		after.Until = after.From.AddDays(g.IntN(40))
	}
	var before *calendar.Interval
	if len(entry.Absences) > 0 {
		before = &entry.Absences[g.IntN(len(entry.Absences))]
	}
	switch g.IntN(6) {
	case 0:
		return []people.AbsenceChange{{After: after}}
	case 1:
		if before != nil {
			return []people.AbsenceChange{{Before: before, After: after}}
		}
	case 2:
		if before != nil {
			return []people.AbsenceChange{{Before: before}}
		}
	}
	return nil
}

// substitutes adds a deputy with an end, or takes one back.
func (g *edits) substitutes(key string, entry *people.PersonEntry, keys []string) []people.SubstituteChange {
	switch deputy := pick(g.Rand, keys...); {
	case g.IntN(4) > 0:
		return nil
	case len(entry.Substitutes) > 0:
		gone := entry.Substitutes[0]
		gone.Remove = true
		return []people.SubstituteChange{gone}
	case deputy != key:
		from := g.roster.Day.AddDays(g.IntN(20) - 5)
		return []people.SubstituteChange{{Deputy: deputy, From: from, Until: from.AddDays(30)}}
	}
	return nil
}
