package people

import "zaemme/internal/apperr"

// NotOwn refuses (Forbidden) that somebody decides about their own duties: who
// records, exempts, extends or sets what a duty follows from is never the person
// concerned (DESIGN.md §1.5). actor 0 is the system or the operator.
func NotOwn(actor, subject int64) error {
	if actor != 0 && actor == subject {
		return apperr.New(apperr.Forbidden, "error.people.own_duty", nil)
	}
	return nil
}
