// Package mailtext holds the texts of reminders as HR words them.
//
// Invariants: only listed texts can be worded anew, in a language that the program
// has; a text keeps exactly the placeholders of the delivered one, so a subject
// can name neither person nor course; every wording stays on record, and the
// delivered one can be brought back.
package mailtext
