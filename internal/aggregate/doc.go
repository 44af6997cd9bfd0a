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
// Groups form a binary tree whose leaves are departments; divisions are the
// departments right below the top. A node is divided for a course and a month only
// if each half has at least MinCounted counted rows, and
//
//   - below a division, in neither half all, or all but one, have the same status;
//   - above, in neither half all, or all but one, are behind;
//
// else it is one cell. What was not divided because of a status stays whole for the
// calendar year.
//
// A cell in which all, or all but one, have the same status tells a range of two
// instead of a number: «at least 59 of 60». So does one whose sum would betray
// which half kept it whole (see veiled).
//
// # Why nobody is told of
//
// The reader may know who works where, who has to do which course and who is
// exempt or absent, the other months, and this program. For every person p there is
// another table with the same publication in which p has another status:
//
//   - the cell is a range because nearly all are alike: p may be the one who
//     deviates, or not.
//   - p's half has two statuses: p changes places with somebody of that half;
//     halves have the same counts, so nothing moves.
//   - p's half has one status: somebody of the other half has another one, and they
//     change places. Below a division p's half was reason enough to keep the node
//     whole, and still is: all but one are alike.
//   - Above, the node is whole because nearly all of a half are behind. If that is
//     p's own, or all of the other are behind, the exchange leaves all but one. If
//     one of the other deviates, p changes places with that one. Only where that
//     one has p's own status is there nobody: there the sum is a range that holds
//     the table with p behind too.
//
// Months bind each other only by what is held: any status may follow any other
// within a month (expiry, extension, revocation, pause). The tests rely on none of
// this: they look for the other tables with Publish itself.
package aggregate
