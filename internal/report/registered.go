package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Registered is a report as the register has it.
type Registered struct {
	ID           int64
	UID          string
	AsOf         calendar.Date
	KnownAt      time.Time
	Variant      Variant
	Scope        string // as the cover's code of the scope
	Filter       string // JSON
	Language     string
	By           string // the name of who made it, "" for the command line
	CreatedAt    time.Time
	Definitions  int
	Rows         int
	DetailSHA256 [32]byte
	FileSHA256   [32]byte
}

// Viewer is who checks or compares reports, and whom they may read: the scope of
// today for reports (people.Scope.ForReports).
type Viewer struct {
	Scope  people.Scope
	Person people.Person
	Now    time.Time
}

// query asks for the registered report again. Forbidden: it holds more than the
// viewer may read, or somebody's own line, which nobody else can ask for.
func (r Registered) query(v Viewer) (Query, error) {
	q := Query{AsOf: r.AsOf, KnownAt: r.KnownAt, Scope: v.Scope, Variant: HR, Language: r.Language, By: v.Person, Now: v.Now}
	scope, department, _ := strings.Cut(r.Scope, "/")
	q.Department = department
	if r.Variant == Line || q.Scope.Name() != strings.SplitN(scope, ":", 2)[0] || q.scopeText() != r.Scope {
		return q, apperr.New(apperr.Forbidden, "error.report.not_yours", nil)
	}
	var err error
	q.Filter, err = parseFilter(r.Filter)
	return q, err
}

func parseFilter(text string) (f Filter, err error) {
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return f, fmt.Errorf("report: filter %q: %w", text, err)
	}
	return f, nil
}
