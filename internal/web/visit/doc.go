// Package visit is one request as a handler sees it: who is there, what the
// time is, and which guard stands at the route.
//
// Invariants: every route names its guard; a handler reads time, viewer and
// request number from the Visit and from nowhere else; a session that owes its
// second factor is Pending, and for every guard but HalfOpen nobody is there.
package visit
