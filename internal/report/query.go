package report

import (
	"encoding/json"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/task"
)

// Definitions is the version of REPORT.md §§1–3 that this program computes by. A
// change of meaning raises it; the hash begins with it.
const Definitions = 1

// Variant says who a workbook is for (REPORT.md §4).
type Variant string

// The variants.
const (
	HR         Variant = "hr"         // everything
	Line       Variant = "line"       // a manager's own line: no reasons, numbers, pensum, entry, exit
	Management Variant = "management" // frozen figures without names; made from month ends only
	Brief      Variant = "brief"      // one page of the same
)

// Filter narrows a report. The zero Filter narrows nothing.
type Filter struct {
	Courses []string `json:"courses,omitempty"` // codes
}

// Query asks for a report.
type Query struct {
	AsOf    calendar.Date // D: the end of that day
	KnownAt time.Time     // T; zero: the horizon now
	Scope   people.Scope  // of who asks, as of today
	// Department is the code of the department whose subtree at D is meant, ""
	// for the whole scope.
	Department string
	Filter     Filter
	Variant    Variant
	Language   string         // of the reader: de, en, …
	By         people.Person  // who asks; the zero Person: the command line
	Now        time.Time      // of the request
	Progress   *task.Progress // of who waits for a file; nil: nobody does
	part       *part          // nil: everybody in scope
}

// check refuses what cannot be answered.
func (q Query) check() error {
	switch {
	case q.Variant != HR && q.Variant != Line:
		return apperr.New(apperr.Invalid, "error.report.variant", nil)
	case q.AsOf.IsZero() || q.AsOf > calendar.DateOf(q.Now):
		return apperr.New(apperr.Invalid, "error.report.future", nil).At("as_of")
	case q.Variant == HR && !q.Scope.ByHR(), q.Variant == Line && !q.KnownAt.IsZero(): // T is HR's and Revision's
		return apperr.New(apperr.Forbidden, "error.report.forbidden", nil)
	default:
		return nil
	}
}

// scopeText names the scope in the register, on the cover and in the hash. A line
// is somebody's, so the Kennung of that person belongs to it.
func (q Query) scopeText() string {
	text := q.Scope.Name()
	if !q.Scope.Everyone {
		text += ":" + q.By.UID.String()
	}
	if q.Department != "" {
		text += "/" + q.Department
	}
	return text
}

// text is the filter as JSON, course codes sorted.
func (f Filter) text() string {
	f.Courses = slices.Clone(f.Courses)
	slices.Sort(f.Courses)
	text, err := json.Marshal(f)
	if err != nil {
		panic(err) // strings always encode
	}
	return string(text)
}

func (f Filter) takes(course *Course) bool {
	return len(f.Courses) == 0 || slices.Contains(f.Courses, course.Code)
}
