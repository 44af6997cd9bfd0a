// Package voices is participation as pages: feedback on a module, the proposal of
// one, and what the owners of the courses answer.
//
// Invariants: an anonymous form reaches the database as what it says and nothing
// else, and the log does not name its route; names are shown to HR for the whole
// organisation alone, and that is written down.
package voices
