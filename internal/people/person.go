package people

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"zaemme/internal/calendar"
)

// Person is somebody's identity. It is undated; what a report hashes of it is
// UID alone.
type Person struct {
	ID          int64
	UID         uuid.UUID // the Kennung, random
	PersonnelNo string    // text, leading zeros kept; empty for externals
	LastName    string
	FirstName   string
	Email       string
	Login       string
	Language    string // de, en, fr, it
}

// Name is «Vorname Name», or the Kennung of a forgotten person.
func (p Person) Name() string {
	if name := strings.TrimSpace(p.FirstName + " " + p.LastName); name != "" {
		return name
	}
	return p.UID.String()
}

// Category is the kind of employment (DOMAIN.md §4.1).
type Category string

// The categories.
const (
	Permanent       Category = "permanent"
	FixedTerm       Category = "fixed_term"
	Hourly          Category = "hourly"
	Apprentice      Category = "apprentice"
	Intern          Category = "intern"
	CivilianService Category = "civilian_service"
	Agency          Category = "agency"
	Official        Category = "official"
	External        Category = "external"
	Teacher         Category = "teacher"
	Militia         Category = "militia"
)

// Categories in the order of lists.
var Categories = []Category{
	Permanent, FixedTerm, Hourly, Apprentice, Intern, CivilianService, Agency, Official, External, Teacher, Militia,
}

// Counted reports whether the category belongs to the total of a report;
// elected members, militia, externals and agency staff stand in a block of
// their own (REPORT.md §1).
func (c Category) Counted() bool {
	switch c {
	case Official, Militia, External, Agency:
		return false
	default:
		return true
	}
}

// Uncounted are the categories that do not belong to the total.
func Uncounted() []Category {
	return slices.DeleteFunc(slices.Clone(Categories), Category.Counted)
}

// Employment is one employment of a person on the day of the Org it belongs to.
type Employment struct {
	ID           int64
	PersonID     int64
	No           string
	DepartmentID int64
	SiteID       int64 // 0: none
	Function     string
	Pensum       float64 // per cent, 0: by the hour
	Category     Category
	EntryOn      calendar.Date
	ExitOn       calendar.Date // last day, Forever: open
	ManagerID    int64         // 0: none
	TrainerID    int64         // vocational trainer of an apprentice, 0: none
	ValidFrom    calendar.Date // since when these facts hold
}

// Absence is an interval of days, both included, without a reason.
type Absence struct {
	PersonID int64
	FromOn   calendar.Date
	UntilOn  calendar.Date // Forever: open
}

// Department is a node of the tree on one day.
type Department struct {
	ID       int64
	Code     string
	Name     string
	ParentID int64 // 0: top
	HeadID   int64 // 0: vacant or not known
	Official bool  // elected members
}

// Site has its own holiday calendar.
type Site struct {
	ID       int64
	Name     string
	Calendar string // name of a calendar set
}

// Member is a person with what holds on one day.
type Member struct {
	Person
	HasPC       bool
	PCSource    string // mail, column or hr: who said so; empty: nothing on record, so HasPC follows from the mail address
	Tags        []string
	Employments []Employment // those that contain the day, main one first
	Absences    []Absence    // all that are known, by start
}

// Main is the employment with the highest pensum, the earliest entry deciding
// among equals; ok is false for somebody without employment on the day.
func (m *Member) Main() (Employment, bool) {
	if len(m.Employments) == 0 {
		return Employment{}, false
	}
	return m.Employments[0], true
}

// Counted reports whether the person belongs to the total: one counted
// employment is enough.
func (m *Member) Counted() bool {
	for _, e := range m.Employments {
		if e.Category.Counted() {
			return true
		}
	}
	return false
}
