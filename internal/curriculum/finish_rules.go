package curriculum

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// FinishRules gives every roll-out of the change its weeks: those it has in the
// book where neither its pace nor its audience changes, else new ones for those
// who are in the audience on the day. Any other change is returned as it is.
func FinishRules(ctx context.Context, c db.Conn, text json.RawMessage, day calendar.Date) (json.RawMessage, error) {
	change, err := ParseRules(text)
	if err != nil || !slices.ContainsFunc(change.Rules, func(r Rule) bool { return r.Rollout != nil }) {
		return text, err
	}
	book, err := LoadBook(ctx, c, day)
	if err != nil {
		return nil, err
	}
	org, err := people.Load(ctx, c, people.Moment{Day: day})
	if err != nil {
		return nil, err
	}
	for i := range change.Rules {
		if err := change.Rules[i].place(book, org, day); err != nil {
			return nil, asField(err, "rules["+strconv.Itoa(i)+"].")
		}
	}
	return change.JSON()
}

func (r *Rule) place(book Book, org *people.Org, day calendar.Date) error {
	if r.Rollout == nil {
		return nil
	}
	if before := book.Rule(r.Code); before != nil && r.Rollout.keep(before.Rollout) && r.sameAudience(*before) {
		kept := *r.Rollout
		kept.From, kept.Bounds, kept.Placed = before.Rollout.From, before.Rollout.Bounds, true
		r.Rollout = &kept
		return nil
	}
	placed, err := r.Rollout.placed(r.Code, r.Audience, org, day)
	r.Rollout = placed
	return err
}

func (r Rule) sameAudience(o Rule) bool {
	return Rule{Audience: r.Audience}.same(Rule{Audience: o.Audience})
}

// asField puts the place before the field of an error that has one.
func asField(err error, at string) error {
	if known := (*apperr.Error)(nil); errors.As(err, &known) {
		return known.At(at + known.Field)
	}
	return err
}
