// Package reminder decides who is reminded of what and when (REMINDERS.md).
//
//	Policy           the steps as data; LoadPolicy reads them, Knobs turn them
//	Proposal         a change of them, shown with its forecast before it holds
//	Due              what one person gets on a day (pure)
//	Forecast         how many mails on each of the next days (pure)
//	Service.Run      finds what is due and writes it into the outbox
//	Service.Kinds    checks and renders it again at hand-over
//
// Invariants, each tested: a person gets at most one mail a day, overviews of a
// team included, and of reminders at most the cap in seven days; a step of a duty
// is sent once for ever, to one recipient over one channel; after a downtime only the latest step of a duty is sent;
// nothing goes to somebody who has left, not begun, is absent, or has fulfilled
// by then; nothing leaves outside the send window of the person's site; whoever
// has no mailbox gets a slip in the superior's digest for every such mail; every
// message and every step that was left out keeps its reason. Subjects name
// neither people nor courses; no message names a score.
package reminder
