package curriculum

import (
	"bytes"
	"encoding/json"
	"fmt"

	"zaemme/internal/calendar"
)

// The codes of Effect.Reason; the ledger keeps them with the event.
const (
	ReasonJoined   = "joined"   // has begun to work here
	ReasonReturned = "returned" // is in the audience again
	ReasonLeft     = "left"     // is employed no more
	ReasonChanged  = "changed"  // department, function, PC or another fact has changed, or an absence
	ReasonRule     = "rule"     // the rules change
	ReasonRenewal  = "renewal"  // the renewal window has opened
	ReasonUndone   = "undone"   // a batch is taken back
	ReasonOutage   = "outage"   // an outage is declared
	ReasonVersion  = "version"  // a material version of the course is required
	ReasonCalendar = "calendar" // dates are computed anew by the holiday set of the site
)

// reasonTooOld is why evidence counts no longer when a duty begins.
const reasonTooOld = "too_old"

// Reasons are all codes, for the check that every language has them.
func Reasons() []string {
	return []string{ReasonJoined, ReasonReturned, ReasonLeft, ReasonChanged, ReasonRule, ReasonRenewal, ReasonUndone, ReasonCalendar, ReasonOutage, ReasonVersion}
}

// act is what Apply does to the duty; which cycle it concerns follows from what
// has been learned by then.
type act string

const (
	actAssign   act = "assign"   // a duty begins, or again
	actRenew    act = "renew"    // the next cycle of a running duty
	actWithdraw act = "withdraw" // the duty ends
	actSet      act = "set"      // dates or terms change
)

// Detail is what Apply writes for an effect, as stored in Effect.Detail: dates
// are finished, rules are named by code and version.
type Detail struct {
	Act            act                `json:"act"`
	Returns        bool               `json:"returns,omitempty"` // back in time to go on in the same cycle
	Rule           RuleRef            `json:"rule,omitzero"`     // whose date governs; none where no date moves
	Reasons        []RuleRef          `json:"reasons,omitempty"` // all that ask for it, by code
	Mandatory      bool               `json:"mandatory,omitempty"`
	ValidityMonths int16              `json:"validity_months,omitempty"`
	ValidityDay    calendar.YearDay   `json:"validity_day,omitempty"`
	Variant        string             `json:"variant,omitempty"`     // code of the short course that renews it, or ledger.Difference
	NoTestOut      bool               `json:"no_test_out,omitempty"` // the modules come before the test
	MaxAgeMonths   int                `json:"max_age,omitempty"`     // of evidence from elsewhere that is taken up
	DueOn          calendar.Date      `json:"due_on,omitempty"`
	GraceUntil     calendar.Date      `json:"grace_until,omitempty"`
	WindowFrom     calendar.Date      `json:"window_from,omitempty"` // of the completion that counts
	ValidUntil     calendar.Date      `json:"valid_until,omitempty"` // of it, where a required version ends it
	Pause          *calendar.Interval `json:"pause,omitempty"`
	Resumed        calendar.Date      `json:"resumed,omitempty"` // last day of a pause that holds no more
	Steps          []Step             `json:"steps,omitempty"`
}

// RuleRef names a rule in a version.
type RuleRef struct {
	Code    string `json:"code"`
	Version int32  `json:"version"`
}

// DetailOf reads what an effect will write.
func (e Effect) DetailOf() (Detail, error) {
	var d Detail
	if err := json.Unmarshal(e.Detail, &d); err != nil {
		return d, fmt.Errorf("curriculum: detail of %s %s: %w", e.Person, e.Course, err)
	}
	return d, nil
}

// Variant is the short content that the effect asks for, empty for the whole course.
func (e Effect) Variant() (string, error) {
	if !bytes.Contains(e.Detail, []byte(`"variant"`)) { // few have one, and there may be a million
		return "", nil
	}
	d, err := e.DetailOf()
	return d.Variant, err
}

// with is the effect with its detail. It is never wrong: numbers, strings and
// dates always encode.
func (e Effect) with(d Detail) Effect {
	text, err := json.Marshal(d)
	if err != nil {
		panic(err)
	}
	e.Detail = text
	return e
}
