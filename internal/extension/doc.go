// Package extension is asking for more time: the person asks, a superior or HR
// decides, the person hears of it.
//
// Invariants, each tested: one request waits per duty; whoever decides sees the
// person by their Scope and is never that person; a request is decided once; what
// is granted is an extended event of the ledger, written in the same transaction
// by package curriculum; a request has a date and a reason from a list, and no
// text, so nobody writes down what is nobody's business.
package extension
