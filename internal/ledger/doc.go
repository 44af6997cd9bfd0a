// Package ledger holds duties (person × course) and their events. An event is
// appended and never changed; what holds follows from the events alone:
//
//	Fold(events)            the dates of a duty from day to day (pure)
//	Dates.Governing(day)    the one cycle that counts on a day: due, grace, lapse,
//	                        completion; ok is false if there is no row
//	Dates.Status(day)       one code of REPORT.md §2; Public() for others' eyes
//	Dates.NextCycle(day)    the cycle number of a new assignment
//	History(events)         the slices that those events have written (pure)
//	NewEvidenceNo           the number on a confirmation
//
// Store, all methods of *Ledger (New()):
//
//	Append(ctx, tx, events...)         any number of duties, in one transaction;
//	                                   locks, checks, stamps, writes, folds
//	LockPersons(ctx, tx, persons)      before a use case stamps and then appends
//	Duty(ctx, conn, person, course)    state after everything recorded, Revision
//	Duties(ctx, conn, persons)         the same for several people
//	EachDuty(ctx, tx, fn)              all of them by person, course
//	At(ctx, conn, day, known, persons) the slices that hold at (D, T)
//	Events(ctx, conn, person, course)  what happened, for «Warum?»
//	Rebuild(ctx, tx), Sums(ctx, tx)    both projections anew; what they hold
//	Seal(ctx, db, now), LastSeal, Verify(ctx, db, progress)
//
// For queries of a report's own: DatesColumns(alias) with Dates.Targets,
// AtSQL(alias, day, known), StatusSQL(alias, day), DueSQL(alias, day).
//
// In an event, the zero value of a field means «not stated» and moves nothing.
// Who moves a date writes it finished (due, grace, pause, validity, window): this
// package knows no calendar, rule, absence or setting. One pause and one
// exemption are in force at a time: the last one stated. A later second pause is
// an event of its own with the first day of that pause as effective day. A
// withdrawal ends the pause, not the exemption.
//
// Invariants, each tested: one open cycle per duty; nobody confirms or decides
// about the own duty; Fold does not depend on the order of its input; the slices
// at (D, T) are what Fold yields on day D from the events known at T; a report
// at a T below the horizon never changes; Rebuild yields what Append wrote; the
// SQL functions duty_status and duty_due agree with Status and Governing; a row
// altered behind the ledger's back is named by Verify; projections are written
// here and nowhere else.
package ledger
