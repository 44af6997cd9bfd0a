// Package line has the pages on which managers, their deputies and HR see what
// is open among others: /team, /team/person/:uid and the workbook.
//
// Invariants: a page costs the scope, one further read (a person's page one more,
// for the card) and the row of the access log, all in one transaction, so nobody is shown whose showing is not logged;
// zone A only: status and dates, never what somebody has begun, answered or
// tried, and no reason of an absence; a Kennung outside the scope is not found;
// speculative loading is refused.
package line
