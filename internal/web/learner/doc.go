// Package learner has the pages of somebody who learns: what is open, courses and
// their modules, the quiz, evidence, «Meine Daten» and help.
//
// Invariants: every page shows the person signed in and nobody else (zone B); GET
// writes nothing; each page works without JavaScript; a form sent twice, or from
// a page kept from earlier, leads to where things stand and loses nothing.
package learner
