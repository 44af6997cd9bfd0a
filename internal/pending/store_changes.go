package pending

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/task"
)

// tried is the last attempt to compute plan p anew, or to apply it.
const tried = `left join lateral (
			select t.state, t.result -> 'Failure' as failure from tasks t
			where t.kind in (@propose, @apply) and t.result -> 'About' ->> 'Plan' = p.uid::text order by t.id desc limit 1) tried on true`

// attempts is the condition that plan l is an attempt at the same thing as a change:
// of HR's lists the same list of the same part, else what has the same title.
func attempts(kind, title, list, scope string) string {
	return `l.kind = ` + kind + ` and case when l.kind = @people
			then coalesce(l.source ->> 'List', '') = coalesce(` + list + `, '') and coalesce(l.source ->> 'Scope', '') = coalesce(` + scope + `, '')
			else l.title = ` + title + ` end`
}

// changes is a table of changes on their way, each in it once: a preview that is
// being computed anew or applied is under way and does not wait. What has failed is
// in it until a later attempt at the same thing, or somebody, has settled it. Of a
// preview that had come to be it is the preview that waits, with the failure beside.
// The arguments are those of changeArgs.
var changes = `changes as materialized (
		select p.kind, 'deciding' as step, p.uid, true as plan, null::uuid as task, p.title, p.source ->> 'List' as list, p.created_by as by_id,
			p.created_at as since, p.effective_on, p.expires_at, tried.failure
		from plans p ` + tried + `
		where p.state = 'shown' and p.expires_at > @now and @everyone and coalesce(tried.state, '') not in ('waiting', 'running')
		union all
		select p.kind, 'outdated', p.uid, true, null, p.title, p.source ->> 'List', p.created_by, p.created_at, p.effective_on, p.expires_at, tried.failure
		from plans p ` + tried + `
		where p.state = 'stale' and p.expires_at > @now and @everyone and coalesce(tried.state, '') not in ('waiting', 'running')
			and not exists (select from plans l where l.id > p.id and l.state <> 'discarded' and ` + attempts("p.kind", "p.title", "p.source ->> 'List'", "p.source ->> 'Scope'") + `)
		union all
		select t.result -> 'About' ->> 'Kind', case t.kind when @apply then 'applying' else 'computing' end, coalesce(cast(t.result -> 'About' ->> 'Plan' as uuid), t.uid),
			t.result -> 'About' ->> 'Plan' is not null, t.uid, t.title, t.result -> 'About' ->> 'List', t.owner_id, t.created_at, null, null, null
		from tasks t
		where t.kind in (@propose, @apply) and t.state in ('waiting', 'running') and t.expires_at > @now and t.result -> 'About' ->> 'Kind' is not null and @everyone
		union all
		select t.result -> 'About' ->> 'Kind', 'unfinished', t.uid, false, null, t.title, t.result -> 'About' ->> 'List', t.owner_id, t.created_at, null, null,
			t.result -> 'Failure'
		from tasks t
		where t.kind = @propose and t.state = 'failed' and t.expires_at > @now and t.result -> 'About' ->> 'Kind' is not null and @everyone
			and t.result -> 'About' ->> 'Plan' is null and t.result -> 'Dismissed' is null
			and not exists (select from tasks l where l.kind = @propose and l.id > t.id and l.result -> 'About' ->> 'Kind' = t.result -> 'About' ->> 'Kind'
				and case when l.result -> 'About' ->> 'Kind' = @people
					then coalesce(l.result -> 'About' ->> 'List', '') = coalesce(t.result -> 'About' ->> 'List', '')
						and coalesce(l.result -> 'About' ->> 'Scope', '') = coalesce(t.result -> 'About' ->> 'Scope', '')
					else l.title = t.title end)
			and not exists (select from plans l where l.created_at > t.created_at
				and ` + attempts("t.result -> 'About' ->> 'Kind'", "t.title", "t.result -> 'About' ->> 'List'", "t.result -> 'About' ->> 'Scope'") + `))`

// changeArgs puts the arguments of changes among args.
func changeArgs(args map[string]any, scope people.Scope, now time.Time) {
	args["people"], args["propose"], args["apply"] = string(change.People), change.ProposeTask, change.ApplyTask
	args["everyone"], args["now"] = scope.Everyone, now
}

// ReadImports lists HR's lists on their way, the oldest first: at most limit of them.
// Whoever is HR of a part has none.
func ReadImports(ctx context.Context, c db.Conn, scope people.Scope, now time.Time, limit int) ([]Change, error) {
	return readChanges(ctx, c, scope, now, `c.kind = @people`, limit)
}

// ReadChanges lists all other changes on their way, likewise.
func ReadChanges(ctx context.Context, c db.Conn, scope people.Scope, now time.Time, limit int) ([]Change, error) {
	return readChanges(ctx, c, scope, now, `c.kind <> @people`, limit)
}

func readChanges(ctx context.Context, c db.Conn, scope people.Scope, now time.Time, which string, limit int) ([]Change, error) {
	args := map[string]any{"limit": limit}
	changeArgs(args, scope, now)
	var rows []struct {
		Kind                   change.Kind
		Step                   Step
		UID, Task, Title, List string
		Plan                   bool
		ByID                   int64
		By, Reason             string
		Since                  time.Time
		EffectiveOn            *calendar.Date
		ExpiresAt              *time.Time
	}
	if err := c.Query(ctx).Raw(`
		with `+changes+`
		select c.kind, c.step, c.uid::text as uid, c.plan, coalesce(c.task::text, '') as task, c.title, coalesce(c.list, '') as list, coalesce(c.by_id, 0) as by_id,
			coalesce(trim(b.first_name || ' ' || b.last_name), '') as by, c.since, c.effective_on, c.expires_at, coalesce(c.failure::text, '') as reason
		from changes c left join persons b on b.id = c.by_id
		where `+which+` order by c.since, c.uid limit @limit`, args).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("pending: changes: %w", err)
	}
	list := make([]Change, len(rows))
	for i, r := range rows {
		list[i] = Change{Kind: r.Kind, Step: r.Step, UID: r.UID, Plan: r.Plan, Task: r.Task, Title: r.Title, List: r.List, ByID: r.ByID, By: r.By, Since: r.Since}
		if r.EffectiveOn != nil && r.ExpiresAt != nil {
			list[i].EffectiveOn, list[i].ExpiresAt = *r.EffectiveOn, *r.ExpiresAt
		}
		if r.Reason == "" {
			continue
		}
		list[i].Failure = &task.Failure{}
		if err := json.Unmarshal([]byte(r.Reason), list[i].Failure); err != nil {
			return nil, fmt.Errorf("pending: failure of a change: %w", err)
		}
	}
	return list, nil
}
