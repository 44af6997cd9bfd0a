// Package demo builds the demo municipality: an invented organisation of 600
// people with a year behind it, dated relative to today.
//
// Invariants: everybody is invented; the same seed and day give the same
// organisation; history is made through the doors that the app has (staff file,
// planner, ledger), never by writing its tables; passwords are random per
// installation. A demo database is a database of its own.
package demo
