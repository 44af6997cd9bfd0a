package auth

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

func insertRequest(ctx context.Context, tx *db.Tx, r request) (id int64, err error) {
	var browser any
	if r.Browser != nil {
		browser = r.Browser
	}
	if err := db.One(tx.Query(ctx), &id, `
		insert into sign_in_requests (purpose, person_id, asked_by, browser, origin, asked_at)
		values (?, nullif(?, 0), nullif(?, 0), ?, ?, ?) returning id`,
		r.Purpose, r.PersonID, r.AskedBy, browser, r.Origin, r.AskedAt); err != nil {
		return 0, fmt.Errorf("auth: ask for a %s: %w", r.Purpose, err)
	}
	return id, nil
}

const requestColumns = `r.id, r.purpose, coalesce(r.person_id, 0) as person_id, coalesce(r.asked_by, 0) as asked_by, r.browser, r.origin,
	r.asked_at, r.tries, r.sent_at is not null as sent`

// lockRequest is the request for its hand-over; IsNotFound if it has been swept.
func lockRequest(ctx context.Context, tx *db.Tx, id int64) (request, error) {
	var r request
	err := db.One(tx.Query(ctx), &r, `select `+requestColumns+` from sign_in_requests r where r.id = ? for update`, id)
	if err != nil && !db.IsNotFound(err) {
		err = fmt.Errorf("auth: request %d: %w", id, err)
	}
	return r, err
}

// lockCode is the live request of the browser; IsNotFound if there is none.
func lockCode(ctx context.Context, tx *db.Tx, browser db.Bytes, now time.Time) (request, error) {
	var r request
	err := db.One(tx.Query(ctx), &r, `
		select `+requestColumns+` from sign_in_requests r
		where r.browser = @browser and r.purpose = 'code' and r.used_at is null and r.asked_at > @since and r.tries < @tries
		for update`,
		map[string]any{"browser": browser, "since": now.Add(-CodeLife), "tries": codeTries})
	if err != nil && !db.IsNotFound(err) {
		err = fmt.Errorf("auth: look up a code: %w", err)
	}
	return r, err
}

func countTry(ctx context.Context, tx *db.Tx, id int64) error {
	if err := tx.Query(ctx).Exec(`update sign_in_requests set tries = tries + 1 where id = ?`, id).Error; err != nil {
		return fmt.Errorf("auth: count a try: %w", err)
	}
	return nil
}

func useRequest(ctx context.Context, tx *db.Tx, id int64, now time.Time) error {
	if err := tx.Query(ctx).Exec(`update sign_in_requests set used_at = ? where id = ?`, now, id).Error; err != nil {
		return fmt.Errorf("auth: use a code: %w", err)
	}
	return nil
}

func markSent(ctx context.Context, tx *db.Tx, id int64, now time.Time) error {
	if err := tx.Query(ctx).Exec(`update sign_in_requests set sent_at = ? where id = ?`, now, id).Error; err != nil {
		return fmt.Errorf("auth: mark a request: %w", err)
	}
	return nil
}

// addressee is whom a sign-in mail goes to, as they stand now.
type addressee struct {
	FirstName, LastName, Email, Language string
	MayEnter                             bool
	Shared                               bool // somebody else has the same mailbox
	BeenIn                               bool // has signed in before
}

// readAddressee says where a code or link may go: the mailbox of today, or for
// MailboxWait the one from before.
func readAddressee(ctx context.Context, tx *db.Tx, person int64, now time.Time) (addressee, error) {
	var a addressee
	if err := tx.Query(ctx).Raw(`
		select p.first_name, p.last_name, p.language, box.email,
			p.forgotten_at is null and `+maySignIn+` as may_enter, `+sharedBox+` as shared,
			exists (select from first_sign_ins f where f.person_id = p.id) as been_in
		from persons p
		left join lateral (`+mailboxAtSince+`) before on true
		cross join lateral (select coalesce(before.email, p.email, '') as email) box
		where p.id = @person`,
		map[string]any{"person": person, "day": calendar.DateOf(now), "since": now.Add(-MailboxWait)}).Scan(&a).Error; err != nil {
		return a, fmt.Errorf("auth: read an addressee: %w", err)
	}
	return a, nil
}

// They are true for a mailbox that several people read: a code or link in
// it would let one in as the other.
const (
	sharedMailbox = sharedWith + `lower(p.email))`
	sharedBox     = sharedWith + `lower(box.email))` // of readAddressee
	sharedWith    = `exists (select from persons o where o.id <> p.id and o.forgotten_at is null and lower(o.email) = `
)

// mailsSent counts what the person's account was sent at its own request: from
// the same origin since the hour, from anywhere but known origins since the day,
// and whether this origin is a known one.
func mailsSent(ctx context.Context, tx *db.Tx, r request, hour, day time.Time) (here, strange int, known bool, err error) {
	var n struct {
		Here, Strange int
		Known         bool
	}
	if err := db.One(tx.Query(ctx), &n, `
		select count(*) filter (where r.origin = @origin and r.sent_at > @hour) as here,
			count(*) filter (where r.sent_at > @day and r.origin not in (select a.origin from sign_in_addresses a where a.person_id = @person)) as strange,
			exists (select from sign_in_addresses a where a.person_id = @person and a.origin = @origin) as known
		from sign_in_requests r
		where r.person_id = @person and r.purpose = @purpose and r.asked_by is null and r.id <> @id`,
		map[string]any{"person": r.PersonID, "purpose": r.Purpose, "origin": r.Origin, "id": r.ID, "hour": hour, "day": day}); err != nil {
		return 0, 0, false, fmt.Errorf("auth: count sign-in mails: %w", err)
	}
	return n.Here, n.Strange, n.Known, nil
}

// keepAddress remembers where somebody has signed in from.
func keepAddress(ctx context.Context, tx *db.Tx, person int64, origin string, now time.Time) error {
	if err := tx.Query(ctx).Exec(`
		insert into sign_in_addresses (person_id, origin, seen_at) values (?, ?, ?)
		on conflict (person_id, origin) do update set seen_at = excluded.seen_at`, person, origin, now).Error; err != nil {
		return fmt.Errorf("auth: remember an address: %w", err)
	}
	return nil
}

// NoteFirst keeps when somebody was here for the first time; it is called for
// every session, and later ones change nothing.
func NoteFirst(ctx context.Context, tx *db.Tx, person int64, now time.Time) error {
	if err := tx.Query(ctx).Exec(`insert into first_sign_ins (person_id, at) values (?, ?) on conflict do nothing`, person, now).
		Error; err != nil {
		return fmt.Errorf("auth: note a first sign-in: %w", err)
	}
	return nil
}

// dropGiven removes a password that somebody else has given.
func dropGiven(ctx context.Context, tx *db.Tx, person int64) error {
	if err := tx.Query(ctx).Exec(`delete from credentials where person_id = ? and must_change`, person).Error; err != nil {
		return fmt.Errorf("auth: drop a given password: %w", err)
	}
	return nil
}
