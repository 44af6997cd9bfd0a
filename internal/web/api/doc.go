// Package api is what other programs read, as JSON and csv, by a key of their own;
// openapi.json describes it, and a test holds the two together.
//
// Invariants: a key opens nothing but the routes here, and a session opens none of
// them; an answer names no person; figures are the frozen tables of month ends as
// everybody reads them, uncut, so a key for a part of the organisation opens none;
// rows need a key that HR for the whole organisation made for them, and whom they
// are about sees that they were handed out.
package api
