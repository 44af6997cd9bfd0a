package calendar

import (
	"database/sql/driver"
	"fmt"
	"time"
	_ "time/tzdata" // the container has no zone files
)

// Date is a day, counted from 1 January of year 1. The zero Date means «no
// date» and is stored as NULL. Dates are compared with < and == and moved with
// AddDays.
type Date int32

// Forever is the open end of an interval: later than every real day, and
// comparable in SQL without a NULL or an infinity.
var Forever = NewDate(9999, time.December, 31)

// Zurich is the zone in which a day of the municipality begins and ends.
var Zurich = mustZone("Europe/Zurich")

const unixEpoch = 719162 // days from 0001-01-01 to 1970-01-01

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zone data is compiled in
	}
	return zone
}

// NewDate is the given day; day and month may overflow as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	seconds := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()
	return Date(seconds/86400 + unixEpoch)
}

// DateOf is the day on which the instant t falls in Europe/Zurich.
func DateOf(t time.Time) Date {
	local := t.In(Zurich)
	return NewDate(local.Year(), local.Month(), local.Day())
}

// ParseISO reads 2006-01-02.
func ParseISO(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("calendar: %q is not a date of the form 2026-11-21", text)
	}
	return NewDate(t.Year(), t.Month(), t.Day()), nil
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == 0 }

// Time is midnight UTC of the day: for formatting and for drivers, never for
// comparison with an instant.
func (d Date) Time() time.Time {
	return time.Unix((int64(d)-unixEpoch)*86400, 0).UTC()
}

// End is the first instant after the day in Europe/Zurich.
func (d Date) End() time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, Zurich)
}

// AddDays moves by n calendar days; no date stays no date.
func (d Date) AddDays(n int) Date {
	if d.IsZero() || d == Forever {
		return d
	}
	return d + Date(n)
}

// AddMonths moves by n months and keeps the day, or takes the last day of a
// shorter month: 31 January plus one month is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() || d == Forever {
		return d
	}
	year, month, day := d.Time().Date()
	first := NewDate(year, month+time.Month(n), 1)
	last := NewDate(year, month+time.Month(n)+1, 0)
	return min(first.AddDays(day-1), last)
}

// DaysUntil is the number of calendar days from d to other, negative if other
// is earlier.
func (d Date) DaysUntil(other Date) int { return int(other - d) }

// Weekday of the day. The zero Date, 1 January of year 1, was a Monday.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int(d)+1)%7 + 7) % 7) }

// YMD is the year, the month and the day of the month.
func (d Date) YMD() (int, time.Month, int) { return d.Time().Date() }

// String is the ISO form, or the empty string without a date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText is the ISO form, for JSON and plans.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form; empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	parsed, err := ParseISO(string(text))
	*d = parsed
	return err
}

// Value stores the day as a date, no date as NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil //nolint:nilnil // NULL is how a driver says «no date»
	}
	return d.Time(), nil
}

// Scan reads a date column.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = 0
	case time.Time:
		*d = NewDate(v.Year(), v.Month(), v.Day())
	case string:
		return d.UnmarshalText([]byte(v))
	default:
		return fmt.Errorf("calendar: cannot read a date from %T", src)
	}
	return nil
}

// GormDataType names the column type.
func (Date) GormDataType() string { return "date" }

// FirstOfMonth is the first day of the month in which d lies.
func FirstOfMonth(d Date) Date {
	if d.IsZero() || d == Forever {
		return d
	}
	return d - Date(d.Time().Day()-1)
}
