// Package testmail sends one mail on somebody's request, the way every mail
// goes, to see whether it arrives.
//
// Invariants: it is a kind of its own, which leaves before go-live because an
// administrator has asked for it; a few in ten minutes and no more; what the
// server answered is kept as it was said.
package testmail
