package auth

import (
	"slices"
	"strings"
	"time"

	"zaemme/internal/apperr"
)

// PINLen in digits.
const PINLen = 6

// CheckPIN says why a new PIN is refused, nil if it is not: what is not six
// digits, and what colleagues and thieves try first (one or two digits repeated,
// a row, a way over the keys, a date, a part of the card's or the personnel
// number). own are the numbers of the person and the card.
func CheckPIN(pin string, own ...string) error {
	wrong := func(key string) error {
		return apperr.New(apperr.Invalid, key, map[string]any{"digits": PINLen}).At("pin")
	}
	switch {
	case len(pin) != PINLen || !allDigits(pin):
		return wrong("error.pin.digits")
	case repeats(pin) || isRow(pin) || slices.Contains(keyWays, pin):
		return wrong("error.pin.easy")
	case isDate(pin):
		return wrong("error.pin.date")
	}
	for _, number := range own {
		if number = strings.TrimLeft(number, "0"); len(number) >= 4 && (strings.Contains(number, pin) || strings.Contains(pin, number)) {
			return wrong("error.pin.own_number")
		}
	}
	return nil
}

// repeats is true for 111111, 121212, 123123, 112233 and 111222.
func repeats(pin string) bool {
	for _, part := range []int{1, 2, 3} {
		if strings.Repeat(pin[:part], PINLen/part) == pin {
			return true
		}
	}
	pairs := pin[0] == pin[1] && pin[2] == pin[3] && pin[4] == pin[5]
	return pairs || (pin[:3] == strings.Repeat(pin[:1], 3) && pin[3:] == strings.Repeat(pin[3:4], 3))
}

// isRow is true where each digit follows from the one before by the same step of
// one or two, beyond nine too: 123456, 890123, 987654, 135791.
func isRow(pin string) bool {
	step := (int(pin[1]) - int(pin[0]) + 10) % 10
	if step > 2 && step < 8 {
		return false
	}
	for i := 1; i < len(pin); i++ {
		if (int(pin[i])-int(pin[i-1])+10)%10 != step {
			return false
		}
	}
	return true
}

// keyWays are lines over the keys of a pad.
var keyWays = []string{"147258", "258369", "159753", "753159", "159357", "357159", "147369", "789456", "456789", "258000", "102030", "010203"}

// isDate is true for a day (310589, 890531) and for a month with its year
// (051989, 198905): birthdays are guessed first.
func isDate(pin string) bool {
	for _, layout := range []string{"020106", "060102"} {
		if _, err := time.Parse(layout, pin); err == nil {
			return true
		}
	}
	for _, layout := range []string{"012006", "200601"} {
		if day, err := time.Parse(layout, pin); err == nil && day.Year() >= 1930 && day.Year() < 2040 {
			return true
		}
	}
	return false
}
