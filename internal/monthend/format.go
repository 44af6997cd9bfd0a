package monthend

import (
	"fmt"

	"zaemme/internal/calendar"
)

// month is a month end below an axis: «10.26».
func month(d calendar.Date) string {
	y, m, _ := d.YMD()
	return fmt.Sprintf("%d.%02d", m, y%100)
}

// Name is how a month stands in an address and in the name of a file: 2026-10.
func (m Month) Name() string { return m.AsOf.String()[:7] }

// ParseMonth is the month end of a name as Name writes it; ok is false for
// anything else.
func ParseMonth(name string) (end calendar.Date, ok bool) {
	d, err := calendar.ParseISO(name + "-01")
	if err != nil || d.String()[:7] != name {
		return 0, false
	}
	return MonthEnd(d), true
}
