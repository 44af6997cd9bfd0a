package change

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// body and effects are the JSON of the columns of these names.
type body struct {
	People  people.Change
	Rules   json.RawMessage `json:",omitempty"`
	Dates   json.RawMessage `json:",omitempty"`
	Confirm int             `json:",omitempty"`
	Notes   json.RawMessage `json:",omitempty"`
	Input   json.RawMessage `json:",omitempty"`
	Undo    *Undone         `json:",omitempty"`
	Records json.RawMessage `json:",omitempty"`
}

type effects struct {
	Sums     Sums
	Forecast Forecast
}

func encode(values ...any) ([]string, error) {
	list := make([]string, len(values))
	for i, v := range values {
		text, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("change: encode: %w", err)
		}
		list[i] = string(text)
	}
	return list, nil
}

// store writes the plan under its number.
func store(ctx context.Context, tx *db.Tx, p Plan) error {
	text, err := encode(p.Source, body{p.Draft.People, p.Draft.Rules, p.Draft.Dates, p.Draft.Confirm, p.Draft.Notes, p.Input, p.Draft.Undo, p.Draft.Records},
		effects{p.Sums, p.Forecast})
	if err != nil {
		return err
	}
	if err := tx.Query(ctx).Exec(`
		insert into plans (id, uid, kind, title, created_by, created_at, effective_on, source, body, effects, digest, expires_at)
		overriding system value
		values (@id, @uid, @kind, @title, nullif(@by, 0), @at, @on, cast(@source as jsonb), cast(@body as jsonb), cast(@effects as jsonb),
			@digest, @expires)`, map[string]any{
		"id": p.ID, "uid": p.UID.String(), "kind": p.Kind, "title": p.Title, "by": p.CreatedBy, "at": p.CreatedAt, "on": p.EffectiveOn,
		"source": text[0], "body": text[1], "effects": text[2], "digest": p.Digest[:], "expires": p.ExpiresAt,
	}).Error; err != nil {
		return fmt.Errorf("change: store: %w", err)
	}
	return nil
}

const planColumns = `id, uid, kind, title, coalesce(created_by, 0) as created_by, created_at, effective_on, source::text as source,
	body::text as body, effects::text as effects, digest, state, expires_at`

// Load is a stored plan; an unknown or malformed uid is NotFound.
func Load(ctx context.Context, c db.Conn, uid string) (Plan, error) { return load(ctx, c, uid, "") }

// lock is Load for the one who applies it.
func lock(ctx context.Context, tx *db.Tx, uid string) (Plan, error) {
	return load(ctx, tx, uid, " for update")
}

func load(ctx context.Context, c db.Conn, uid, suffix string) (Plan, error) {
	notFound := apperr.New(apperr.NotFound, "error.change.not_found", nil)
	parsed, err := uuid.Parse(uid)
	if err != nil {
		return Plan{}, notFound
	}
	var row struct {
		ID                    int64
		UID                   string
		Kind                  Kind
		Title                 string
		CreatedBy             int64
		CreatedAt, ExpiresAt  time.Time
		EffectiveOn           calendar.Date
		Source, Body, Effects string
		Digest                []byte
		State                 State
	}
	err = db.One(c.Query(ctx), &row, `select `+planColumns+` from plans where uid = cast(? as uuid)`+suffix, parsed.String())
	if db.IsNotFound(err) {
		return Plan{}, notFound
	}
	if err != nil {
		return Plan{}, fmt.Errorf("change: load: %w", err)
	}
	p := Plan{ID: row.ID, UID: parsed, Kind: row.Kind, Title: row.Title, CreatedBy: row.CreatedBy, CreatedAt: row.CreatedAt.UTC(),
		EffectiveOn: row.EffectiveOn, Digest: [32]byte(row.Digest), State: row.State, ExpiresAt: row.ExpiresAt.UTC()}
	var b body
	var e effects
	for text, into := range map[string]any{row.Source: &p.Source, row.Body: &b, row.Effects: &e} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return Plan{}, fmt.Errorf("change: decode plan %d: %w", p.ID, err)
		}
	}
	p.Draft = Draft{People: b.People, Rules: b.Rules, Dates: b.Dates, Confirm: b.Confirm, Notes: b.Notes, Undo: b.Undo, Records: b.Records}
	p.Input, p.Sums, p.Forecast = b.Input, e.Sums, e.Forecast
	return p, nil
}

