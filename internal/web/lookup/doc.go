// Package lookup is for looking things up: search over all courses, the glossary,
// a whole course to print, and a course as it was when somebody completed it.
//
// Invariants: nothing here is progress, and nothing is written; what somebody
// looked for is kept nowhere.
package lookup
