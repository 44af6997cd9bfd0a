package auth

import (
	"slices"

	"zaemme/internal/people"
)

// SecondSetting is the key of the setting that rules over second factors.
const SecondSetting = "second_factor"

// The values of the setting.
const (
	SecondOff      = "off"      // nobody is asked
	SecondOffered  = "offered"  // who has one is asked
	SecondRequired = "required" // and HR and the administration must have one
)

// SecondStep is what a session still owes before it is complete.
type SecondStep int

// The steps.
const (
	SecondDone  SecondStep = iota // nothing
	SecondPass                    // the person has a second factor and has not shown it
	SecondSetUp                   // the person must set one up first
)

// Second is what the session owes under the setting. A passkey is two factors in
// itself; after a sign-in at the identity provider the provider has judged.
func (s Session) Second(setting string) SecondStep {
	switch {
	case setting == SecondOff || !s.SecondAt.IsZero() || slices.Contains(twoInOne, s.OpenedBy):
		return SecondDone
	case s.HasSecond:
		return SecondPass
	case s.NeedsSecond(setting):
		return SecondSetUp
	default:
		return SecondDone
	}
}

// twoInOne are ways in that owe no second factor: a passkey verifies its owner, a
// card needs its PIN and opens nobody else's data, and the provider has its own.
var twoInOne = []Opened{ByPasskey, ByOIDC, ByCard}

// NeedsSecond reports whether the person must have a second factor.
func (s Session) NeedsSecond(setting string) bool {
	return setting == SecondRequired && s.Has(people.RoleHR, people.RoleAdmin)
}
