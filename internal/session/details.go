package session

import (
	"strings"
	"time"
	"unicode/utf8"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
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
func (d *Details) check(now time.Time) error {
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
		at, err := time.Parse("15:04", d.StartsAt)
		if err != nil {
			return wrong("time", "time")
		}
		d.StartsAt = at.Format("15:04")
	}
	if d.Circle == "" {
		d.Circle = Invited
	}
	return nil
}

func fits(text string) bool {
	n := utf8.RuneCountInString(text)
	return n > 1 && n <= maxText && !strings.ContainsAny(text, "\r\n\x00")
}
