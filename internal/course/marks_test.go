package course_test

import (
	"testing"

	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/testing/dbtest"
)

// A release that only notes of what its translations were made brings no version.
func TestMarksOfTranslationsAloneMakeNoVersion(t *testing.T) {
	t.Parallel()
	d, courses := dbtest.New(t), shipped(t)
	var bare []*coursefile.Course
	for _, c := range courses {
		one := *c
		one.Made = nil
		bare = append(bare, &one)
	}
	for i, list := range [][]*coursefile.Course{bare, courses} {
		changed, err := course.Sync(t.Context(), d, list, today)
		if err != nil || (len(changed) == 0) != (i == 1) {
			t.Errorf("release %d: %v %v", i+1, changed, err)
		}
	}
}
