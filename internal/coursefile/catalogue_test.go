package coursefile_test

import (
	"testing"

	"zaemme/courses"
	"zaemme/internal/coursefile"
)

// TestCatalogue holds the courses that zaemme brings along to their own rules.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	all, problems := coursefile.LoadAll(courses.Files)
	for _, problem := range problems {
		if problem.Level == coursefile.Error {
			t.Error(problem.In("en"))
		} else {
			t.Log(problem.In("en"))
		}
	}
	if len(all) < 4 {
		t.Errorf("%d courses, want at least IS-01, IS-01K, DS-01, DS-01K", len(all))
	}
}
