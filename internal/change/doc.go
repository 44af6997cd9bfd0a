// Package change takes one proposed change (of people, of rules, of dates, or of a
// new day) from its preview to the facts: stored as a plan, shown, and applied
// exactly as shown or refused as stale.
//
// Invariants: a plan is computed, never edited; applying computes it again from
// what is known then, under the locks of the writers, and goes on only where both
// are equal; people, duties, batch, state of the plan and audit are one
// transaction; a plan is applied once and expires; it keeps what it needs to be
// computed again, never a file; what it does to duties passes by in parts of some
// thousand people and is kept as rows, so memory does not grow with them (a batch
// taken back is held whole).
package change
