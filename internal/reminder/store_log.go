package reminder

import (
	"context"
	"fmt"
	"maps"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
)

// Entry is one step of one duty: sent, on its way, or left out with a reason.
type Entry struct {
	At          time.Time
	PersonID    int64
	RecipientID int64 // the person, or the superior who got the slip
	CourseID    int64
	Cycle       int16
	Step        string        // code, text mail.step.…
	Occurrence  int           // 0 is the first
	Channel     Channel       // mail or slip
	On          calendar.Date // the day on which the step fell due
	Suppressed  Reason        // why it was left out, empty if it was not
	State       outbox.State  // of the message, empty without one
	HandedAt    *time.Time    // to the mail server; nil: not yet, or never
	Waits       string        // reason code of the outbox
}

// LogFilter chooses entries; zero fields do not filter.
type LogFilter struct {
	PersonID int64
	// Within keeps the persons of a scope.
	Within *people.Scope
	// Trouble keeps what was left out, parked or is uncertain; Out what left.
	Trouble, Out bool
	Limit        int // rows, 50 if zero
	Offset       int
}

// Log is what people got and why, newest first, and how many entries there are.
// Trials are left out.
func Log(ctx context.Context, c db.Conn, f LogFilter) ([]Entry, int, error) {
	if f.Limit == 0 {
		f.Limit = 50
	}
	args := map[string]any{"person": f.PersonID, "trouble": f.Trouble, "out": f.Out, "limit": f.Limit, "offset": f.Offset}
	within := "true"
	if f.Within != nil {
		where, named := f.Within.Where("k.person_id")
		within = where
		maps.Copy(args, named)
	}
	from := `
		from reminder_keys k
		left join outbox o on o.id = k.outbox_id
		where not k.trial and (@person = 0 or k.person_id = @person)
			and (not @trouble or k.suppressed not in ('', 'newer_step') or o.state in ('suppressed', 'parked', 'uncertain'))
			and (not @out or k.suppressed = '' and o.state in ('sent', 'handing_over', 'uncertain')) and ` + within
	var total int
	if err := c.Query(ctx).Raw(`select count(*)`+from, args).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("reminder: count log: %w", err)
	}
	var list []Entry
	if err := c.Query(ctx).Raw(`
		select k.created_at as at, k.person_id, k.recipient_id, k.course_id, k.cycle, k.step, k.occurrence, k.channel,
			k.due_on as "on", k.suppressed, coalesce(o.state, '') as state, o.handed_at, coalesce(o.reason, '') as waits`+
		from+`
		order by k.created_at desc, k.person_id, k.course_id, k.step, k.occurrence
		limit @limit offset @offset`, args).Scan(&list).Error; err != nil {
		return nil, 0, fmt.Errorf("reminder: log: %w", err)
	}
	return list, total, nil
}
