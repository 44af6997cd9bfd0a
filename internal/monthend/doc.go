// Package monthend keeps what the ends of months were, and tells it: HR's counts
// by department and course, and the tables for everybody who reads figures but
// nobody's (zone C, DESIGN.md §1.5; the tables themselves are package aggregate).
//
//	Service.Run(ctx, now)          the job: freezes every month end that is over
//	Service.Months(ctx)            which there are, newest first
//	Service.Last(ctx, day, n)      months up to a month end, newest first
//	Service.Trend(ctx, query)      HR's counts of a department or course by month
//	NewBrief(printer, months)      the Kurzbericht as finished texts; PDF(brief)
//	WriteCSV, JSON                 the same table for programs
//
// Invariants, each tested: a month end is frozen once, by whichever process comes
// first, and never altered; one that was missed is computed later, as known then,
// and says so; the months of a year are cut into the same groups; every variant is
// a function of Month, which holds nothing but the published table, so all tell the
// same numbers and none tells of anybody.
package monthend
