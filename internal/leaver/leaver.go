package leaver

import (
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Leaver is somebody whose last employment ends.
type Leaver struct {
	people.Person
	Department string // of that employment
	Function   string
	LastOn     calendar.Date // last day
	Forgotten  bool
}
