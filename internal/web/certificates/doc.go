// Package certificates is evidence as pages: one's own, those of a person as HR
// gives them out, and the public page on which anybody checks one.
//
// Invariants: the public page knows neither names nor who asks; a file leaves only
// to the person and to HR who sees the person, and HR's look is written down.
package certificates
