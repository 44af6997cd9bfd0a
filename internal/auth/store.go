package auth

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
)

// maySignIn is true for somebody employed on @day, or with a role and no
// employment at all (the first administrator, an external auditor).
const maySignIn = `(
	exists (select from employment_facts f where f.person_id = p.id and f.known_to = '9999-12-31 00:00:00+00'
		and f.valid_from <= @day and f.valid_to > @day and f.entry_on <= @day and f.exit_on >= @day)
	or exists (select from role_grants g where g.person_id = p.id and g.known_to = '9999-12-31 00:00:00+00'
		and g.valid_from <= @day and g.valid_to > @day
		and not exists (select from employments e where e.person_id = p.id)))`

// Enters are those of the persons who may sign in on the day.
func Enters(ctx context.Context, c db.Conn, day calendar.Date, persons ...int64) (map[int64]bool, error) {
	var list []int64
	if err := c.Query(ctx).Raw(`
		select p.id from persons p
		where p.id = any (cast(@persons as bigint[])) and p.forgotten_at is null and p.withdrawn_at is null and `+maySignIn,
		map[string]any{"persons": db.Numbers(persons), "day": day}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("auth: who may sign in: %w", err)
	}
	enters := make(map[int64]bool, len(list))
	for _, id := range list {
		enters[id] = true
	}
	return enters, nil
}

// mayHoldCard is true for somebody without a granted role on @day: a PIN of six
// digits opens nobody else's data.
const mayHoldCard = `not exists (select from role_grants g where g.person_id = p.id and g.known_to = '9999-12-31 00:00:00+00'
	and g.valid_from <= @day and g.valid_to > @day)`

func findSession(ctx context.Context, c db.Conn, hash db.Bytes, now time.Time, today calendar.Date) (Session, error) {
	var row struct {
		people.Person
		ExpiresAt  time.Time
		MustChange bool
		Roles      string
		Leads      bool

		SessionUID   uuid.UUID
		OpenedBy     Opened
		CreatedAt    time.Time
		SeenAt       time.Time
		SecondAt     *time.Time
		Renew        bool
		HasSecond    bool
		OnTablet     bool
		PreviousForm []byte
		Marks        int64
	}
	err := db.One(c.Query(ctx), &row, `
		select p.id, p.uid, coalesce(p.personnel_no, '') as personnel_no, p.last_name, p.first_name,
			coalesce(p.email, '') as email, coalesce(p.login, '') as login, p.language,
			s.expires_at, s.uid as session_uid, s.opened_by, s.created_at, s.seen_at, s.second_at, s.previous_form,
			s.renew and s.token_hash = @hash as renew,
			exists (select from totp_secrets t where t.person_id = p.id and t.confirmed_at is not null)
				or exists (select from passkeys k where k.person_id = p.id) as has_second,
			coalesce(c.must_change, false) as must_change, s.tablet_id is not null as on_tablet, `+marks+` as marks,
			coalesce((select string_agg(case when g.department_id is null then '*' else '' end || g.role, ',') from role_grants g where g.person_id = p.id
				and g.known_to = '9999-12-31 00:00:00+00' and g.valid_from <= @day and g.valid_to > @day), '') as roles,
			exists (select from employment_facts f
				where (f.manager_id = p.id or f.trainer_id = p.id) and f.known_to = '9999-12-31 00:00:00+00'
					and f.valid_from <= @day and f.valid_to > @day and f.exit_on >= @day)
			or exists (select from department_facts f
				where f.head_id = p.id and f.known_to = '9999-12-31 00:00:00+00' and f.valid_from <= @day and f.valid_to > @day)
			or exists (select from deputies d
				where d.deputy_id = p.id and d.known_to = '9999-12-31 00:00:00+00' and d.valid_from <= @day and d.valid_to > @day
					and (exists (select from employment_facts f
							where (f.manager_id = d.person_id or f.trainer_id = d.person_id) and f.known_to = '9999-12-31 00:00:00+00'
								and f.valid_from <= @day and f.valid_to > @day and f.exit_on >= @day)
						or exists (select from department_facts f
							where f.head_id = d.person_id and f.known_to = '9999-12-31 00:00:00+00'
								and f.valid_from <= @day and f.valid_to > @day))) as leads
		from sessions s
		join persons p on p.id = s.person_id
		left join credentials c on c.person_id = p.id
		where (s.token_hash = @hash or (s.previous_hash = @hash and s.renewed_at > @overlap))
			and s.expires_at > @now and p.forgotten_at is null and `+maySignIn+`
			and (s.idle_until is null or s.idle_until > @now) and (s.card_id is null or `+mayHoldCard+`)`,
		map[string]any{"hash": hash, "now": now, "day": today, "overlap": now.Add(-overlap)})
	if err != nil && !db.IsNotFound(err) {
		return Session{}, fmt.Errorf("auth: find the session: %w", err)
	}
	session := Session{Person: row.Person, ExpiresAt: row.ExpiresAt, MustChange: row.MustChange, Leads: row.Leads,
		UID: row.SessionUID, OpenedBy: row.OpenedBy, CreatedAt: row.CreatedAt, SeenAt: row.SeenAt, Renew: row.Renew,
		HasSecond: row.HasSecond, OnTablet: row.OnTablet, previousForm: row.PreviousForm, Marks: Marks{sum: row.Marks, read: true}}
	session.MustChange = session.MustChange && session.OpenedBy == ByPassword // who came another way need not know it
	if row.SecondAt != nil {
		session.SecondAt = *row.SecondAt
	}
	for _, role := range strings.FieldsFunc(row.Roles, func(r rune) bool { return r == ',' }) {
		role, whole := strings.CutPrefix(role, "*")
		session.Roles = append(session.Roles, people.Role(role))
		if whole {
			session.Whole = append(session.Whole, people.Role(role))
		}
	}
	return session, err
}

