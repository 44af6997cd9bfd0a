package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"zaemme/internal/blob"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/task"
)

const (
	// FileTask is the kind of task that makes a file.
	FileTask = "report.file"
	// ManyRows are more than a request waits for: a file of as many is a task.
	ManyRows = 20_000
	// keepFile is how long a file is kept.
	keepFile = 7 * 24 * time.Hour
)

// FilePath is the page of the file that a task makes, below the address of the
// installation.
func FilePath(task string) string { return "/dateien/" + task }

// FileStages are the stages of a task, in their order.
var FileStages = []string{"counting", "rows", "keeping"}

// Wanted is a file that a task makes, of what the owner may read when it is made.
type Wanted struct {
	// Team: of the own line, as on its page; else HR's variant, as HR and Revision get it.
	Team       bool
	OwnLine    bool // with Team: the own line alone, whatever roles the owner has
	AsOf       calendar.Date
	KnownAt    time.Time // zero: when it is made
	Department string    // code
	Filter     Filter
	Language   string
	Form       string // xlsx, csv, jsonl
}

// MediaTypes of the forms of a file.
var MediaTypes = map[string]string{
	"xlsx":  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"csv":   "text/csv; charset=utf-8",
	"jsonl": "application/jsonl",
}

// WriteAs writes the file in the form, one of MediaTypes; an unknown one is xlsx.
func (s *Service) WriteAs(ctx context.Context, form string, out io.Writer, q Query) (Report, error) {
	switch form {
	case "csv":
		return s.WriteCSV(ctx, out, q)
	case "jsonl":
		return s.WriteJSON(ctx, out, q)
	default:
		return s.Write(ctx, out, q)
	}
}

// Tasks are the kinds of task of the package.
func (s *Service) Tasks() map[string]task.Func { return map[string]task.Func{FileTask: s.makeFile} }

// scope is what the file is about, and how much it tells.
func (w Wanted) scope(of people.Scope) (people.Scope, Variant) {
	switch {
	case !w.Team:
		return of.ForReports(), HR
	case w.OwnLine:
		return of.ForLine(), Line
	case of.ByHR():
		return of, HR
	default:
		return of, Line
	}
}

// makeFile makes the file anew, however far an earlier try has come: what that
// registered is a report that nobody got. Rights are judged when it is made.
func (s *Service) makeFile(ctx context.Context, t task.Task, now time.Time, p *task.Progress) (any, error) {
	var w Wanted
	if err := json.Unmarshal(t.Input, &w); err != nil {
		return nil, fmt.Errorf("report: task %d: %w", t.ID, err)
	}
	today := calendar.DateOf(now)
	scope, err := people.ScopeOf(ctx, s.DB, t.OwnerID, today)
	if err != nil {
		return nil, err
	}
	by, err := people.Get(ctx, s.DB, t.OwnerID)
	if err != nil {
		return nil, err
	}
	p.Stage(FileStages[0], 0)
	q := Query{AsOf: w.AsOf, KnownAt: w.KnownAt, Department: w.Department, Filter: w.Filter, Language: w.Language, By: by, Now: now, Progress: p}
	q.Scope, q.Variant = w.scope(scope)
	file, err := os.CreateTemp("", "zaemme-report-*")
	if err != nil {
		return nil, fmt.Errorf("report: spool: %w", err)
	}
	defer func() { _ = file.Close() }()
	_ = os.Remove(file.Name()) // gone with the process, however that ends
	made, err := s.WriteAs(ctx, w.Form, file, q)
	if err != nil {
		return nil, err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, fmt.Errorf("report: spool: %w", err)
	}
	p.Stage(FileStages[2], 0)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		f := blob.File{Hash: made.FileSHA256[:], Size: size, MediaType: MediaTypes[w.Form]}
		if err := blob.Keep(ctx, tx, f, file); err != nil {
			return err
		}
		return keep(ctx, tx, File{UID: t.UID.String(), File: f, Name: made.FileName, Rows: made.Rows, Team: w.Team, Scope: q.Scope.Name(), CreatedAt: now}, t.OwnerID)
	})
	if errors.Is(err, errKept) {
		return nil, nil
	}
	return nil, err
}
