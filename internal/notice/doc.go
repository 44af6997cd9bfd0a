// Package notice is one letter to one person: in the person's language, with the
// settings of the day, handed over or left out.
//
//	Begin(ctx, conn, press, texts, person, now)   the letter with what every letter has
//	Notice.Deliver()                              prints it for the outbox
//
// Invariants: the language is the person's; who has no mailbox gets nothing, and the
// outbox says so; nothing is written.
package notice
