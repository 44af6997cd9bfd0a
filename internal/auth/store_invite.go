package auth

import (
	"context"
	"fmt"
	"maps"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// lockInvitations lets one round go at a time: the second of two who press at
// once finds what the first has done.
func lockInvitations(ctx context.Context, tx *db.Tx) error {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(hashtextextended('invitations', 0))`).Error; err != nil {
		return fmt.Errorf("auth: lock invitations: %w", err)
	}
	return nil
}

// AccessOf is how far the person is with getting in.
func AccessOf(ctx context.Context, c db.Conn, person int64, now time.Time) (Access, error) {
	var a Access
	if err := db.One(c.Query(ctx), &a, `
		select exists (select from first_sign_ins f where f.person_id = p.id) as been_in,
			r.asked_at as invited_at, coalesce(b.first_name || ' ' || b.last_name, '') as invited_by,
			p.email is not null as has_mailbox, `+sharedMailbox+` as shared
		from persons p
		left join lateral (
			select r.asked_at, r.asked_by from sign_in_requests r
			where r.person_id = p.id and r.purpose = 'invitation' and r.asked_at <= @now
			order by r.asked_at desc limit 1) r on true
		left join persons b on b.id = r.asked_by
		where p.id = @person`, map[string]any{"person": person, "now": now}); err != nil {
		return a, fmt.Errorf("auth: access of %d: %w", person, err)
	}
	return a, nil
}

// neverIn are those of an audience who may sign in and never have.
const neverIn = `
	select p.id, p.email is not null as mailbox, ` + sharedMailbox + ` as shared,
		exists (select from sign_in_requests r where r.person_id = p.id and r.purpose = 'invitation' and r.asked_at > @since) as invited
	from persons p
	where p.forgotten_at is null and not exists (select from first_sign_ins f where f.person_id = p.id)
		and (@department = 0 or p.id in (select person_id from people_within(array[cast(@department as bigint)], cast(@day as date))))
		and ` + maySignIn + ` and `

func (who Audience) sql(now time.Time, today calendar.Date) (string, map[string]any) {
	where, args := who.Scope.Where("p.id")
	maps.Copy(args, map[string]any{"since": now.Add(-InvitationLife), "department": who.Department, "day": today})
	return neverIn + where, args
}

func countRound(ctx context.Context, c db.Conn, who Audience, now time.Time, today calendar.Date) (Round, error) {
	from, args := who.sql(now, today)
	var r Round
	if err := db.One(c.Query(ctx), &r, `
		select count(*) as never, count(*) filter (where not n.mailbox) as no_mailbox, count(*) filter (where n.shared) as shared,
			count(*) filter (where n.mailbox and not n.shared and n.invited) as open,
			count(*) filter (where n.mailbox and not n.shared and not n.invited) as mails
		from (`+from+`) n`, args); err != nil {
		return r, fmt.Errorf("auth: count a round of invitations: %w", err)
	}
	return r, nil
}

// uninvited are those who get a mail now, in the order of their numbers.
func uninvited(ctx context.Context, tx *db.Tx, who Audience, now time.Time) ([]int64, error) {
	from, args := who.sql(now, calendar.DateOf(now))
	var ids []int64
	if err := tx.Query(ctx).Raw(`
		select n.id from (`+from+`) n where n.mailbox and not n.shared and not n.invited order by n.id`, args).Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("auth: whom to invite: %w", err)
	}
	return ids, nil
}
