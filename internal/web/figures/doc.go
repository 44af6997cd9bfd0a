// Package figures is the figures of month ends for everybody who reads figures and
// nobody's: the overview, the Kurzbericht as a page and a PDF, the Management
// workbook, the table as csv and json.
//
// Invariants: a frozen month is chosen, never a free day; each page and file is made
// of monthend.Month alone, so all tell the same numbers and none tells of anybody
// (DESIGN.md §1.5, zone C); so nobody's look is written down.
package figures
