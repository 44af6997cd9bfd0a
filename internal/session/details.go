package session

import (
	"strings"
	"time"
	"unicode/utf8"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Details are what somebody states about a session.
type Details struct {
	Course   int64
	HeldOn   calendar.Date
	StartsAt string // «14:00», or empty
	Minutes  int
	Place    string
	Trainer  string // name
	Own      bool   // the owner holds it
	Holder   int64  // somebody else holds it and ticks off, 0: nobody with an account
	Circle   Circle
	Seats    int // 0: as many as come
	Quiz     bool
}

const (
	maxText    = 120 // characters of place and trainer
	backMonths = 24  // how far back a session may lie, and how far ahead
	leastTime  = 5   // minutes
	mostTime   = 960 // minutes
	mostSeats  = 500
)

// check says what is wrong, at the field.
func (d *Details) check(scope people.Scope, now time.Time) error {
	today := calendar.DateOf(now)
	wrong := func(field, what string) error {
		return apperr.New(apperr.Invalid, "error.session."+what, map[string]any{"least": leastTime, "most": mostTime, "seats": mostSeats}).At(field)
	}
	d.Place, d.Trainer = strings.TrimSpace(d.Place), strings.TrimSpace(d.Trainer)
	switch {
	case d.HeldOn == 0 || d.HeldOn.AddMonths(backMonths) < today || today.AddMonths(backMonths) < d.HeldOn:
		return wrong("day", "day")
	case !fits(d.Place):
		return wrong("place", "text")
	case !fits(d.Trainer):
		return wrong("trainer", "text")
	case d.Minutes < leastTime || d.Minutes > mostTime:
		return wrong("minutes", "minutes")
	case d.Seats < 0 || d.Seats > mostSeats:
		return wrong("seats", "seats")
	}
	if d.StartsAt != "" {
		at, ok := clock(d.StartsAt)
		if !ok {
			return wrong("time", "time")
		}
		d.StartsAt = at
	}
	switch d.Circle {
	case "":
		d.Circle = Invited
	case Invited, Line:
	case All:
		if !scope.Everyone {
			return wrong("circle", "circle")
		}
	default:
		return wrong("circle", "circle")
	}
	return nil
}

// into writes the details into the session.
func (d Details) into(one *Session) {
	one.HeldOn, one.StartsAt, one.Minutes, one.Place, one.Trainer = d.HeldOn, d.StartsAt, d.Minutes, d.Place, d.Trainer
	one.Circle, one.Seats, one.Quiz, one.TrainerID = d.Circle, d.Seats, d.Quiz, 0
	switch {
	case d.Holder != 0:
		one.TrainerID = d.Holder
	case d.Own:
		one.TrainerID = one.OwnerID
	}
}

// clock reads a time as people type it: 14:00, 14.00, 9.30, 14, 14 Uhr. It is pure.
func clock(text string) (string, bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.ToLower(text), "uhr"))
	text = strings.ReplaceAll(text, ".", ":")
	for _, layout := range []string{"15:04", "15"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.Format("15:04"), true
		}
	}
	return "", false
}

func fits(text string) bool {
	n := utf8.RuneCountInString(text)
	return n > 1 && n <= maxText && !strings.ContainsAny(text, "\r\n\x00")
}
