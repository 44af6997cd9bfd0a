// Package pdftest is for tests: it reads the structure tree of a tagged PDF file as
// whoever does not see the page hears it.
//
// It knows the format from ISO 32000-1 and uses nothing of the writer it judges.
package pdftest
