package planned

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
)

// Run is a run of a plan with what the plan said then.
type Run struct {
	ID      int64
	UID     string
	PlanID  int64
	AsOf    calendar.Date // D
	KnownAt time.Time     // T
	DueOn   calendar.Date
	MadeAt  time.Time
	Missed  int // earlier days that it makes up for
	Terms
}

// Late reports whether the run was made after the day on which it was due.
func (r Run) Late() bool { return calendar.DateOf(r.MadeAt) > r.DueOn }

// Run pauses the plans whose owner may no longer answer for them and, on a working
// day, makes each run that is due: of several days that were missed the latest alone.
// It may be called any number of times and in several processes at once. A plan that
// fails leaves the others alone.
func (s *Service) Run(ctx context.Context, now time.Time) (map[string]int, error) {
	counts := map[string]int{"runs": 0, "mails": 0}
	ids, err := activePlans(ctx, s.DB)
	if err != nil || len(ids) == 0 {
		return counts, err
	}
	months, err := s.MonthEnds.Months(ctx)
	if err != nil {
		return counts, err
	}
	kept := map[calendar.Date]bool{}
	newest := calendar.Date(0)
	for _, m := range months {
		kept[m.AsOf], newest = true, max(newest, m.AsOf)
	}
	known, err := s.DB.Horizon(ctx)
	if err != nil {
		return counts, err
	}
	var failures []error
	for _, id := range ids {
		one := map[string]int{}
		err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
			clear(one)
			d := due{Service: s, tx: tx, now: now, today: calendar.DateOf(now), known: known, kept: kept, newest: newest, counts: one}
			return d.plan(ctx, id)
		})
		if err != nil {
			failures = append(failures, fmt.Errorf("plan %d: %w", id, err))
			continue
		}
		for name, n := range one {
			counts[name] += n
		}
	}
	return counts, errors.Join(failures...)
}

// due is the work on one plan in its transaction.
type due struct {
	*Service
	tx     *db.Tx
	now    time.Time
	today  calendar.Date
	known  time.Time              // below the horizon
	kept   map[calendar.Date]bool // month ends
	newest calendar.Date          // of them
	counts map[string]int
}

// plan locks the plan and decides on it as it stands then.
func (d due) plan(ctx context.Context, id int64) error {
	p, err := onePlan(ctx, d.tx, `r.id = ? and r.state = 'active' for update`, id)
	if apperr.Is(err, apperr.NotFound) {
		return nil // paused or ended a moment ago
	}
	if err != nil {
		return err
	}
	j, err := newJudge(ctx, d.tx, d.today)
	if err != nil {
		return err
	}
	if stands, err := d.stands(ctx, j, p); err != nil || !stands {
		return err
	}
	days := d.Days()
	if !days.IsWorkingDay(d.today) {
		return nil
	}
	last, err := lastRun(ctx, d.tx, p.ID)
	if err != nil {
		return err
	}
	slots := p.Slots(days, max(p.Since, last.DueOn), d.today)
	if len(slots) == 0 {
		return nil
	}
	slot := slots[len(slots)-1]
	if month := p.monthOf(slot.AsOf); p.Variant.Frozen() && !d.kept[month] && month > d.newest {
		return fmt.Errorf("planned: the month end %s is not kept yet", month) // so that the job is tried again
	}
	return d.run(ctx, j, p, slot, len(slots)-1)
}

// stands reports whether the owner may still answer for the plan, else pauses it.
func (d due) stands(ctx context.Context, j judge, p Plan) (bool, error) {
	why, err := j.owner(ctx, p)
	if err != nil || why == "" {
		return err == nil, err
	}
	p.State, p.Why, p.ChangedAt, p.ChangedBy = Paused, Owner, d.now, 0
	d.counts["paused"]++
	if err := updatePlan(ctx, d.tx, p); err != nil {
		return false, err
	}
	return false, audit.Record(ctx, d.tx, audit.Entry{Action: "report_plan.paused", ObjectKind: "report_plan", ObjectID: p.UID, SubjectID: p.OwnerID})
}

// owner is why the owner may no longer answer for the plan, "" who may.
func (j judge) owner(ctx context.Context, p Plan) (Reason, error) {
	enters, err := auth.Enters(ctx, j.conn, j.today, p.OwnerID)
	if err != nil {
		return "", err
	}
	if !enters[p.OwnerID] {
		return Gone, nil
	}
	scope, err := people.ScopeOf(ctx, j.conn, p.OwnerID, j.today)
	if err != nil || j.mayOwn(scope, p) {
		return "", err
	}
	return NoRight, nil
}

// run writes the run, who gets it and who does not, and the messages.
func (d due) run(ctx context.Context, j judge, p Plan, slot Slot, missed int) error {
	r := Run{PlanID: p.ID, AsOf: slot.AsOf, KnownAt: d.known, DueOn: slot.Due, MadeAt: d.now, Missed: missed, Terms: p.Terms}
	fresh, err := insertRun(ctx, d.tx, &r)
	if err != nil || !fresh {
		return err // this as-of day has been sent: a holiday was moved since
	}
	d.counts["runs"]++
	month := p.monthOf(slot.AsOf)
	for _, person := range p.People {
		why, _, err := j.recipient(ctx, person, p.Terms)
		if err != nil {
			return err
		}
		if why == "" && p.Variant.Frozen() && !d.kept[month] {
			why = NoMonth
		}
		if err := insertReader(ctx, d.tx, r.ID, person, why); err != nil {
			return err
		}
		if why != "" {
			d.counts["left_out"]++
			continue
		}
		if _, _, err := outbox.Enqueue(ctx, d.tx, outbox.Message{Kind: Kind, DedupeKey: dedupe(r.ID, person), RecipientID: person,
			Payload: payload{r.ID}, NextAt: leaves(d.Days(), d.now)}); err != nil {
			return err
		}
		d.counts["mails"]++
	}
	return nil
}

func dedupe(run, person int64) string { return fmt.Sprintf("%s:%d:%d", Kind, run, person) }
