// Package browser drives Chromium in tests as a person would: it finds fields by
// their label, buttons and links by role and accessible name, as Chromium itself
// computes them for a screen reader, and clicks with the mouse where they are.
//
//	p := browser.Start(t, server.URL, browser.Options{Width: 390, NoScript: true})
//	p.Goto("/anmelden")
//	p.Fill("Passwort", "…")
//	p.Follow("button", "Anmelden")
//	p.Check()
//
// Invariants: one Chromium per test process and one incognito context per Page;
// nothing of it is left when the process ends, also when it is killed; it calls
// no server but the one of the test. A page that logs an error, breaks the
// Content-Security-Policy or fails to load a part of itself fails the test. A
// missing Chromium or axe-core fails the test too, and says «run make tools».
// Nothing sleeps: every wait is for an event or a condition, with a deadline.
package browser
