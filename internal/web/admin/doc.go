// Package admin has the pages of those who run the installation: settings, jobs,
// roles, keys of other programs, the test mail, and the demo's mail catcher.
//
// Invariants: a setting is checked before it is kept and never loses the value
// before; what lets mail leave is not set here but where its forecast stands; a
// page about roles names people but shows nothing of their duties; a new key is
// shown once; a caught mail is shown as text, nothing in it is fetched or run; a job that runs by
// hand is the same function that runs by the clock.
package admin
