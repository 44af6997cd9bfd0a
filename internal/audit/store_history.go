package audit

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zaemme/internal/db"
)

// Done is one act that concerned a person or a thing, as HR reads it.
type Done struct {
	At     time.Time
	Actor  string // name, empty: the system
	Action string
	Fields []string
}

// About lists the acts that concern the person, but not when they signed in,
// which is nobody else's business; newest first, limit rows from
// offset, and how many there are in all.
func About(ctx context.Context, c db.Conn, person int64, limit, offset int) ([]Done, int, error) {
	return about(ctx, c, person, "%", limit, offset)
}

// AboutArea is About for the acts of one area, such as auth.card, without how
// many there are.
func AboutArea(ctx context.Context, c db.Conn, person int64, area string, limit int) ([]Done, error) {
	list, _, err := about(ctx, c, person, area+".%", limit, 0)
	return list, err
}

func about(ctx context.Context, c db.Conn, person int64, actions string, limit, offset int) ([]Done, int, error) {
	var rows []struct {
		At            time.Time
		Actor, Action string
		Names         string
		Total         int
	}
	if err := c.Query(ctx).Raw(`
		select l.at, coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), p.uid::text, '') as actor, l.action,
			array_to_string(l.fields, ',') as names, count(*) over () as total
		from audit_log l
		left join persons p on p.id = l.actor_id
		where l.subject_id = @person and l.action <> 'auth.signed_in' and l.action like @actions
		order by l.id desc
		limit @limit offset @offset`,
		map[string]any{"person": person, "actions": actions, "limit": limit, "offset": offset}).Scan(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("audit: history: %w", err)
	}
	list, total := make([]Done, len(rows)), 0
	for i, r := range rows {
		list[i], total = Done{At: r.At, Actor: r.Actor, Action: r.Action}, r.Total
		if r.Names != "" {
			list[i].Fields = strings.Split(r.Names, ",")
		}
	}
	return list, total, nil
}

// OfSession lists the acts on a training in person (object kind session), the newest
// first: at most 200.
func OfSession(ctx context.Context, c db.Conn, id int64) ([]Done, error) {
	var rows []struct {
		At            time.Time
		Actor, Action string
		Names         string
	}
	if err := c.Query(ctx).Raw(`
		select l.at, coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), p.uid::text, '') as actor, l.action,
			array_to_string(l.fields, ',') as names
		from audit_log l
		left join persons p on p.id = l.actor_id
		where l.object_kind = 'session' and l.object_id = ?
		order by l.id desc limit 200`, strconv.FormatInt(id, 10)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("audit: history of a session: %w", err)
	}
	list := make([]Done, len(rows))
	for i, r := range rows {
		list[i] = Done{At: r.At, Actor: r.Actor, Action: r.Action}
		if r.Names != "" {
			list[i].Fields = strings.Split(r.Names, ",")
		}
	}
	return list, nil
}
