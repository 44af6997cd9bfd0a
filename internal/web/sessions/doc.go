// Package sessions has the pages about training in person, /schulungen: recording one
// for the own people, the list to sign, who was there, and the confirmation by a
// second person.
//
// Invariants: a page that shows others logs whom, in the same transaction; a session
// is found only by who runs it or has people on its list; names beyond the own line
// are read by who runs it alone; every page works without JavaScript.
package sessions
