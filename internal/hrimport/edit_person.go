package hrimport

import (
	"net/mail"
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// IdentityEdit gives a person on record another name, mail address, login or
// language.
type IdentityEdit struct {
	Person string // PersonKey
	State  people.PersonState
}

func (e *IdentityEdit) about() (person, department string) { return e.Person, "" }

func (e *IdentityEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	entry, err := personIn(r, e.Person)
	if err != nil {
		return people.Change{}, err
	}
	if err := checkIdentity(r, e.Person, e.State); err != nil {
		return people.Change{}, err
	}
	if e.State == entry.PersonState {
		return people.Change{}, nil
	}
	after := e.State
	return onePerson(entry, people.PersonChange{Key: e.Person, After: &after}, from), nil
}

// PersonEdit records somebody whom no file has: an external with access to
// systems, or somebody who begins before the next list.
type PersonEdit struct {
	Key        string // PersonKey: the number, or one made of a new Kennung
	State      people.PersonState
	Employment people.EmploymentState
	// Namesake says that somebody of the same name is another person.
	Namesake bool
}

func (e *PersonEdit) about() (person, department string) { return e.Key, "" }

func (e *PersonEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	if !people.ValidKey(e.Key) {
		return people.Change{}, invalid("number", "error.edit.number", nil)
	}
	if r.Persons[e.Key] != nil {
		return people.Change{}, invalid("number", "error.edit.number_taken", map[string]any{"name": nameIn(r, e.Key)})
	}
	if err := checkIdentity(r, e.Key, e.State); err != nil {
		return people.Change{}, err
	}
	if !e.Namesake {
		for _, entry := range r.Persons {
			if nameKey(entry.LastName, entry.FirstName) == nameKey(e.State.LastName, e.State.FirstName) {
				return people.Change{}, invalid("last_name", "error.edit.namesake", map[string]any{"name": nameOf(entry.PersonState)})
			}
		}
	}
	if err := checkEmployment(r, e.Key, e.Employment, e.Employment.EntryOn); err != nil {
		return people.Change{}, err
	}
	state, employment := e.State, e.Employment
	return people.Change{Sites: newSites(r, employment.Site), Persons: []people.PersonChange{{
		Key: e.Key, Kind: people.Joined, After: &state,
		Traits:      &people.TraitChange{After: people.TraitState{HasPC: state.Email != "", Source: "mail"}, From: min(from, employment.EntryOn)},
		Employments: []people.EmploymentChange{{No: "1", After: &employment, From: employment.EntryOn}},
	}}}, nil
}

// Languages in which the app speaks to people and writes to them.
var languages = []string{"de", "en", "fr", "it"}

// maxName is the length of a name, mail address or login in bytes.
const maxName = 120

// checkIdentity says what is wrong with a person's identity.
func checkIdentity(r *people.Roster, key string, s people.PersonState) error {
	for field, value := range map[string]string{"last_name": s.LastName, "first_name": s.FirstName, "email": s.Email, "login": s.Login} {
		switch {
		case value == "" && strings.HasSuffix(field, "_name"):
			return invalid(field, "error.form.required", nil)
		case len(value) > maxName || strings.ContainsAny(value, "\n\r\t"):
			return invalid(field, "error.form.too_long", nil)
		}
	}
	if address, err := mail.ParseAddress(s.Email); s.Email != "" && (err != nil || address.Address != s.Email) {
		return invalid("email", "error.edit.email", nil)
	}
	if !slices.Contains(languages, s.Language) {
		return invalid("language", "error.form.choice", nil)
	}
	for other, entry := range r.Persons {
		if other != key && s.Login != "" && strings.EqualFold(entry.Login, s.Login) {
			return invalid("login", "error.edit.login_taken", map[string]any{"name": nameOf(entry.PersonState)})
		}
	}
	return nil
}

func nameOf(s people.PersonState) string {
	return people.Person{FirstName: s.FirstName, LastName: s.LastName}.Name()
}

// nameIn is a person's name in the roster, the key for somebody unknown.
func nameIn(r *people.Roster, key string) string {
	if entry := r.Persons[key]; entry != nil {
		return nameOf(entry.PersonState)
	}
	return key
}
