// Package curriculum says who must do what by when: curricula, their rules, and
// the due date of a duty.
//
// Invariants: Due is pure and the only place that computes a due date
// (DESIGN.md §6); its result is written into the ledger as finished dates, so
// nobody computes them again when reading.
package curriculum
