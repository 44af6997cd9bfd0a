// Package report answers who has fulfilled what, as of any day D and as known at
// any moment T: rows, figures, their hash, and the workbook (REPORT.md).
//
//	Service.Write(ctx, out, query)     the workbook, registered, with its hashes
//	Service.WriteCSV(ctx, out, query)  the same detail rows as csv
//	Service.WriteJSON(ctx, out, query) the same as JSON lines
//	Service.Rows(ctx, query, fn)       the rows by person, streamed
//	Service.Page(ctx, query, after, n) rows without names, n persons at a time
//	Service.Figures(ctx, query)        the figures alone
//	Service.Verify(ctx, viewer, file)  whether a file is what was registered, and which rows differ
//	Service.Compare(ctx, viewer, …)    what lies between two registered reports, and why
//	Service.Sample(ctx, draw)          rows drawn by a seed, with what proves them
//	Service.Overview(ctx, query)       the counts of any scope, by the database
//	ReadList(ctx, tx, query, fn)       rows and counts of a page in one statement
//	ReadTeam(ctx, tx, query)           persons with all their rows in one statement
//
// Invariants, each tested: the unit of counting is person × course with its one
// governing cycle, mandatory duties only; nothing here tells begun from open;
// rights are judged today, whatever D; the same (D, T, scope, filter) gives the
// same rows and the same hash after moves, corrections and forgetting; statuses
// add up to the rows in scope for every department and course, and departments
// less multiple employments to the organisation; a sheet's rows are those the
// cover states. The package joins any table and writes none but its register and
// the access log. Memory does not grow with the people in scope: the database keeps
// who they are and in which order; persons and rows are read for 500 at a time, the
// next ones while these are written.
package report
