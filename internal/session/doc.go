// Package session is training in person: planned, held, and confirmed.
//
//	Service.Plan       a session with its list of people
//	Service.Record     who was there: their evidence waits for a second person
//	Service.Retract    what was recorded is taken back, to be recorded again
//	Service.Confirm    a second person decides about everybody at once
//	Service.SignUp, Leave         the own seat; Add, Remove: others'
//	Service.Change, Cancel         told to everybody on the list
//	Service.Attach, Scan           the signed list
//	PaperOf                        the quiz on paper (pure)
//	Service.Open, List, Coming     what a viewer sees
//
// Invariants, each tested: whoever leads records the own line without a further
// role, and nobody outside it; who records is not on the list; nothing counts before
// a second person has confirmed it, who is neither who recorded it nor, for the own
// evidence, the person; it counts from the day of the session; all of a step is one
// transaction; others' names are shown to who runs the session and to whose line they
// are, and that is logged by the caller; no more are seated than there are seats, who
// has waited longest moves up, and each change reaches calendars under the same UID
// with a higher sequence.
package session