// End closes one session; an unknown token is no error.
func End(ctx context.Context, tx *db.Tx, token string) error {
	if err := tx.Query(ctx).Exec(`delete from sessions where token_hash = @hash or previous_hash = @hash`,
		map[string]any{"hash": hashToken(token)}).Error; err != nil {
		return fmt.Errorf("auth: end the session: %w", err)
	}
	return nil
}

// EndAll closes all sessions of a person: after a new password or fewer rights.
func EndAll(ctx context.Context, tx *db.Tx, person int64) error {
	if err := tx.Query(ctx).Exec(`delete from sessions where person_id = ?`, person).Error; err != nil {
		return fmt.Errorf("auth: end sessions: %w", err)
	}
	return nil
}

// Sweep removes what has expired; it returns how many rows went.
func Sweep(ctx context.Context, tx *db.Tx, now time.Time) (int, error) {
	var swept int64
	for _, sql := range []string{
		`delete from sessions where expires_at < @now or idle_until < @now`,
		`delete from card_tries where greatest(at, paused_until) < cast(@now as timestamptz) - interval '30 days'`,
		`delete from challenges where expires_at < @now`,
		`delete from sign_in_failures where at < cast(@now as timestamptz) - interval '1 day'`,
		`delete from sign_in_requests where purpose <> 'invitation' and asked_at < @private`,
		`delete from sign_in_addresses where seen_at < @addresses`,
		// An expired invitation can still ask for another one.
		`delete from one_time_links where expires_at < cast(@now as timestamptz) - interval '180 days'`,
	} {
		result := tx.Query(ctx).Exec(sql, map[string]any{"now": now, "private": now.Add(-privateLife), "addresses": now.Add(-addressLife)})
		if result.Error != nil {
			return int(swept), fmt.Errorf("auth: sweep: %w", result.Error)
		}
		swept += result.RowsAffected
	}
	forgotten, err := outbox.Forget(ctx, tx, now.Add(-privateLife), PrivateKinds()...)
	return int(swept) + forgotten, err
}

type account struct {
	PersonID     int64
	PasswordHash string
	FirstName    string
	LastName     string
	PersonnelNo  string
	Email        string
}

// findAccount looks a name up: mail address, personnel number or login. An
// address that two people share finds nobody.
func findAccount(ctx context.Context, c db.Conn, name string, today calendar.Date) (account, error) {
	var found []account
	if err := c.Query(ctx).Raw(`
		select p.id as person_id, coalesce(c.password_hash, '') as password_hash, p.first_name, p.last_name,
			coalesce(p.personnel_no, '') as personnel_no, coalesce(p.email, '') as email
		from persons p
		left join credentials c on c.person_id = p.id
		where (p.personnel_no = @name or lower(p.email) = lower(@name) or lower(p.login) = lower(@name))
			and p.forgotten_at is null and `+maySignIn+`
		limit 2`, map[string]any{"name": name, "day": today}).Scan(&found).Error; err != nil {
		return account{}, fmt.Errorf("auth: look up an account: %w", err)
	}
	if len(found) != 1 {
		return account{}, nil
	}
	return found[0], nil
}

func saveHash(ctx context.Context, tx *db.Tx, person int64, hash string, mustChange bool, now time.Time) error {
	if err := tx.Query(ctx).Exec(`
		insert into credentials (person_id, password_hash, changed_at, must_change) values (?, ?, ?, ?)
		on conflict (person_id) do update
		set password_hash = excluded.password_hash, changed_at = excluded.changed_at, must_change = excluded.must_change`,
		person, hash, now, mustChange).Error; err != nil {
		return fmt.Errorf("auth: store a password: %w", err)
	}
	return nil
}

// failures counts failed attempts by key since a moment.
func failures(ctx context.Context, c db.Conn, since time.Time, keys ...string) (map[string]int, error) {
	var rows []struct {
		Key string
		N   int
	}
	if err := c.Query(ctx).Raw(`select key, count(*) as n from sign_in_failures where key in ? and at > ? group by key`, keys, since).
		Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("auth: count failures: %w", err)
	}
	found := map[string]int{}
	for _, r := range rows {
		found[r.Key] = r.N
	}
	return found, nil
}

func recordFailure(ctx context.Context, c db.Conn, now time.Time, keys ...string) error {
	for _, key := range keys {
		if err := c.Query(ctx).Exec(`insert into sign_in_failures (key, at) values (?, ?)`, key, now).Error; err != nil {
			return fmt.Errorf("auth: record a failure: %w", err)
		}
	}
	return nil
}

func currentHash(ctx context.Context, c db.Conn, person int64) (string, error) {
	var hash string
	if err := c.Query(ctx).Raw(`select password_hash from credentials where person_id = ?`, person).Scan(&hash).Error; err != nil {
		return "", fmt.Errorf("auth: read a password hash: %w", err)
	}
	return hash, nil
}

// HasPassword reports whether the person can sign in with one.
func HasPassword(ctx context.Context, c db.Conn, person int64) (bool, error) {
	hash, err := currentHash(ctx, c, person)
	return hash != "", err
}
