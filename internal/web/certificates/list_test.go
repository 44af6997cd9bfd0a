package certificates

import (
	"strings"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/certificate"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/ledger"
	"zaemme/internal/web/page"
	"zaemme/views"
)

var today = calendar.NewDate(2026, time.November, 21)

// An evidence that is over alarms only where nothing newer covers the course.
func TestEvidenceThatIsOver(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	v := &course.Version{ID: 1, CourseID: 1, Content: &coursefile.Course{Code: "A-1", Titles: coursefile.Texts{"de": "Kurs A"}}}
	old := certificate.Evidence{No: "A-1-OLD", CourseID: 1, Course: v, CompletedOn: today - 800, ValidUntil: today - 400, How: ledger.HowOnline}
	renewed := certificate.Evidence{No: "A-1-NEW", CourseID: 1, Course: v, CompletedOn: today - 30, ValidUntil: today + 300, How: ledger.HowOnline}
	other := old
	other.No, other.CourseID = "B-1-OLD", 2
	p := newList(page.Base{L: texts.Printer("de")}, []certificate.Evidence{renewed, old, other}, today)
	for n, class := range []string{"st ok", "st calm", "st late"} {
		if !strings.Contains(string(p.Rows[n].Status), class) {
			t.Errorf("%s is %s, want %s", p.Rows[n].No, p.Rows[n].Status, class)
		}
	}
}
