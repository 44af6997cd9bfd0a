// Package card makes the cards with which people without a mailbox get in: a PDF
// with one A4 page per person. The upper half is the card to keep (QR code and
// number), the lower half the first code, to be torn off once it is used.
//
// Invariants: a pure function of its arguments: no clock, database or network;
// nothing is stored; the same cards make the same bytes; a text that is too long
// for its place is set smaller or on more lines, never cut; black on white, so
// that any printer will do.
package card
