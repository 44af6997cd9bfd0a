// Package explain answers «Warum?» for every status: which rule asks for the duty
// in which version, since when, how each date came about, what has happened, and
// what would make it green. One implementation serves the person, who leads them,
// and HR; the audience decides what is left out.
//
// Invariants, each tested: what it says follows from the events of the duty alone,
// as Fold and Status read them; the line reads no reason of an exemption or
// extension, no day of an absence, and nobody but the person reads that something
// was begun (zone B); every kind of event, status and step has its words in every
// language.
package explain
