package hrimport

import (
	"maps"
	"slices"

	"zaemme/internal/people"
)

// planPersons plans everybody in the file, by number.
func (p *planner) planPersons() {
	for _, key := range slices.Sorted(maps.Keys(p.rows)) {
		if key != "" {
			p.planPerson(key, p.rows[key])
		}
	}
	for name := range p.sites {
		p.change.Sites = append(p.change.Sites, name)
	}
	if len(p.lossyRows) > 0 {
		p.problem(p.lossyRows[0], fieldLastName, mild, keyNameKept, map[string]any{"count": len(p.lossyRows)})
	}
}

func (p *planner) planPerson(key string, rows []int) {
	entry := p.roster.Persons[key]
	change := people.PersonChange{Key: key}
	after := p.identity(entry, rows)
	switch {
	case entry == nil:
		change.After = &after
	case after != entry.PersonState:
		before := entry.PersonState
		change.Before, change.After = &before, &after
	}
	if entry != nil && otherPerson(entry.PersonState, after) {
		p.problem(p.file.Rows[rows[0]].Line, fieldLastName, mild, keyOtherPerson, nil)
	}
	for _, i := range rows {
		if one, changed := p.planEmployment(entry, i); changed {
			change.Employments = append(change.Employments, one)
		}
	}
	if entry != nil {
		change.Employments = append(change.Employments, p.missingEmployments(key, entry, rows)...)
	}
	p.planTraits(&change, entry, after, rows)
	p.planDeputy(&change, entry, rows)
	p.add(change, entry)
}

// otherPerson reports whether nothing that names a person is as it was. A number
// given to somebody else would hand on evidence and duties.
func otherPerson(before, after people.PersonState) bool {
	return before.LastName != after.LastName && before.FirstName != after.FirstName && (before.Email != after.Email || before.Email == "")
}

// add adds the change of a person if it is one.
func (p *planner) add(change people.PersonChange, entry *people.PersonEntry) {
	if entry != nil && change.After == nil && change.Traits == nil && change.Deputy == nil && len(change.Employments) == 0 {
		return
	}
	if entry != nil && change.Before == nil {
		before := entry.PersonState
		change.Before = &before
	}
	change.Kind = change.KindFor(entry, p.effective)
	p.change.Persons = append(p.change.Persons, change)
}

// identity is the person as the file has it: fields of columns that are absent
// stay, of several lines the first that says something counts.
func (p *planner) identity(entry *people.PersonEntry, rows []int) people.PersonState {
	state := people.PersonState{Language: "de"}
	if entry != nil {
		state = entry.PersonState
	}
	pick := func(field Field, of func(Row) string, none string, into *string) {
		if !p.file.Has(field) {
			return
		}
		*into = none
		for _, i := range rows {
			if value := of(p.file.Rows[i]); value != "" {
				*into = value
				return
			}
		}
	}
	line := p.file.Rows[rows[0]].Line
	if row := p.file.Rows[rows[0]]; entry == nil {
		state.LastName, state.FirstName = row.LastName, row.FirstName
	} else {
		state.LastName = p.keptName(entry.LastName, row.LastName, line)
		state.FirstName = p.keptName(entry.FirstName, row.FirstName, line)
	}
	pick(fieldEmail, func(r Row) string { return r.Email }, "", &state.Email)
	pick(fieldLogin, func(r Row) string { return r.Login }, "", &state.Login)
	if entry == nil || !entry.LanguageChosen {
		pick(fieldLanguage, func(r Row) string { return r.Language }, "de", &state.Language)
	}
	return state
}

// planTraits proposes «PC ja/nein»: HR's word stands; then the column; then the
// mail address, since who has none has no PC as a rule.
func (p *planner) planTraits(change *people.PersonChange, entry *people.PersonEntry, identity people.PersonState, rows []int) {
	var before *people.TraitState
	if entry != nil {
		before = entry.Traits
	}
	after := people.TraitState{HasPC: identity.Email != "", Source: "mail"}
	if before != nil {
		after = *before
	}
	column := p.pcColumn(rows)
	word, said := p.options.HasPC[change.Key]
	switch {
	case said:
		after.HasPC, after.Source = word, "hr"
	case before != nil && before.Source == "hr":
	case column != nil:
		after.HasPC, after.Source = *column, "column"
	case before != nil && before.Source == "column" && !p.file.Has(fieldPC):
	case p.file.Has(fieldEmail):
		after.HasPC, after.Source = identity.Email != "", "mail"
	}
	if p.file.Has(fieldTags) {
		after.Tags = p.tagsColumn(rows)
	}
	if before != nil && before.HasPC == after.HasPC && before.Source == after.Source && slices.Equal(before.Tags, after.Tags) {
		return
	}
	from := p.effective
	if entry == nil { // known from the beginning
		for _, e := range change.Employments {
			from = min(from, e.ValidFrom())
		}
	}
	change.Traits = &people.TraitChange{Before: before, After: after, From: from}
}

func (p *planner) pcColumn(rows []int) *bool {
	for _, i := range rows {
		if p.file.Rows[i].HasPC != nil {
			return p.file.Rows[i].HasPC
		}
	}
	return nil
}

// Brake says how many people a plan touches, against the shares that a person
// has to confirm.
type Brake struct {
	Employed int // before the change, on its first day; of the file's department where it has one's staff
	Leavers  int
	Movers   int
	// LeaversOver and MoversOver tell which share is exceeded.
	LeaversOver, MoversOver bool
}

// Confirm is the number to be typed by hand, 0 if none has to be: who leaves and
// who moves, of the shares exceeded.
func (b Brake) Confirm() int {
	n := 0
	if b.LeaversOver {
		n += b.Leavers
	}
	if b.MoversOver {
		n += b.Movers
	}
	return n
}

func (p *planner) brake(shares Shares) Brake {
	b := Brake{Leavers: p.change.Count(people.Left), Movers: p.change.Count(people.Moved)}
	for key, entry := range p.roster.Persons {
		if people.HasNumber(key) && entry.Employed(p.effective) && p.concerned(entry) {
			b.Employed++
		}
	}
	over := func(n, percent int) bool { return n*100 > max(b.Employed, 1)*percent && n > 0 }
	b.LeaversOver, b.MoversOver = over(b.Leavers, shares.Leavers), over(b.Movers, shares.Movers)
	return b
}
