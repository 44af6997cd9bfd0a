// Package calendar knows dates, not instants: days, working days and the
// holiday sets of sites, all in Europe/Zurich.
//
// Invariants: a Date is a day of the proleptic Gregorian calendar and has no
// zone; adding days never adds hours, so the days with 23 and 25 hours are days
// like any other; nothing here reads the clock. A Set never changes once made;
// a half day is a whole working day wherever working days are counted; a full
// holiday and a closure are nobody's working day.
package calendar
