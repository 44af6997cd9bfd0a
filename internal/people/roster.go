package people

import (
	"strings"

	"github.com/google/uuid"

	"zaemme/internal/calendar"
)

// Roster is what is known now, by key and as seen from a day: what a planner
// compares a file with. Unlike Org it has employments that have ended or have
// not begun.
type Roster struct {
	Day         calendar.Date
	Departments map[string]*DepartmentEntry // by code
	Sites       map[string]int64            // by name
	Persons     map[string]*PersonEntry     // by PersonKey
	Joined      map[string]string           // PersonKey of a second record → that of the person, on the day
}

// DepartmentEntry is a department on the roster's day, or the next or the last
// state where it has none on that day.
type DepartmentEntry struct {
	ID       int64
	Official bool
	Since    calendar.Date // first day on record
	Ends     calendar.Date // first day without it, Forever: none
	Next     calendar.Date // first day of facts announced for later, 0: none
	DepartmentState
}

// PersonEntry is a person on the roster's day.
type PersonEntry struct {
	ID int64
	PersonState
	LanguageChosen bool                        // by the person, in the app
	Traits         *TraitState                 // nil: none on record
	TraitsNext     calendar.Date               // first day of traits announced for later, if others hold on the day; 0: none
	Deputy         string                      // PersonKey of the standing deputy
	Substitutes    []SubstituteChange          // deputies with an end that is not past, by deputy and first day
	Absences       []calendar.Interval         // all that are known, by first day
	Employments    map[string]*EmploymentEntry // by number
}

// EmploymentEntry is an employment on the roster's day, or its next or its last
// facts where it has none on that day.
type EmploymentEntry struct {
	ID        int64
	ValidFrom calendar.Date // since when these facts hold
	Facts     int           // how many facts the employment has in all
	Earlier   calendar.Date // last day of the employment by the facts before these, none if these are the first
	Later     calendar.Date // day from which other facts are announced, none if there are none
	EmploymentState
	Next *EmploymentEntry // the facts announced for a later day, if these hold on the day
}

// Announced reports whether the employment has ended and begins anew later.
func (e *EmploymentEntry) Announced() bool { return e.Next != nil && e.ExitOn < e.Next.EntryOn }

// SameStay reports whether there are facts before these in which the employment had
// not ended.
func (e *EmploymentEntry) SameStay() bool { return e.Earlier != 0 && e.Earlier >= e.EntryOn }

// At reports whether the employment contains the day.
func (e *EmploymentEntry) At(day calendar.Date) bool {
	return e.EntryOn <= day && day <= e.ExitOn
}

// Employed reports whether one of the employments contains the day.
func (p *PersonEntry) Employed(day calendar.Date) bool {
	for _, e := range p.Employments {
		if e.At(day) {
			return true
		}
	}
	return false
}

// uidPrefix marks the key of a person without a personnel number; a number never
// has a colon.
const uidPrefix = "uid:"

// PersonKey names a person across installations and imports: the personnel
// number, or «uid:» and the Kennung for somebody without.
func (p Person) PersonKey() string {
	if p.PersonnelNo != "" {
		return p.PersonnelNo
	}
	return uidPrefix + p.UID.String()
}

// HasNumber reports whether the key is a personnel number: HR's files speak of
// nobody else.
func HasNumber(key string) bool { return key != "" && !strings.HasPrefix(key, uidPrefix) }

// maxNumber is the length of a personnel number in bytes.
const maxNumber = 40

// ValidKey reports whether the key can name a new person: a number without spaces
// and signs that files part values with, or a Kennung.
func ValidKey(key string) bool {
	if !HasNumber(key) {
		_, err := uuid.Parse(strings.TrimPrefix(key, uidPrefix))
		return err == nil
	}
	return len(key) <= maxNumber && !strings.ContainsAny(key, " \t\n:,;/")
}