func setState(ctx context.Context, tx *db.Tx, id int64, state State) error {
	if err := tx.Query(ctx).Exec(`update plans set state = ? where id = ?`, state, id).Error; err != nil {
		return fmt.Errorf("change: mark plan %d: %w", id, err)
	}
	return nil
}

func storeBatch(ctx context.Context, tx *db.Tx, kind Kind, plan, undoes int64, day calendar.Date, actor int64, counts map[string]int) (int64, error) {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return 0, err
	}
	text, err := encode(counts)
	if err != nil {
		return 0, err
	}
	var id int64
	if err := tx.Query(ctx).Raw(`
		insert into batches (plan_id, undoes, kind, actor_id, applied_at, effective_on, counts)
		values (nullif(?, 0), nullif(?, 0), ?, nullif(?, 0), ?, ?, cast(? as jsonb)) returning id`,
		plan, undoes, kind, actor, stamp, day, text[0]).Scan(&id).Error; err != nil {
		return 0, fmt.Errorf("change: store batch: %w", err)
	}
	return id, nil
}

// Discard gives a shown plan up. One that was applied is a Conflict.
func (s *Service) Discard(ctx context.Context, uid string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := lock(ctx, tx, uid)
		if err != nil {
			return err
		}
		if p.State == Applied {
			return apperr.New(apperr.Conflict, "error.change.applied", nil)
		}
		return setState(ctx, tx, p.ID, Discarded)
	})
}

// Expire empties the plans whose term has ended, and returns how many; the
// batches made of them stay.
func (s *Service) Expire(ctx context.Context, now time.Time) (int64, error) {
	var n int64
	if err := s.db.Query(ctx).Raw(`
		with ended as (
			update plans set body = '{}', effects = '{}', state = case state when 'shown' then 'discarded' else state end
			where expires_at <= ? and body <> '{}' returning id
		), gone as (
			delete from plan_effects where plan_id in (select id from ended)
		)
		select count(*) from ended`, now).Scan(&n).Error; err != nil {
		return 0, fmt.Errorf("change: expire: %w", err)
	}
	return n, nil
}

// LastEffective is the latest day on which an applied change of the kind took
// effect, none if there was none: the earliest sensible day of the next one.
func LastEffective(ctx context.Context, c db.Conn, kind Kind) (calendar.Date, error) {
	var day calendar.Date
	if err := c.Query(ctx).Raw(`select max(effective_on) from batches where kind = ?`, kind).Row().Scan(&day); err != nil {
		return 0, fmt.Errorf("change: last %s: %w", kind, err)
	}
	return day, nil
}

// Recent lists the latest plans of a kind without their content, newest first.
func Recent(ctx context.Context, c db.Conn, kind Kind, limit int) ([]Plan, error) {
	var rows []struct {
		ID                   int64
		UID                  string
		Title, Source        string
		CreatedBy            int64
		CreatedAt, ExpiresAt time.Time
		EffectiveOn          calendar.Date
		State                State
	}
	if err := c.Query(ctx).Raw(`
		select id, uid::text as uid, title, source::text as source, coalesce(created_by, 0) as created_by, created_at, expires_at,
			effective_on, state
		from plans where kind = ? order by id desc limit ?`, kind, limit).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("change: recent plans: %w", err)
	}
	list := make([]Plan, len(rows))
	for i, r := range rows {
		uid, err := uuid.Parse(r.UID)
		if err != nil {
			return nil, fmt.Errorf("change: plan %d: %w", r.ID, err)
		}
		list[i] = Plan{ID: r.ID, UID: uid, Kind: kind, Title: r.Title, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(),
			ExpiresAt: r.ExpiresAt.UTC(), EffectiveOn: r.EffectiveOn, State: r.State}
		if err := json.Unmarshal([]byte(r.Source), &list[i].Source); err != nil {
			return nil, fmt.Errorf("change: source of plan %d: %w", r.ID, err)
		}
	}
	return list, nil
}
