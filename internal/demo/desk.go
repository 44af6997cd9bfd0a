package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/ledger"
)

// asks are who wants more time for an open duty, why, and for how many days. Their
// managers decide, and HR sees how long they wait.
var asks = []struct {
	code   string
	i      int
	reason string
	days   int
}{
	{"3120", 3, "project", 21}, {"2120", 8, "workload", 14}, {"4110", 9, "no_access", 30},
}

// outside are certificates from elsewhere that a head has handed on: somebody else has
// to confirm them. Back is the days since they were earned.
var outside = []struct {
	code   string
	i      int
	issuer string
	back   int
}{
	{"4210", 5, "Gemeindeverwaltung Musterdorf", 9}, {"5110", 7, "Verwaltungsschule Musterland", 13},
}

// desk leaves on today's desks what waits there in a municipality at work, so that a
// visitor finds something to decide.
func (b *builder) desk(ctx context.Context) error {
	yesterday := b.now.Add(-24 * time.Hour)
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		for _, a := range asks {
			if err := b.forOne(ctx, tx, a.code, a.i, func(d ledger.Duty, course string) error {
				due, err := curriculum.Extendable(d, b.today)
				if err != nil {
					return err
				}
				wish := extension.Wish{Person: d.PersonID, Course: course, Until: max(due, b.today).AddDays(a.days), Reason: a.reason}
				return b.Extensions.Ask(ctx, tx, wish, yesterday)
			}); err != nil {
				return fmt.Errorf("demo: wish for more time: %w", err)
			}
		}
		for _, o := range outside {
			head := b.people[b.heads[o.code].no]
			if err := b.forOne(ctx, tx, o.code, o.i, func(d ledger.Duty, _ string) error {
				_, err := b.Evidence.Recognise(ctx, tx, evidence.Wish{Person: d.PersonID, Course: d.CourseID, Actor: head,
					Day: b.today.AddDays(-o.back), Issuer: o.issuer, Settings: b.set}, yesterday)
				return err
			}); err != nil {
				return fmt.Errorf("demo: certificate from elsewhere: %w", err)
			}
		}
		return nil
	})
}

var errNobody = errors.New("nobody of the unit has a duty that fits")

// forOne does something with an open duty of the i-th person of a unit, or of the next
// one who has a duty with which it can be done.
func (b *builder) forOne(ctx context.Context, tx *db.Tx, code string, i int, do func(d ledger.Duty, course string) error) error {
	for ; b.of(code, i) != nil; i++ {
		duties, err := b.Ledger.Duties(ctx, tx, []int64{b.people[b.of(code, i).no]})
		if err != nil {
			return err
		}
		for _, d := range duties {
			v, err := b.Catalogue.Current(d.CourseID)
			if err != nil {
				return err
			}
			if !d.Mandatory || !d.Open() || !v.Online() {
				continue
			}
			switch err := do(d, v.Code()); {
			case err == nil:
				return nil
			case !apperr.Is(err, apperr.Conflict) && !apperr.Is(err, apperr.Invalid):
				return err
			}
		}
	}
	return errNobody
}
