package report

import (
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/views"
)

// The step is a word of the reader's language, not its code.
func TestTheLastReminderIsSaidInWords(t *testing.T) {
	t.Parallel()
	bundle, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	d := &detail{extra: &extra{reminded: "due_after", remindOn: calendar.NewDate(2026, time.November, 17)}, b: &book{l: bundle.Printer("de")}}
	if got := d.lastReminder(); got != "Erinnerung nach der Frist, 17.11.2026" {
		t.Errorf("%v", got)
	}
	d.remindOn = 0
	if got := d.lastReminder(); got != nil {
		t.Errorf("nobody was reminded: %v", got)
	}
}
