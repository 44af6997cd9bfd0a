package pending

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/task"
)

// imports is a table of HR's lists on their way, each in it once: a preview that is
// being computed anew or applied is under way and does not wait. What has failed is
// in it until a later attempt with the same list, or somebody, has settled it. Of a
// preview that had come to be it is the preview that waits, with the failure beside.
// The arguments are those of importArgs.
const imports = `imports as materialized (
		select 'imports' as kind, 'deciding' as step, p.uid, true as plan, null::uuid as task, p.title, p.source ->> 'List' as list, p.created_by as by_id,
			p.created_at as since, tried.failure
		from plans p
		left join lateral (
			select t.state, t.result -> 'Failure' as failure from tasks t
			where t.kind in (@propose, @apply) and t.result -> 'About' ->> 'Plan' = p.uid::text order by t.id desc limit 1) tried on true
		where p.kind = @people and p.state = 'shown' and p.expires_at > @now and @everyone and coalesce(tried.state, '') not in ('waiting', 'running')
		union all
		select 'failed', 'outdated', p.uid, true, null, p.title, p.source ->> 'List', p.created_by, p.created_at, tried.failure
		from plans p
		left join lateral (
			select t.state, t.result -> 'Failure' as failure from tasks t
			where t.kind in (@propose, @apply) and t.result -> 'About' ->> 'Plan' = p.uid::text order by t.id desc limit 1) tried on true
		where p.kind = @people and p.state = 'stale' and p.expires_at > @now and @everyone and coalesce(tried.state, '') not in ('waiting', 'running')
			and not exists (select from plans l where l.kind = @people and l.id > p.id and l.state <> 'discarded'
				and coalesce(l.source ->> 'List', '') = coalesce(p.source ->> 'List', '') and coalesce(l.source ->> 'Scope', '') = coalesce(p.source ->> 'Scope', ''))
		union all
		select 'running', case t.kind when @apply then 'applying' else 'computing' end, coalesce(cast(t.result -> 'About' ->> 'Plan' as uuid), t.uid), t.result -> 'About' ->> 'Plan' is not null, t.uid,
			t.title, t.result -> 'About' ->> 'List', t.owner_id, t.created_at, null
		from tasks t
		where t.kind in (@propose, @apply) and t.state in ('waiting', 'running') and t.expires_at > @now and t.result -> 'About' ->> 'Kind' = @people and @everyone
		union all
		select 'failed', 'unfinished', t.uid, false, null, t.title, t.result -> 'About' ->> 'List', t.owner_id, t.created_at, t.result -> 'Failure'
		from tasks t
		where t.kind = @propose and t.state = 'failed' and t.expires_at > @now and t.result -> 'About' ->> 'Kind' = @people and @everyone
			and t.result -> 'About' ->> 'Plan' is null and t.result -> 'Dismissed' is null
			and not exists (select from tasks l where l.kind = @propose and l.id > t.id
				and l.result -> 'About' ->> 'Kind' = @people and coalesce(l.result -> 'About' ->> 'List', '') = coalesce(t.result -> 'About' ->> 'List', '')
				and coalesce(l.result -> 'About' ->> 'Scope', '') = coalesce(t.result -> 'About' ->> 'Scope', ''))
			and not exists (select from plans l where l.kind = @people and l.created_at > t.created_at
				and coalesce(l.source ->> 'List', '') = coalesce(t.result -> 'About' ->> 'List', '')
				and coalesce(l.source ->> 'Scope', '') = coalesce(t.result -> 'About' ->> 'Scope', '')))`

// importArgs puts the arguments of imports among args.
func importArgs(args map[string]any, scope people.Scope, now time.Time) {
	args["people"], args["propose"], args["apply"] = string(change.People), change.ProposeTask, change.ApplyTask
	args["everyone"], args["now"] = scope.Everyone, now
}

// ReadImports lists HR's lists on their way, the oldest first: at most limit of them.
// Whoever is HR of a part has none.
func ReadImports(ctx context.Context, c db.Conn, scope people.Scope, now time.Time, limit int) ([]Import, error) {
	args := map[string]any{"limit": limit}
	importArgs(args, scope, now)
	var rows []struct {
		Step                   Step
		UID, Task, Title, List string
		Plan                   bool
		ByID                   int64
		By, Reason             string
		Since                  time.Time
	}
	if err := c.Query(ctx).Raw(`
		with `+imports+`
		select i.step, i.uid::text as uid, i.plan, coalesce(i.task::text, '') as task, i.title, coalesce(i.list, '') as list, coalesce(i.by_id, 0) as by_id,
			coalesce(trim(b.first_name || ' ' || b.last_name), '') as by, i.since, coalesce(i.failure::text, '') as reason
		from imports i left join persons b on b.id = i.by_id
		order by i.since, i.uid limit @limit`, args).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("pending: imports: %w", err)
	}
	list := make([]Import, len(rows))
	for i, r := range rows {
		list[i] = Import{Step: r.Step, UID: r.UID, Plan: r.Plan, Task: r.Task, Title: r.Title, List: r.List, ByID: r.ByID, By: r.By, Since: r.Since}
		if r.Reason == "" {
			continue
		}
		list[i].Failure = &task.Failure{}
		if err := json.Unmarshal([]byte(r.Reason), list[i].Failure); err != nil {
			return nil, fmt.Errorf("pending: failure of an import: %w", err)
		}
	}
	return list, nil
}
