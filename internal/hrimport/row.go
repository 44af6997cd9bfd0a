package hrimport

import (
	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/sheet"
)

// Problem is one thing wrong with a file, or worth a look, at its place.
type Problem = sheet.Problem

// Severity says whether a problem stops the import.
type Severity = sheet.Severity

const (
	severe = sheet.Error
	mild   = sheet.Warning
)

// Field is a column of the import contract (DOMAIN.md §4.4).
type Field string

// The fields.
const (
	fieldPersonnel  Field = "personnel_no"
	fieldLastName   Field = "last_name"
	fieldFirstName  Field = "first_name"
	fieldEmail      Field = "email"
	fieldLogin      Field = "login"
	fieldEmployment Field = "employment_no"
	fieldUnit       Field = "unit" // code or name of any level
	fieldSite       Field = "site"
	fieldFunction   Field = "function"
	fieldPensum     Field = "pensum"
	fieldCategory   Field = "category"
	fieldEntry      Field = "entry_on"
	fieldExit       Field = "exit_on"
	fieldManager    Field = "manager_no"
	fieldDeputy     Field = "deputy_no"
	fieldLanguage   Field = "language"
	fieldPC         Field = "has_pc"
	fieldTags       Field = "tags"
	fieldTrainer    Field = "trainer_no" // of an apprentice
)

// Row is one line of the file: one employment, cleaned.
type Row struct {
	Line         int // of the file, 1-based
	PersonnelNo  string
	LastName     string
	FirstName    string
	Email        string          `json:",omitempty"`
	Login        string          `json:",omitempty"`
	EmploymentNo string          `json:",omitempty"`
	UnitCode     string          `json:",omitempty"` // of the lowest unit
	UnitNames    []string        `json:",omitempty"` // top to bottom
	Site         string          `json:",omitempty"`
	Function     string          `json:",omitempty"`
	Pensum       *float64        `json:",omitempty"` // per cent; nil: by the hour
	Category     people.Category `json:",omitempty"`
	EntryOn      calendar.Date   `json:",omitempty"`
	ExitOn       calendar.Date   `json:",omitempty"` // last day; Forever: open
	ManagerNo    string          `json:",omitempty"`
	DeputyNo     string          `json:",omitempty"`
	Language     string          `json:",omitempty"`
	HasPC        *bool           `json:",omitempty"`
	Tags         []string        `json:",omitempty"` // sorted, each once
	TrainerNo    string          `json:",omitempty"`
}

// Found is what a file has beside its rows: columns, and what is wrong.
type Found struct {
	Present   map[Field]int // columns that the file has, by 1-based position
	Headers   map[Field]string
	Columns   []Column // of the header line, in order
	Unknown   []string
	Forbidden []string
	Problems  []Problem
}

// File is what was read of a staff list, without anything forbidden.
type File struct {
	Rows []Row
	Found
}

// Has reports whether the file has the column.
func (f *Found) Has(field Field) bool { return f.Present[field] > 0 }

// Problem places a problem in the file.
func (f *Found) Problem(line int, field Field, severity Severity, key string, args map[string]any) Problem {
	return Problem{Line: line, Column: f.Present[field], Header: f.Headers[field], Severity: severity, Key: key, Args: args}
}
