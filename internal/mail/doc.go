// Package mail builds one message and hands it to SMTP.
//
// Invariants: no value of a message can add a header or a recipient; the text
// part stands before the HTML part; the outcome of every message is one of sent,
// refused for now, refused for good, or unknown, and it is unknown only where the
// answer to the final dot was lost; a connection that failed is never used again.
package mail
