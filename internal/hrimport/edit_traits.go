package hrimport

import (
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// PCEdit is HR's word on «PC ja/nein» of one person. It stands until HR says
// otherwise: no later file overrules it.
type PCEdit struct {
	Person string // PersonKey
	HasPC  bool
}

func (e *PCEdit) about() (person, department string) { return e.Person, "" }

func (e *PCEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	entry, err := personIn(r, e.Person)
	if err != nil {
		return people.Change{}, err
	}
	after := traitsOf(entry)
	after.HasPC, after.Source = e.HasPC, "hr"
	return traitChange(entry, e.Person, after, from)
}

// TagsEdit says which tags (Merkmale) a person has from the day on: all of them.
type TagsEdit struct {
	Person string // PersonKey
	Tags   []string
}

// Limits of tags.
const (
	maxTag  = 60 // bytes of one
	maxTags = 40 // of one person
)

func (e *TagsEdit) about() (person, department string) { return e.Person, "" }

func (e *TagsEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	entry, err := personIn(r, e.Person)
	if err != nil {
		return people.Change{}, err
	}
	after := traitsOf(entry)
	if after.Tags, err = cleanTags(e.Tags); err != nil {
		return people.Change{}, err
	}
	return traitChange(entry, e.Person, after, from)
}

// cleanTags are the tags sorted, each once. A comma would part a tag in lists.
func cleanTags(tags []string) ([]string, error) {
	var list []string
	for _, tag := range tags {
		tag = strings.Join(strings.Fields(tag), " ")
		if len(tag) > maxTag || strings.ContainsAny(tag, ",;\n") {
			return nil, invalid("tags", "error.edit.tag", map[string]any{"bytes": maxTag})
		}
		if tag != "" {
			list = append(list, tag)
		}
	}
	slices.Sort(list)
	if list = slices.Compact(list); len(list) > maxTags {
		return nil, invalid("tags", "error.edit.tags", map[string]any{"number": maxTags})
	}
	return list, nil
}

// SplitTags parts tags written with commas or semicolons between them.
func SplitTags(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
}

// traitsOf are the traits on record; without any, the mail address tells of a PC.
func traitsOf(entry *people.PersonEntry) people.TraitState {
	if entry.Traits != nil {
		return *entry.Traits
	}
	return people.TraitState{HasPC: entry.Email != "", Source: "mail"}
}

func traitChange(entry *people.PersonEntry, key string, after people.TraitState, from calendar.Date) (people.Change, error) {
	had := traitsOf(entry)
	if entry.Traits != nil || after.Source != "hr" {
		if had.HasPC == after.HasPC && had.Source == after.Source && slices.Equal(had.Tags, after.Tags) {
			return people.Change{}, nil
		}
	}
	if entry.TraitsNext != 0 { // they would be taken away
		return people.Change{}, invalid("from", "error.edit.later", map[string]any{"day": entry.TraitsNext})
	}
	return onePerson(entry, people.PersonChange{Key: key, Traits: &people.TraitChange{Before: entry.Traits, After: after, From: from}}, from), nil
}
