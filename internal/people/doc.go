// Package people knows persons, the dated department tree, employments,
// absences, managers and deputies, and roles; and it decides who may see whom.
//
// Invariants: what is dated is never overwritten, a change closes the old fact
// and adds a new one with the transaction's stamp; names, numbers and mail
// addresses are the person's identity and undated; Scope is the only judge of
// person targets, for the single one and for the WHERE of every list alike.
package people
