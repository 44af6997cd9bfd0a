package page

import "zaemme/internal/auth"

// Kiosk is what the pages on a shared tablet need besides. Partial "kiosk": the
// question whether somebody is still there, and the module that asks it (kiosk.js).
//
// What this does for privacy: the module fetches pages and puts them into the one
// that is open, so that a browser in its normal mode has a single entry per person
// in its history, the start page, whose title is the municipality's; pages are
// never stored (no-store), the session's cookie goes with the browser, forms are
// not remembered, no file is handed out, and there is no service worker. At the
// end the cache is cleared and the page is replaced by the one for cards.
//
// What it cannot do: a browser in its normal mode keeps that this address was
// visited, and when; a card scanned by another app of the tablet, not by the page,
// leaves its token in the history, which opens nothing without the PIN; its memory may reach the device's swap; who can open the
// developer tools sees what is on the screen. A tablet for many people should run
// one browser window in the device's kiosk mode (Android: app pinning or a managed
// device; Windows: assigned access; Chromium: --kiosk --incognito), where nothing
// of the address is kept either, and no other program can be opened. Without
// JavaScript the pages work as everywhere: the history then has their addresses,
// and a silent session is ended by the server alone.
type Kiosk struct {
	SignedIn bool // somebody is, or the page still asks who it is
}

// After is how long the page waits for a touch, key or scroll, in milliseconds.
func (Kiosk) After() int64 { return auth.KioskAfter.Milliseconds() }

// Ask is how long it waits for an answer then, in milliseconds.
func (Kiosk) Ask() int64 { return auth.KioskAsk.Milliseconds() }
