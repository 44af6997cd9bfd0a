// Package settings holds what the municipality decides: typed, dated, audited.
//
// Invariants: every setting has a default that is sensible for a Lucerne
// municipality and a check; a change is a new dated fact, the old one stays; a
// setting that no definition names is never read.
package settings
