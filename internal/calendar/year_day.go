package calendar

import (
	"fmt"
	"time"
)

// YearDay is a day of every year: month × 100 + day, so 1231 is 31 December; 0 is
// none. 29 February is the 28th in a year without it.
type YearDay int16

// leap is a year that has all days.
const leap = 2024

// ParseYearDay reads «12-31», month before day.
func ParseYearDay(text string) (YearDay, error) {
	t, err := time.Parse("01-02", text)
	if err != nil {
		if t, err = time.Parse("2006-01-02", fmt.Sprintf("%d-%s", leap, text)); err != nil {
			return 0, fmt.Errorf("calendar: %q is not a day of the form 12-31", text)
		}
	}
	return YearDay(int(t.Month())*100 + t.Day()), nil
}

// Valid reports a day that some year has.
func (y YearDay) Valid() bool {
	month, day := time.Month(y/100), int(y%100)
	if month < time.January || month > time.December || day < 1 {
		return false
	}
	_, m, _ := NewDate(leap, month, day).YMD()
	return m == month
}

// In is the day in the year.
func (y YearDay) In(year int) Date {
	month := time.Month(y / 100)
	return min(NewDate(year, month, int(y%100)), NewDate(year, month+1, 0))
}

// After is the first such day later than d.
func (y YearDay) After(d Date) Date {
	year, _, _ := d.YMD()
	if day := y.In(year); day > d {
		return day
	}
	return y.In(year + 1)
}

// String is «12-31», empty for none.
func (y YearDay) String() string {
	if y == 0 {
		return ""
	}
	return fmt.Sprintf("%02d-%02d", y/100, y%100)
}

// MarshalText is the form of ParseYearDay, for JSON.
func (y YearDay) MarshalText() ([]byte, error) { return []byte(y.String()), nil }

// UnmarshalText reads it; empty text is none.
func (y *YearDay) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*y = 0
		return nil
	}
	parsed, err := ParseYearDay(string(text))
	*y = parsed
	return err
}
