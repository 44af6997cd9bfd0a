package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/planned"
)

// comes is a report that HR has planned: whose, and with which terms.
type comes struct {
	code string // of the recipient's unit
	i    int
	planned.Terms
	department string // code, "" for everybody
	last       planned.Slot
}

// reports lets HR have planned two reports, each on the working day before its last slot,
// and the jobs of that morning run it. Who gets them are accounts of the demo, so that a
// visitor can follow the mail to the report.
func (b *builder) reports(ctx context.Context) error {
	list := []comes{
		{code: "9020", Terms: planned.Terms{Rhythm: planned.Monthly, Day: 3, Variant: planned.Brief, Brief: true}},
		{code: "3220", Terms: planned.Terms{Rhythm: planned.Weekly, Day: 1, Variant: planned.Line}, department: "3220"},
	}
	for i := range list {
		slots := list[i].Slots(b.Planned.Days(), b.today.AddMonths(-3), b.today-1)
		list[i].last = slots[len(slots)-1] // within three months there are some
	}
	slices.SortStableFunc(list, func(one, other comes) int { return cmp.Compare(one.last.Due, other.last.Due) })
	if _, err := b.Ledger.Seal(ctx, b.DB, b.now); err != nil { // the month ends name the last one
		return fmt.Errorf("demo: seal: %w", err)
	}
	if _, err := b.Planned.MonthEnds.Run(ctx, b.now); err != nil {
		return fmt.Errorf("demo: month ends: %w", err)
	}
	for _, c := range list {
		if err := b.report(ctx, c); err != nil {
			return fmt.Errorf("demo: report that comes on %s: %w", c.last.Due, err)
		}
	}
	return nil
}

func (b *builder) report(ctx context.Context, c comes) error {
	hr, day := b.people[b.of("1310", 0).no], c.last.Due-1
	for !b.Planned.Days().IsWorkingDay(day) {
		day--
	}
	scope, err := people.ScopeOf(ctx, b.DB, hr, day)
	if err != nil {
		return err
	}
	draft := planned.Draft{Terms: c.Terms, Department: c.department, Recipients: []string{b.of(c.code, c.i).no}}
	if err := b.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := b.Planned.Save(ctx, tx, draft, planned.Act{Scope: scope, Now: clock(day, 16, 40)})
		return err
	}); err != nil {
		return err
	}
	if _, err := b.Planned.Run(ctx, clock(c.last.Due, 6, 50)); err != nil {
		return err
	}
	return b.Deliver(ctx, clock(c.last.Due, 7, 30))
}

// clock is a time of day in Europe/Zurich.
func clock(day calendar.Date, hour, minute int) time.Time {
	year, month, dayOfMonth := day.YMD()
	return time.Date(year, month, dayOfMonth, hour, minute, 0, 0, calendar.Zurich)
}
