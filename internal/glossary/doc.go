// Package glossary has the terms of digital competence that the courses use, with
// what they mean, in German and English.
//
// Invariants: the data file is read and checked at start: every term in both
// languages, IDs and links right; reading it needs no database.
package glossary
