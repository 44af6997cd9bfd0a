// Package leaver is whose employment ends, and when: people who leave in a month,
// past or to come, and the last day of one person.
//
// Invariants: somebody leaves on the last day of the last employment, so who changes
// the employment or comes back is no leaver; each is judged by the scope as of the
// last day, by the roles of today; who has been forgotten is counted and not named.
package leaver
