// Package payroll is the learning time of staff who are paid by the hour: what a
// month owes them, and what was handed to payroll.
//
//	Read(ctx, conn, month, known)   what has not been handed over yet
//	Open(ctx, conn, today)          the months that are over and not closed
//	Close(ctx, db, closing)         hands it over: registered for good
//	ReadExport(ctx, conn, uid)      one that was handed over, as it was
//
// An export has a line for each completion that was learned here (online, a test
// instead of the course, classroom, paper) by somebody who was paid by the hour on
// that day, with the minutes that its version plans; renewals count as well. What
// was recognised from outside, and what another completion fulfils on the side,
// took no time here.
//
// Invariants, each tested: the sum of all lines of a completion is its minutes as
// long as it stands and nothing once it does not, however often and for whichever
// month is exported; an export never changes and shows what was known at its
// moment; minutes are planned and never measured.
package payroll
