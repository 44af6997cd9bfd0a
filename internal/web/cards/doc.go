// Package cards has the pages of getting in without a mailbox: signing in with
// card and PIN, printing and renewing cards, and the shared tablet.
//
// Invariants: no address holds a card number, a code or a PIN (a card's own
// address holds its token, which opens nothing by itself); a card is printed in
// the answer to the form that issues it and is stored nowhere; who issues or
// renews one does it within people.Scope and never for oneself; a shared tablet
// offers the card and nothing else to sign in with; a session on it is closed by
// its page (page.Kiosk), and by the server if the page cannot.
package cards
