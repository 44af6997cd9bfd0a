package page

import (
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
)

// CardAccess is somebody's card as superiors and HR see it, with what they can do
// on the spot. Partial "card-access".
type CardAccess struct {
	Base
	UID   string
	Card  auth.Card
	Facts []Fact
	Self  bool // one's own card: nobody renews that
}

// NewCardAccess says who issued the card, and whether its first code still waits.
func NewCardAccess(base Base, uid string, card auth.Card, self bool) CardAccess {
	return CardAccess{Base: base, UID: uid, Card: card, Self: self, Facts: CardFacts(base.L, card)}
}

// CardFacts tell of a card; there are none where there is no card.
func CardFacts(l *i18n.Printer, card auth.Card) []Fact {
	if !card.Exists() {
		return nil
	}
	day := func(key string, on calendar.Date, by string) string { return l.T(key, "day", on, "by", by) }
	facts := []Fact{
		{Term: l.T("card.number"), Text: auth.Spaced(card.Number)},
		{Term: l.T("card.issued"), Text: day("card.issued_on", calendar.DateOf(card.IssuedAt), card.IssuedBy)},
	}
	if !card.CodeAt.Equal(card.IssuedAt) {
		facts = append(facts, Fact{Term: l.T("card.pin_renewed"), Text: day("card.issued_on", calendar.DateOf(card.CodeAt), card.CodeBy)})
	}
	state := l.T("card.pin_chosen", "day", calendar.DateOf(card.PinAt))
	if card.Waits() {
		state = l.T("card.waits", "day", calendar.DateOf(card.CodeUntil))
	}
	return append(facts, Fact{Term: l.T("card.pin"), Text: state})
}
