// Package holiday keeps the holiday sets of the sites: which days are feasts, half
// days, closures and school holidays, and which site follows which set.
//
//	Content, Day           what HR edits (pure)
//	Content.Set            the same as calendar.Set, to count with
//	Book                   all sets with their editions, and the set of each site
//	Change, Create, Follow the acts, each audited
//	Seed                   what a new installation begins with
//
// Invariants, each tested: an edition never changes once saved, and each save makes
// a new one, so what was computed by an edition can be computed again; nobody
// saves over an edition that has not been seen (Conflict); feasts are computed for
// every year from FirstYear to LastYear, and a day that HR enters takes the place of
// what is computed for it. Nothing here moves a due date: that is a plan's
// (package curriculum, «byCalendar»).
package holiday
