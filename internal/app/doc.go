// Package app builds everything from a config, runs it, and stops it in order.
// Together with cmd it is the only place that reads the clock.
//
// Invariants: what can be wrong at start fails at start, with a sentence; the
// order of stopping is the reverse of starting (no new work, requests, jobs,
// pool, Postgres); the web process is not root once it listens.
package app
