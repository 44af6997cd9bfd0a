package hrimport

import (
	"maps"
	"math"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// planEmployment plans the employment of one row; changed is false if it is as
// it was.
func (p *planner) planEmployment(entry *people.PersonEntry, i int) (change people.EmploymentChange, changed bool) {
	row := p.file.Rows[i]
	change.No = p.number(row)
	var had *people.EmploymentEntry
	if entry != nil {
		had = entry.Employments[change.No]
	}
	if had != nil && had.Next != nil && row.EntryOn > p.effective && row.EntryOn == had.Next.EntryOn {
		had = had.Next // the entry that was announced
	}
	after := p.state(had, i)
	if row.EntryOn.IsZero() && after.ExitOn < after.EntryOn { // with an entry in the file checkRows has found it
		p.problem(row.Line, fieldExit, severe, keyExitBeforeKnown, map[string]any{"day": after.EntryOn})
	}
	change.After = &after
	if had == nil {
		change.From = max(after.EntryOn, p.since[after.Department])
		p.useSite(after.Site)
		return change, true
	}
	before := had.EmploymentState
	if after == before {
		return change, false
	}
	change.Before = &before
	change.From = p.from(had, after)
	p.useSite(after.Site)
	return change, true
}

// state is the employment as the row has it.
func (p *planner) state(had *people.EmploymentEntry, i int) people.EmploymentState {
	row := p.file.Rows[i]
	state := people.EmploymentState{EntryOn: p.effective, ExitOn: calendar.Forever}
	if had != nil {
		state = had.EmploymentState
	}
	state.Department = p.codes[i]
	if p.file.Has(fieldSite) {
		state.Site = row.Site
	}
	if p.file.Has(fieldFunction) {
		state.Function = row.Function
	}
	if p.file.Has(fieldPensum) {
		state.Pensum = 0
		if row.Pensum != nil {
			state.Pensum = math.Round(*row.Pensum*100) / 100 // as it is stored
		}
	}
	switch {
	case row.Category != "":
		state.Category = row.Category
	case state.Category != "" && p.unknownCategory[row.Line]: // what is on record stays
	case p.file.Has(fieldCategory) || state.Category == "":
		state.Category = people.Permanent
		if p.file.Has(fieldPensum) && state.Pensum == 0 {
			state.Category = people.Hourly
		}
	}
	if !row.EntryOn.IsZero() {
		state.EntryOn = row.EntryOn
	}
	switch {
	case p.file.Has(fieldExit) && !row.ExitOn.IsZero():
		state.ExitOn = row.ExitOn
	case p.file.Has(fieldExit), state.ExitOn < max(p.effective, state.EntryOn): // who is in the file is here, or comes back
		state.ExitOn = calendar.Forever
	}
	if p.file.Has(fieldManager) {
		state.Manager = p.managers[i]
	}
	if p.file.Has(fieldTrainer) || state.Category != people.Apprentice {
		state.Trainer = p.trainer(row, state.Category)
	}
	return state
}

// from is the day from which the new facts hold: a re-hire from the new entry, a
// last day from that day, an entry that alone was corrected from the earlier of
// both, anything else from the effective day, or from the day after an exit that
// has been taken back.
func (p *planner) from(had *people.EmploymentEntry, after people.EmploymentState) calendar.Date {
	since := p.since[after.Department]
	if had.ExitOn < after.EntryOn {
		from := max(after.EntryOn, since)
		if had.Next != nil { // another entry was announced before
			from = min(from, had.Next.ValidFrom)
		}
		return from
	}
	corrected := had.EmploymentState
	corrected.EntryOn = after.EntryOn
	if had.Facts == 1 && after.EntryOn != had.EntryOn && (corrected == after || had.ValidFrom > p.effective) {
		return max(min(had.ValidFrom, after.EntryOn), min(since, had.ValidFrom))
	}
	from := p.effective
	if had.ExitOn < from {
		from = had.ExitOn.AddDays(1)
	}
	from = max(from, since)
	return max(min(from, after.ExitOn), after.EntryOn)
}

func (p *planner) useSite(name string) {
	if name == "" {
		return
	}
	if _, there := p.roster.Sites[name]; !there {
		p.sites[name] = true
	}
}

// announcedDays: an exit that close is kept as announced when a file no longer
// names the person, since exports of the coming month leave out who will be
// gone by then.
const announcedDays = 31

// missingEmployments ends what is on record and not in the rows.
func (p *planner) missingEmployments(key string, entry *people.PersonEntry, rows []int) []people.EmploymentChange {
	if p.options.KeepMissing || !people.HasNumber(key) {
		return nil
	}
	named := map[string]bool{}
	for _, i := range rows {
		named[p.number(p.file.Rows[i])] = true
	}
	var list []people.EmploymentChange
	for _, no := range slices.Sorted(maps.Keys(entry.Employments)) {
		e := entry.Employments[no]
		if named[no] || e.ExitOn < p.effective || p.options.Scope != "" && !p.scope[e.Department] {
			continue
		}
		before := e.EmploymentState
		switch {
		case e.EntryOn > p.effective:
			p.note(keyJoinerMissing, key)
		case e.ExitOn <= p.effective.AddDays(announcedDays):
			p.note(keyLeaverAnnounced, key)
		case e.EntryOn == p.effective:
			list = append(list, people.EmploymentChange{No: no, Before: &before, From: e.EntryOn})
		default:
			after := before
			after.ExitOn = p.effective.AddDays(-1)
			list = append(list, people.EmploymentChange{No: no, Before: &before, After: &after, From: after.ExitOn})
		}
	}
	return list
}

// note warns about a person who is in no line of the file.
func (p *planner) note(key, person string) {
	p.problems = append(p.problems, Problem{Severity: mild, Key: key, Args: map[string]any{"number": person}})
}

// planMissing plans those of whom the file has no line.
func (p *planner) planMissing() {
	for _, key := range slices.Sorted(maps.Keys(p.roster.Persons)) {
		if len(p.rows[key]) > 0 {
			continue
		}
		entry := p.roster.Persons[key]
		change := people.PersonChange{Key: key, Employments: p.missingEmployments(key, entry, nil)}
		if word, said := p.options.HasPC[key]; said && entry.Traits != nil && (entry.Traits.HasPC != word || entry.Traits.Source != "hr") {
			after := *entry.Traits
			after.HasPC, after.Source = word, "hr"
			change.Traits = &people.TraitChange{Before: entry.Traits, After: after, From: p.effective}
		}
		p.add(change, entry)
	}
}
