// Package schedule runs named jobs, each once per cluster and slot. It is the
// only importer of gocron, which is the clock and nothing more.
//
// Invariants: a job is a function that can be called once with a moment; a slot
// is a row of job_runs, and who inserts it runs it, so any number of processes
// run it once; the last slot of a daily job that nobody ran is run late, once; a
// job never runs beside itself in one process; a panic fails its job and nothing
// else; times of day are those of Europe/Zurich and never between 02:00 and
// 03:59, which one night of the year has twice and another has not.
package schedule
