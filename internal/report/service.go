package report

import (
	"context"
	"sync"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// VerifyPath is where a report is checked, below the address of the installation.
const VerifyPath = "/berichte/pruefen"

// Service makes reports. It is safe for concurrent use.
type Service struct {
	DB      *db.DB
	Texts   *i18n.Bundle
	Version string // of the program, on the cover
	// Frozen are the month ends kept as they were, up to a day: of a department, 0 for
	// everybody, and of a course, 0 for all. nil: none are kept.
	Frozen func(ctx context.Context, department, course int64, until calendar.Date) (map[calendar.Date]Group, error)
	// Table is the hash of the table of a month end as it is kept: what the files
	// without names are made of. nil: none are kept.
	Table   func(ctx context.Context, day calendar.Date) ([32]byte, error)
	reading sync.Mutex // one file to verify at a time: it is whole in memory
	URL     string     // of the installation, without a slash at its end; "" is left out of files
}

// Report is a report as registered.
type Report struct {
	ID           int64
	UID          string // the report ID that people quote
	AsOf         calendar.Date
	KnownAt      time.Time
	Rows         int
	DetailSHA256 [32]byte
	FileSHA256   [32]byte
	FileName     string // for the download, ASCII
	Figures      *Figures
}

// Figures counts and hashes without writing anything: no file, no register, no
// log. The caller logs whom it shows.
func (s *Service) Figures(ctx context.Context, q Query) (*Figures, [32]byte, error) {
	var figures *Figures
	var hash [32]byte
	err := s.read(ctx, q, func(shot *snapshot) (err error) {
		figures, hash, err = shot.count(ctx)
		return err
	})
	return figures, hash, err
}

// Rows hands the persons in scope to fn by name, each with the rows by course
// code; somebody without rows too. fn must not use the database's transaction.
func (s *Service) Rows(ctx context.Context, q Query, fn func(subject *Subject, rows []Row) error) error {
	return s.read(ctx, q, func(shot *snapshot) error {
		return shot.each(ctx, byName, func(subject *Subject, rows []Row, _ Gap) error { return fn(subject, rows) })
	})
}

// Compliance asks for HR's report about everybody in German, as `zaemme report
// compliance` does: the command line has no viewer, so nothing is logged but the
// register.
func Compliance(asOf calendar.Date, now time.Time) Query {
	return Query{AsOf: asOf, Scope: people.Scope{Everyone: true, Day: calendar.DateOf(now)}, Variant: HR, Language: i18n.Default, Now: now}
}

// read opens a snapshot at a moment below the horizon.
func (s *Service) read(ctx context.Context, q Query, fn func(*snapshot) error) error {
	if err := q.check(); err != nil {
		return err
	}
	known, err := s.knownAt(ctx, q)
	if err != nil {
		return err
	}
	return s.DB.Read(ctx, func(tx *db.Tx) error {
		inForce, err := settings.LoadKnown(ctx, tx, q.AsOf, known)
		if err != nil {
			return err
		}
		shot, err := open(ctx, tx, q, known, inForce)
		if err != nil {
			return err
		}
		return fn(shot)
	})
}

// knownAt is T of the query, below the horizon.
func (s *Service) knownAt(ctx context.Context, q Query) (time.Time, error) {
	horizon, err := s.DB.Horizon(ctx)
	if err != nil {
		return time.Time{}, err
	}
	known := q.KnownAt.UTC().Truncate(time.Microsecond)
	switch {
	case q.KnownAt.IsZero():
		return horizon, nil
	case known.After(horizon):
		return time.Time{}, apperr.New(apperr.Invalid, "error.report.known_at", nil).At("known_at")
	default:
		return known, nil
	}
}
