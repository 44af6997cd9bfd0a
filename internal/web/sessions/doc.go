// Package sessions has the pages about training in person, /schulungen: recording one
// for the own people, the list to sign, who was there, and the confirmation by a
// second person.
//
// Invariants: a page that shows others logs whom, in the same transaction; a session
// is found only by who runs or holds it, has people on its list or may put some there;
// names beyond the own line are read by who runs it alone, and by who holds it as long
// as it is planned; nobody is put on a list by a line that may mean somebody else; every page works without JavaScript.
package sessions
