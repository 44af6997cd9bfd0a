// Package rights holds the one table of who may call which route, and shows it
// to everybody as «Wer sieht was?».
//
// Invariants: rights.tsv is what a walk over every route with every role has
// found (internal/app), so the page says what the program does and nothing else;
// a route stands in exactly one area; a route without rows fails that walk.
package rights
