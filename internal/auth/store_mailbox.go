package auth

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// holdsRole is true for somebody with a granted role on @day.
const holdsRole = `not (` + mayHoldCard + `)`

// mailboxAtSince is the address that somebody who holds a role had at @since, where
// it is another one today; no row for anybody else.
const mailboxAtSince = `
	select coalesce(was.email, '') as email
	from (select f.email from former_identities f where f.person_id = p.id and f.until > @since order by f.until, f.id limit 1) was
	where lower(coalesce(was.email, '')) <> lower(coalesce(p.email, '')) and ` + holdsRole

// movedMailbox is somebody whose old mailbox is to be told.
type movedMailbox struct{ Former, PersonID int64 }

func movedMailboxes(ctx context.Context, tx *db.Tx, batch int64, now time.Time) ([]movedMailbox, error) {
	var list []movedMailbox
	if err := tx.Query(ctx).Raw(`
		select f.id as former, p.id as person_id
		from former_identities f
		join persons p on p.id = f.person_id
		where f.batch_id = @batch and f.email <> '' and lower(f.email) <> lower(coalesce(p.email, '')) and p.forgotten_at is null
			and (exists (select from first_sign_ins s where s.person_id = p.id) or `+holdsRole+`)
		order by p.id`, map[string]any{"batch": batch, "day": calendar.DateOf(now)}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("auth: whose mailbox has changed: %w", err)
	}
	return list, nil
}

// formerMailbox is the address of a former identity, empty once the person has been
// forgotten; waits says that codes still go there.
func formerMailbox(ctx context.Context, tx *db.Tx, former int64, now time.Time) (email string, waits bool, err error) {
	var row struct {
		Email string
		Waits bool
	}
	if err := db.One(tx.Query(ctx), &row, `
		select coalesce(f.email, '') as email,
			exists (select from (`+mailboxAtSince+`) m where lower(m.email) = lower(f.email)) as waits
		from former_identities f join persons p on p.id = f.person_id
		where f.id = @former and p.forgotten_at is null`,
		map[string]any{"former": former, "day": calendar.DateOf(now), "since": now.Add(-MailboxWait)}); err != nil && !db.IsNotFound(err) {
		return "", false, fmt.Errorf("auth: a former mailbox: %w", err)
	}
	return row.Email, row.Waits, nil
}
