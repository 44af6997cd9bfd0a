// Package api is what other programs read, as JSON, by a key of their own.
//
// Invariants: a key opens nothing but the routes here, and a session opens none
// of them; an answer names no person.
package api
