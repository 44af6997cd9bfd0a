// Package reminders holds the pages about reminders: what people got, what they did
// not and why, what they will get; slips to print; the policy and its forecast.
//
// Invariants: a page about others shows whom the viewer's scope includes and
// writes down whom it showed; a change of the policy is applied as it was shown,
// or refused.
package reminders
