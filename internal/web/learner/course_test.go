package learner

import (
	"testing"

	"zaemme/internal/learning"
	"zaemme/internal/ledger"
)

// Whoever has fulfilled a course is not asked to go on at module 1, even where
// its modules were never marked as read: an import or a group session fulfils too.
func TestStepsOfAFulfilledCourse(t *testing.T) {
	t.Parallel()
	l := german(t)
	i := fulfilled(today+300, ledger.StatusFulfilled)
	i.Place.Mode = learning.Practice
	for _, step := range courseSteps(l, wayOf("IS-01"), i) {
		if step.State != "done" {
			t.Errorf("%s is %q", step.Label, step.State)
		}
	}
	i.Place.Mode = learning.ForDuty
	if steps := courseSteps(l, wayOf("IS-01"), i); steps[0].State != "now" || steps[1].State != "" {
		t.Errorf("to be done again: %+v", steps)
	}
}
