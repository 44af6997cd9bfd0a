// Package coursetest has a course for tests: TE-01, in two languages, with every
// type of question, a pool and both blueprints. An attempt at its quiz asks all
// types; one of its answers gives a part of a point.
package coursetest

import (
	"embed"
	"testing"

	"zaemme/internal/coursefile"
)

// Files has the folder te-01.
//
//go:embed te-01
var Files embed.FS

// Every is the course.
func Every(t testing.TB) *coursefile.Course {
	t.Helper()
	c, problems := coursefile.Load(Files, "te-01")
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	return c
}
