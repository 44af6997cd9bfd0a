// Package authoring is how courses are written in the browser: drafts, their
// review, and what becomes of them.
//
// A draft holds a course as its files (coursefile), so what is written here and
// what lies under courses/ is the same thing. It goes from draft to review and is
// published, or given back, or discarded.
//
// Invariants, each tested:
//   - A draft's files can always be read as a course; what is still wrong with it is
//     told with its place and keeps it from being published, not from being kept.
//   - Whoever has changed a draft, or sent it to the review, does not publish it.
//   - What is published is what was shown, or it is refused as stale.
//   - A course that was edited here is never replaced by a release: what that brings
//     is offered as a draft in which both are merged.
//   - One draft of a course is open at a time; two people who edit the same part
//     never overwrite each other: the later one is told (Seen).
package authoring
