package auth

import (
	"encoding/base64"
	"strings"
	"time"
)

// CardCodeLife is how long the first code of a card holds: cards are handed out
// at the next team meeting, and somebody is on holiday then.
const CardCodeLife = 60 * 24 * time.Hour

// CardKey is what somebody shows of a card: the token in its QR code, or the
// number typed from it. One of the two is set.
type CardKey struct{ Token, Number string }

// Card is a card that holds, as it is shown to a person with a right to it.
type Card struct {
	ID        int64
	PersonID  int64
	Number    string
	IssuedAt  time.Time
	IssuedBy  string // name
	CodeAt    time.Time
	CodeBy    string // name of who gave the first code last
	CodeUntil time.Time
	PinAt     time.Time // zero: the card waits for its first code
}

// Waits reports whether the first code has not been used.
func (c Card) Waits() bool { return c.PinAt.IsZero() }

// Exists is false for somebody who has no card.
func (c Card) Exists() bool { return c.ID != 0 }

// NewCard is a card that has just been issued: the only moment at which its
// token and first code are known.
type NewCard struct {
	PersonID  int64
	Token     string // 16 random bytes, 22 characters for an address
	Number    string // 8 digits
	Code      string // 8 letters and digits, see Spaced
	CodeUntil time.Time
}

const (
	cardTokenBytes = 16
	cardTokenLen   = 22 // as text
	cardNumberLen  = 8
	cardCodeLen    = 8
	// codeLetters leave out what is mistaken for another: 0 O, 1 I L, 5 S, 8 B, U and V both.
	codeLetters = "234679ACDEFGHJKMNPQRTWXYZ"
)

// ReadCardKey reads what was typed, scanned by hand scanner, or taken from an
// address: a number with or without spaces, a token, or the whole address of a
// card. ok is false for anything else, also for a number with a typing error.
func ReadCardKey(text string) (key CardKey, ok bool) {
	text = strings.TrimSpace(text)
	if i := strings.LastIndex(text, CardPath); i >= 0 {
		text = text[i+len(CardPath):]
	}
	if raw, err := base64.RawURLEncoding.Strict().DecodeString(text); err == nil && len(raw) == cardTokenBytes {
		return CardKey{Token: base64.RawURLEncoding.EncodeToString(raw)}, true // the decoder skips line ends that a scanner adds
	}
	digits := strings.NewReplacer(" ", "", "-", "", ".", "", "\u00a0", "").Replace(text)
	if len(digits) != cardNumberLen || !allDigits(digits) || checkDigit(digits[:cardNumberLen-1]) != digits[cardNumberLen-1] {
		return CardKey{}, false
	}
	return CardKey{Number: digits}, true
}

// CardPath is where the address of a card leads, in front of its token.
const CardPath = "/k/"

// Spaced sets a number or code in two groups of four, as cards show them.
func Spaced(text string) string {
	if len(text) != 8 {
		return text
	}
	return text[:4] + " " + text[4:]
}

// plainCardCode is a typed first code as it was issued.
func plainCardCode(text string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(text))
}

func newCardCode() (string, error) { return randomText(codeLetters, cardCodeLen) }

// newCardNumber ends with a digit that shows most typing errors, so that a slip
// is not counted as a try on somebody else's card.
func newCardNumber() (string, error) {
	digits, err := randomText("0123456789", cardNumberLen-1)
	return digits + string(checkDigit(digits)), err
}

// checkDigit after Luhn (ISO/IEC 7812-1): it shows every single wrong digit and
// nearly every swap of two neighbours.
func checkDigit(digits string) byte {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return byte('0' + (10-sum%10)%10)
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
