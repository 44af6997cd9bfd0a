// Package hrimport turns a staff list, or a list of departments, absences or new
// personnel numbers, into clean, typed rows, and those into a plan: csv or xlsx
// in, people change out. ByHand does the same for what is changed by hand. It is the
// only way in which staff data changes.
//
// Invariants of reading (Read, ReadTree, ReadAbsences, ReadNewNumbers): only
// cleaned rows leave it; a column that must not be kept (AHV number, birth date,
// pay, confession, civil status, nationality, IBAN, private address, reason of an
// absence; DOMAIN.md §4.4) is named and dropped before anything else sees it,
// whatever a mapping says; an AHV number or IBAN in any other cell is blanked and reported;
// problems name line, column and header and never the content of a cell; nothing
// is written to disk or log; it reads no clock. What HR says of a header or of a
// unit is remembered as titles and names, never with content.
package hrimport
