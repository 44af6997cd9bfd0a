// Package task does long work that a person started from a page: it survives a
// restart, tells how far it is, and keeps its result for its owner.
//
// Invariants: a task is a row with all it needs; any process takes it by a lease
// of the database's clock and proves itself alive while it works, so one of many
// runs it and a crash hands it on; it is begun anew from its input, so its work
// is safe to be done again; whoever has lost the lease writes nothing more; the
// input is emptied with the end, and what it was About stays; only the owner sees
// progress and result, but that it runs or why it failed others may be told; a row
// lives 30 days.
package task
