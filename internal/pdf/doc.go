// Package pdf sets what people print or keep: A4 pages with the fonts of the
// product, paragraphs that are broken or set smaller and never cut, QR codes.
//
// Invariants: a pure function of what is drawn: no clock, database or network;
// the same drawing makes the same bytes; black on white, so that any printer will
// do; a letter that the font has no drawing for is replaced, never dropped.
package pdf
