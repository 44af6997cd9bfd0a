// Package web is the Fiber app: middleware, the guards at the routes, and the
// one place that answers errors.
//
// Invariants: every route comes from an audience package with its guard; a POST
// without the form token of its session, or from another site, changes nothing;
// an internal error shows its request number and nothing else; no panic reaches
// a person.
package web
