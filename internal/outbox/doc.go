// Package outbox stores messages in the transaction of their cause and delivers
// them later.
//
// Invariants: a dedupe key is written once, so a message is written once; a
// payload holds keys, not text, and the package that owns the kind checks and
// renders it at hand-over; a row is marked «handing over» in its own commit
// before the mail server hears of it, so that a crash or a lost answer leaves it
// there and it is never sent twice unseen; while the gate is closed nothing
// leaves but what its reader asked for or HR sent on purpose; in demo mode
// everything ends in the catcher, whatever is configured.
package outbox
