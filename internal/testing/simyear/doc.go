// Package simyear plays a municipality's year, by its tests alone: lists, moves,
// leavers, absences, rule changes, a reorganisation, learning; two processes of
// the program that are killed at random moments, days on which neither runs, and a
// mail server that refuses, drops and hangs. Afterwards every mail, every reminder
// that was expected, every status and the ledger are held against what has been
// played, which the tests keep apart from the program.
//
//	town_test.go     who works where, from when to when, and away when: the truth
//	lists_test.go    the same as HR's lists
//	process_test.go  the program as processes of its own, with a clock that is told
//	year_test.go     the days
//	mails_test.go    what the mail server took, against the truth
//	outcome_test.go  what should have been sent, against the log; status; ledger
package simyear
