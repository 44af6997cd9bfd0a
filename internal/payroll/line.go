package payroll

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"zaemme/internal/calendar"
)

// Cause of a line.
type Cause string

// The causes. Those after Late take back what an earlier export has.
const (
	Completed Cause = "completed"  // in the month
	Late      Cause = "late"       // in an earlier month, and not exported with it
	Revoked   Cause = "revoked"    // counts no longer
	Corrected Cause = "corrected"  // never counted, or counts for another day
	NotHourly Cause = "not_hourly" // was not paid by the hour on that day
)

// Line is one completion that adds its minutes, or takes them back.
type Line struct {
	EventID      int64
	PersonID     int64
	CourseID     int64
	DepartmentID int64 // of the employment by the hour, on the day of completion
	CompletedOn  calendar.Date
	Minutes      int // planned; negative: taken back
	Cause        Cause
	KnownOn      calendar.Date // when what it rests on became known, none if that is a fact about the person
	Salaried     bool          // has an employment by the month beside
}

// Export is what was handed to payroll.
type Export struct {
	ID      int64
	UID     string
	Month   calendar.Date // first day
	KnownAt time.Time
	MadeBy  int64
	MadeAt  time.Time
	Lines   int
	Minutes int
}

// Sum of the lines, in minutes.
func Sum(lines []Line) (minutes int) {
	for _, l := range lines {
		minutes += l.Minutes
	}
	return minutes
}

// Digest names lines, so that what is closed is what was shown.
func Digest(lines []Line) string {
	h := sha256.New()
	for _, l := range lines {
		_, _ = fmt.Fprintf(h, "%d\t%d\t%d\n", l.EventID, l.Minutes, l.CompletedOn) // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil))
}
