package pending

import (
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Spans are the days ahead in which completions are counted that end.
var Spans = [3]int{30, 60, 90}

// Ends is a completion that ends.
type Ends struct {
	people.Person
	Department string
	CourseID   int64
	On         calendar.Date // last day of validity
}
