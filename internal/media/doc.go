// Package media tells films and sound by their content, and reads captions.
//
// Invariants, tested and fuzzed: what is told of a file follows from its bytes and
// not from its name; nothing is decoded or written anew, and what no container of
// ours holds, or ends early, is refused; Captions panics on no input, and what it
// takes without a fault it takes again, the same, after it was written.
package media
