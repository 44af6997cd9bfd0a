// Package sheet moves rows in and out of csv and xlsx files: with limits and
// with every problem named when reading, flat in memory and with safe cells
// when writing. It is the only importer of excelize.
//
// Invariants of reading: the file stays in memory and never touches the disk;
// no part is inflated, no row, column or text taken beyond Limits, whatever the
// file says of its own size; a formula's stored result is never handed on, only
// the fact that there is a formula; a problem names line and column and never
// carries the content of a cell.
//
// Reading xlsx does not go through excelize: its row iterator does not tell
// text from number from formula (personnel number 00005 and the number 5 differ
// here), it inflates a part completely before it compares the size with what
// the archive claims, and above a limit it unpacks to the temp directory. The
// reader here streams one part at a time; a test holds it to excelize's values.
//
// Invariants of writing: text is text and never a formula; dates have no zone;
// what had to be cut is marked; a workbook is written straight to its
// destination and its size on the heap does not grow with its rows.
//
// The library owns the package and every part of it but the rows of worksheets:
// these are written and compressed as they come, and put in while their worksheet
// passes.
package sheet
