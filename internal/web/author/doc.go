// Package author has the course workshop: drafts, their editor, review, versions.
//
// Invariants: every page works without script, and a script only improves it; a
// form says what it has shown (seen), and what was changed since is never
// overwritten; a page shows nothing of learners, and of how many people something
// concerns only figures, those below five as such; who has written a draft does
// not publish it.
package author
