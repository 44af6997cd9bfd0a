package session

import (
	"context"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Holder is the person with the mail address, personnel number or login who is
// employed on the day, to hold a session; nobody is found by a part of one, or by
// name. Errors: Invalid at holder.
func Holder(ctx context.Context, c db.Conn, key string, today calendar.Date) (people.Person, error) {
	p, err := people.Find(ctx, c, strings.TrimSpace(key))
	is := false
	if err == nil {
		is, err = employed(ctx, c, p.ID, today)
	}
	if apperr.Is(err, apperr.NotFound) || apperr.Is(err, apperr.Conflict) || err == nil && !is {
		return people.Person{}, apperr.New(apperr.Invalid, "error.session.holder", nil).At("holder")
	}
	return p, err
}
