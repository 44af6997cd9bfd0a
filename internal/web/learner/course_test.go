package learner

import (
	"strings"
	"testing"

	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/web/page"
)

// Whoever has fulfilled a course is not asked to go on at module 1, even where
// its modules were never marked as read: an import or a group session fulfils too.
func TestStepsOfAFulfilledCourse(t *testing.T) {
	t.Parallel()
	l := german(t)
	i := fulfilled(today+300, ledger.StatusFulfilled)
	i.Place.Mode = learning.Practice
	for _, step := range courseSteps(l, i) {
		if step.State != "done" {
			t.Errorf("%s is %q", step.Label, step.State)
		}
	}
	i.Place.Mode = learning.ForDuty
	if steps := courseSteps(l, i); steps[0].State != "now" || steps[1].State != "" {
		t.Errorf("to be done again: %+v", steps)
	}
}

// An evidence that is over alarms only where nothing newer covers the course.
func TestEvidenceThatIsOver(t *testing.T) {
	t.Parallel()
	v := version("A-1", "Kurs A", true)
	old := learning.Evidence{No: "A-1-OLD", CourseID: 1, Course: v, CompletedOn: today - 800, ValidUntil: today - 400, How: ledger.HowOnline}
	renewed := learning.Evidence{No: "A-1-NEW", CourseID: 1, Course: v, CompletedOn: today - 30, ValidUntil: today + 300, How: ledger.HowOnline}
	other := old
	other.No, other.CourseID = "B-1-OLD", 2
	p := newEvidenceList(page.Base{L: german(t)}, []learning.Evidence{renewed, old, other}, today)
	for n, class := range []string{"st ok", "st calm", "st late"} {
		if !strings.Contains(string(p.Rows[n].Status), class) {
			t.Errorf("%s is %s, want %s", p.Rows[n].No, p.Rows[n].Status, class)
		}
	}
}
