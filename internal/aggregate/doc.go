// Package aggregate makes the tables that tell how an organisation stands and
// nothing about anybody in it (DESIGN.md §1.5, zone C; REPORT.md §4): merged
// groups × courses × counted, fulfilled, behind at month ends. It is pure.
//
//	Group(departments, staff)       the tree of groups, decided once a calendar year
//	Publish(grouping, held, month) the table of one month end
//
// A table is a partition: each person with a counted row of a course is in exactly
// one cell of that course. Whatever else is shown (totals, lines, shares, hours, a
// trend) is a sum over cells, so nothing can be subtracted from anything.
//
// # How cells are cut
//
// Groups form a binary tree whose leaves are departments. A node is divided for a
// course and a month only if each half has at least MinCounted counted rows and
// more than one of them is not behind; else the node is one cell. What was not
// divided because nearly all were behind stays whole for the calendar year.
//
// A cell in which all, or all but one, have the same status tells a range of two
// instead of a number: «at least 59 of 60». So does one whose sum would betray
// which half kept it whole (see veiled).
//
// # Why nobody is told of
//
// The reader may know who works where and who has to do which course, the months
// before and after, and this program. For every person p of a cell there is another
// table with the same publication in which p has another status:
//
//   - the cell is no single status, and p's half neither: p changes places with
//     somebody of that half; halves have the same counts, so nothing moves.
//   - p's half is a single status: somebody of the other half has another one. If
//     both halves were large enough, the node is whole because all but at most one
//     of a half were behind: if that half has one who deviates, p changes places with
//     that one, else with anybody else of it; it is still all but one. Where that
//     one has p's own status, all others have it too: exactly the sum that is
//     published as a range, which holds the table with one more behind.
//   - the cell is a range: p may be the one who deviates, or not.
//
// Months bind each other only by what was held: any status may follow any other
// within a month (expiry, extension, revocation, pause). The test does not rely
// on any of this: it looks for the other tables with Publish itself.
package aggregate
