package calendar

// Interval is a run of days, first and last included; an Until of Forever is an
// open end.
type Interval struct {
	From  Date `json:"from"`
	Until Date `json:"until"`
}

// Valid reports whether both ends are set and in order.
func (i Interval) Valid() bool { return !i.From.IsZero() && i.From <= i.Until }

// Open reports whether the interval has no end.
func (i Interval) Open() bool { return i.Until == Forever }

// Contains reports whether the day lies in the interval.
func (i Interval) Contains(d Date) bool { return i.From <= d && d <= i.Until }

// Days is the number of calendar days, both ends included.
func (i Interval) Days() int { return i.From.DaysUntil(i.Until) + 1 }
