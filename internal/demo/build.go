package demo

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/hrimport"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/planned"
	"zaemme/internal/settings"
)

// Seed of the demo that everybody sees.
const Seed = 1024 // Emmen's number in the federal list of municipalities

// Deps are the doors through which the demo's history goes.
type Deps struct {
	DB        *db.DB
	Change    *change.Service
	Ledger    *ledger.Ledger
	Catalogue *course.Catalogue
	Auth      *auth.Service
	Learning  *learning.Service
	Planned   *planned.Service
	// Extensions and Evidence take what waits for a decision.
	Extensions *extension.Service
	Evidence   *evidence.Service
	// Rules seeds curricula and rules, in force from the day on.
	Rules func(ctx context.Context, tx *db.Tx, from calendar.Date) error
	// Remind finds and delivers what is due at the moment.
	Remind func(ctx context.Context, now time.Time) error
	// Deliver hands over the mails that may leave at the moment.
	Deliver func(ctx context.Context, now time.Time) error
	// Progress is told each day that is done; it may be nil.
	Progress func(day calendar.Date)
}

// builder carries one Build.
type builder struct {
	Deps
	*world
	now     time.Time
	people  map[string]int64 // personnel number → person
	intends map[intent]plan
	here    map[int64]bool // have signed in
	set     settings.Settings
}

// Build makes the demo in an empty database: the staff of thirteen months ago,
// then every month's staff list, absences, the planner on the 1st and the 15th,
// and what people learned in between; at last the months that HR has closed,
// the reports that come by themselves, what waits for a decision, accounts and go-live.
func Build(ctx context.Context, d Deps, now time.Time) error {
	today := calendar.DateOf(now)
	b := &builder{
		Deps: d, world: newWorld(today, Seed), now: now, people: map[string]int64{},
		intends: map[intent]plan{}, here: map[int64]bool{}, set: settings.Defaults(),
	}
	if err := b.begin(ctx); err != nil {
		return err
	}
	days := b.days()
	for i, day := range days {
		if err := b.step(ctx, day); err != nil {
			return fmt.Errorf("demo: %s: %w", day, err)
		}
		until := today
		if i+1 < len(days) {
			until = days[i+1] - 1
		}
		if err := b.learn(ctx, day, until); err != nil {
			return fmt.Errorf("demo: learning until %s: %w", until, err)
		}
		if err := b.remind(ctx, day, until); err != nil {
			return fmt.Errorf("demo: reminders until %s: %w", until, err)
		}
		if d.Progress != nil {
			d.Progress(day)
		}
	}
	if err := b.wages(ctx); err != nil {
		return err
	}
	if err := b.roles(ctx); err != nil {
		return err
	}
	if err := b.reports(ctx); err != nil {
		return err
	}
	if err := b.desk(ctx); err != nil {
		return err
	}
	return b.finish(ctx)
}

// days on which something happens: the 1st and the 15th of each month, and today.
func (b *builder) days() []calendar.Date {
	var list []calendar.Date
	for day := b.start; day < b.today; day = calendar.FirstOfMonth(day.AddMonths(1)) {
		list = append(list, day)
		if mid := day.AddDays(14); mid < b.today {
			list = append(list, mid)
		}
	}
	return append(list, b.today)
}

func (b *builder) begin(ctx context.Context) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		if err := b.Rules(ctx, tx, b.start); err != nil {
			return err
		}
		if err := settings.Set(ctx, tx, 0, b.start, "go_live", b.start.String()); err != nil {
			return err
		}
		return saveOrigin(ctx, tx, b.today, Seed)
	})
}

// step is one day: the staff list, what HR records by hand, absences that begin,
// the planner.
func (b *builder) step(ctx context.Context, day calendar.Date) error {
	if err := b.staff(ctx, day); err != nil {
		return err
	}
	if err := b.byHand(ctx, day); err != nil {
		return err
	}
	if err := b.absences(ctx, day); err != nil {
		return err
	}
	if err := b.exempt(ctx, day); err != nil {
		return err
	}
	_, err := b.Change.RunDay(ctx, day)
	return err
}

// staff imports the list of the day through the same reading and planning as
// HR's files.
func (b *builder) staff(ctx context.Context, day calendar.Date) error {
	file, err := hrimport.Read("demo.csv", []byte(csv(b.export(day), "\n")), nil)
	if err != nil {
		return err
	}
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		roster, err := people.LoadRoster(ctx, tx, day)
		if err != nil {
			return err
		}
		p := hrimport.Plan(roster, file, hrimport.Options{}, hrimport.Shares{Leavers: 100, Movers: 100})
		if p.Blocked() {
			return fmt.Errorf("the demo's own staff list is refused: %v", p.Problems)
		}
		b.markOfficials(&p.Change)
		if _, err := people.Apply(ctx, tx, p.Change, 0, 0); err != nil {
			return err
		}
		return b.remember(ctx, tx)
	})
}

// reminded are the days before today whose mails lie in the catcher.
const reminded = 14

// remind lets the reminders of the last days leave, each on its morning.
func (b *builder) remind(ctx context.Context, from, until calendar.Date) error {
	for day := max(from, b.today.AddDays(-reminded)); day <= until; day++ {
		if weekday := day.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			continue
		}
		morning := clock(day, 8, 0)
		if morning.After(b.now) {
			return nil
		}
		if err := b.Remind(ctx, morning); err != nil {
			return err
		}
	}
	return nil
}

// markOfficials says of the Gemeinderat that its members are elected.
func (b *builder) markOfficials(c *people.Change) {
	for i := range c.Departments {
		if c.Departments[i].Code == "9020" && c.Departments[i].Created() {
			c.Departments[i].Official = true
		}
	}
}

func (b *builder) remember(ctx context.Context, tx *db.Tx) error {
	numbers, err := people.Numbers(ctx, tx)
	b.people = numbers
	return err
}
