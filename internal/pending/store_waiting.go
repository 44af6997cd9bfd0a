package pending

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// within is the WHERE of a scope on any column, with its arguments under names of
// its own among args.
func within(scope people.Scope, prefix string, args map[string]any) func(column string) string {
	const here = "%column"
	where, own := scope.Where(here)
	for name, value := range own {
		renamed := prefix + "_" + name
		where, args[renamed] = strings.ReplaceAll(where, "@"+name, "@"+renamed), value
	}
	return func(column string) string { return strings.ReplaceAll(where, here, column) }
}

// ReadWaiting is what waits for the viewer, kinds of which nothing does left out,
// the oldest first. Reviews of courses stand in the catalogue, and months of payroll
// are payroll.Open: they are not among them.
func ReadWaiting(ctx context.Context, c db.Conn, v Viewer) ([]Item, error) {
	args := map[string]any{}
	seen, decide, confirm := within(v.Scope, "seen", args), within(v.Decide, "decide", args), within(v.Confirm, "confirm", args)
	args["viewer"], args["day"] = v.Scope.Viewer, v.Scope.Day
	args["undo"], args["records"] = string(change.Undo), string(change.Records)
	changeArgs(args, v.Scope, v.Now)
	var rows []struct {
		Kind       Kind
		Count, Own int
		Oldest     *time.Time
	}
	if err := c.Query(ctx).Raw(`
		with `+changes+`
		select case
				when c.step in ('computing', 'applying') then case c.kind when @people then 'running' else 'working' end
				when c.step in ('outdated', 'unfinished') then case c.kind when @people then 'failed' else 'stuck' end
				else case c.kind when @people then 'imports' when @undo then 'undo' when @records then 'lists' else 'previews' end end as kind,
			count(*) as count, count(*) filter (where c.kind = @records and c.step = 'deciding' and c.by_id = @viewer) as own, min(c.since) as oldest
		from changes c group by 1
		union all
		select 'extensions', count(*), 0, min(r.asked_at) from extension_requests r
		where r.state = 'waiting' and r.person_id <> @viewer and `+decide("r.person_id")+`
		union all
		select case c.kind when 'correction' then 'corrections' else 'evidence' end, count(*), count(*) filter (where c.proposed_by = @viewer),
			min(c.proposed_at)
		from evidence_cases c
		where c.state = 'waiting' and c.session_id is null and c.person_id <> @viewer and (c.proposed_by = @viewer or `+confirm("c.person_id")+`)
		group by 1
		union all
		select 'sessions', count(*), count(*) filter (where s.recorded_by = @viewer), min(s.recorded_at) from training_sessions s
		where s.state = 'recorded' and exists (select from evidence_cases e where e.session_id = s.id and e.state = 'waiting'
			and (s.recorded_by = @viewer or e.person_id <> @viewer and `+confirm("e.person_id")+`))
		union all
		select 'attendance', count(*), 0, min(cast(s.held_on as timestamp) at time zone 'Europe/Zurich') from training_sessions s
		where s.state = 'planned' and s.held_on < @day and (@everyone or exists (select from training_people t
			where t.session_id = s.id and t.state <> 'withdrawn' and `+seen("t.person_id")+`))
		union all
		select 'feedback', count(*), 0, min(cast(f.given_on as timestamp) at time zone 'Europe/Zurich') from feedback f
		where f.state = 'open' and f.said <> '' and (f.person_id is not null or f.mixed) and @everyone
		union all
		select 'drafts', count(*), count(*) filter (where d.submitted_by = @viewer), min(d.edited_at) from course_drafts d
		where d.state = 'review' and @everyone
		union all
		select 'plans', count(*), 0, min(r.changed_at) from report_plans r where r.why = 'owner' and @everyone`, args).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("pending: what waits: %w", err)
	}
	var list []Item
	for _, r := range rows {
		if r.Count > 0 && r.Oldest != nil {
			list = append(list, Item{Kind: r.Kind, Count: r.Count, Own: r.Own, Oldest: calendar.DateOf(*r.Oldest)})
		}
	}
	slices.SortFunc(list, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Oldest, b.Oldest), cmp.Compare(a.Kind, b.Kind))
	})
	return list, nil
}
