// Package duedate puts a person's due dates into calendars: as a file beside a
// mail, and as a feed under a secret address.
//
// Invariants: an entry keeps its UID for ever and its sequence grows with every
// event of the duty, so that a later file updates or cancels an earlier one; of
// the address only a hash is stored, there is one per person at a time, and an
// ended one, or that of somebody who has left, leads nowhere.
package duedate
