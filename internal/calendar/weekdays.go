package calendar

import (
	"math/bits"
	"time"
)

// Weekdays is a set of days of the week; bit n is time.Weekday n. The zero
// value is the empty set.
type Weekdays uint8

// MondayToFriday is the week of most sites.
const MondayToFriday Weekdays = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday

// NewWeekdays is the set of the given days.
func NewWeekdays(days ...time.Weekday) Weekdays {
	var w Weekdays
	for _, day := range days {
		w |= 1 << (day % 7)
	}
	return w
}

// Has reports whether the day belongs to the set.
func (w Weekdays) Has(day time.Weekday) bool { return w>>day&1 == 1 }

// Len is the number of days in the set, 0 to 7.
func (w Weekdays) Len() int { return bits.OnesCount8(uint8(w & 0x7f)) }
