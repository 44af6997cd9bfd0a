// Package outbox stores messages in the transaction of their cause and delivers
// them later.
//
// Invariants: a dedupe key is written once, so a message is written once; a
// payload holds keys, not text, and the package that owns the kind checks and
// renders it at hand-over, many at once where it can; a decision to hand over is good
// for a second, during which the row is held and still waits, so that a crash of its
// dispatcher only delays it; while some are handed over the next are decided on, but
// for nobody who is being written to; a row is marked «handing over» in its own commit
// before the mail server gets the text, so that a crash or a lost answer leaves that
// one row there and it is never sent twice unseen; while the gate is closed nothing
// leaves but what its reader asked for or HR sent on purpose, and a gate that moves
// in the middle of a run ends it; in demo mode everything ends in the catcher,
// whatever is configured.
package outbox
