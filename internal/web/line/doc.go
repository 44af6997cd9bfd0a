// Package line has the pages on which managers, their deputies and HR see what
// is open among others: /team, /team/person/:uid and the workbook; on which they
// set the tags of their people and name their own deputy.
//
// Invariants: a page about duties costs the scope, one further read (a person's page
// one more, for the card) and the row of the access
// log, all in one transaction, so nobody is shown whose showing is not logged;
// zone A only: status and dates, never what somebody has begun, answered or
// tried, and no reason of an absence; a Kennung outside the scope is not found;
// speculative loading is refused; nothing is written but through a plan that was
// shown to the one who made it, with what follows for the person concerned alone.
package line
