package ledger

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"zaemme/internal/calendar"
)

// The columns of a cycle, of Dates, of a slice and of an event, each in the
// order of its values and of its targets.
var (
	cycleColumns = []string{"cycle", "assigned_on", "original_due_on", "due_on", "grace_until", "extended_until",
		"lapse_due_on", "started_on", "completed_on", "valid_until", "window_from",
		"rule_id", "rule_version", "version_id", "how", "evidence_no", "assigned_event", "completed_event"}
	ownColumns = []string{"mandatory", "renewal", "corrected", "withdrawn_on", "first_due_on",
		"exempt_from", "exempt_until", "pause_from", "pause_until"}
	datesColumns = append(append(append([]string{}, cycleColumns...), prefixed("prev_", cycleColumns)...), ownColumns...)
	dutyColumns  = append([]string{"person_id", "course_id", "revision"}, datesColumns...)
	sliceColumns = append([]string{"person_id", "course_id", "known_from", "known_to", "next_known", "valid_from", "next_from"},
		datesColumns...)
	eventColumns = []string{"id", "person_id", "course_id", "cycle", "kind", "effective_on", "recorded_at", "actor_id", "reason",
		"voids", "replaces", "due_on", "grace_until", "pause_from", "pause_until", "exempt_until", "valid_until", "window_from",
		"mandatory", "validity_months", "validity_day", "variant", "test_out", "rule_id", "rule_version", "reasons", "calculation",
		"version_id", "content_language", "settings_hash", "how", "evidence_no", "source_event", "confirmed_by", "batch_id"}
)

func prefixed(prefix string, names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = prefix + n
	}
	return out
}

// selected lists columns of a table's alias, or bare without one.
func selected(alias string, columns []string) string {
	if alias == "" {
		return strings.Join(columns, ", ")
	}
	return strings.Join(prefixed(alias+".", columns), ", ")
}

// DatesColumns lists the columns of Dates of a table's alias, for a select that
// scans into a struct with an embedded Dates.
func DatesColumns(alias string) string { return selected(alias, datesColumns) }

// day is a date column without the detour over time.Time in database/sql.
type day calendar.Date

// Scan reads it through database/sql.
func (d *day) Scan(src any) error { return (*calendar.Date)(d).Scan(src) }

// ScanDate reads it through pgx.
func (d *day) ScanDate(v pgtype.Date) error {
	*d = 0
	if v.Valid {
		*d = day(calendar.NewDate(v.Time.Year(), v.Time.Month(), v.Time.Day()))
	}
	return nil
}

// DateValue is what pgx writes.
func (d day) DateValue() (pgtype.Date, error) {
	return pgtype.Date{Time: calendar.Date(d).Time(), Valid: d != 0}, nil
}

// number is a column that is NULL instead of 0.
type number[T int32 | int16 | int64] struct{ at *T }

// Scan reads it through database/sql.
func (n number[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*n.at = 0
	case int64:
		*n.at = T(v)
	default:
		return fmt.Errorf("ledger: cannot read a number from %T", src)
	}
	return nil
}

// ScanInt64 reads it through pgx.
func (n number[T]) ScanInt64(v pgtype.Int8) error {
	*n.at = T(v.Int64)
	return nil
}

// word is a column that is NULL instead of empty.
type word[T ~string] struct{ at *T }

// Scan reads it through database/sql.
func (w word[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*w.at = ""
	case string:
		*w.at = T(v)
	default:
		return fmt.Errorf("ledger: cannot read text from %T", src)
	}
	return nil
}

// ScanText reads it through pgx.
func (w word[T]) ScanText(v pgtype.Text) error {
	*w.at = T(v.String)
	return nil
}

// moment is a timestamp column, in UTC.
type moment struct{ at *time.Time }

// Scan reads it through database/sql.
func (m moment) Scan(src any) error {
	t, ok := src.(time.Time)
	if !ok {
		return fmt.Errorf("ledger: cannot read a moment from %T", src)
	}
	*m.at = t.UTC()
	return nil
}

// ScanTimestamptz reads it through pgx.
func (m moment) ScanTimestamptz(v pgtype.Timestamptz) error {
	*m.at = v.Time.UTC()
	return nil
}

func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// document is a JSON column.
type document struct{ at any }

// Scan reads it; NULL leaves what is there.
func (d document) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		return nil
	case []byte:
		return json.Unmarshal(v, d.at)
	case string:
		return json.Unmarshal([]byte(v), d.at)
	default:
		return fmt.Errorf("ledger: cannot read JSON from %T", src)
	}
}
