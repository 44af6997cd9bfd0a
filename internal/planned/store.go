package planned

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

func notFound() error { return apperr.New(apperr.NotFound, "error.planned.not_found", nil) }

const planColumns = `r.id, r.uid::text as uid, r.owner_id, r.rhythm, r.day, r.variant, coalesce(r.department_id, 0) as department_id, r.language,
	r.brief, r.management, r.state, r.why, r.since, r.created_at, r.changed_at, coalesce(r.changed_by, 0) as changed_by, r.revision`

// lockPlan is the plan with its recipients, locked; NotFound for one that nobody
// knows or that is written wrong.
func lockPlan(ctx context.Context, tx *db.Tx, uid string) (Plan, error) {
	id, err := uuid.Parse(uid)
	if err != nil {
		return Plan{}, notFound()
	}
	return onePlan(ctx, tx, `r.uid = cast(? as uuid) for update`, id.String())
}

func onePlan(ctx context.Context, c db.Conn, where string, arg any) (Plan, error) {
	var p Plan
	err := db.One(c.Query(ctx), &p, `select `+planColumns+` from report_plans r where `+where, arg)
	if db.IsNotFound(err) {
		return p, notFound()
	}
	if err != nil {
		return p, fmt.Errorf("planned: plan: %w", err)
	}
	list := []Plan{p}
	err = withPeople(ctx, c, list)
	return list[0], err
}

// withPeople reads the recipients of plans, by ID.
func withPeople(ctx context.Context, c db.Conn, plans []Plan) error {
	ids := make([]int64, len(plans))
	for i, p := range plans {
		ids[i] = p.ID
	}
	var rows []struct{ PlanID, PersonID int64 }
	if err := c.Query(ctx).Raw(`
		select plan_id, person_id from report_plan_people where plan_id = any (cast(? as bigint[])) order by plan_id, person_id`, db.Numbers(ids)).
		Scan(&rows).Error; err != nil {
		return fmt.Errorf("planned: recipients: %w", err)
	}
	for _, r := range rows {
		i := slices.Index(ids, r.PlanID)
		plans[i].People = append(plans[i].People, r.PersonID)
	}
	return nil
}

func (p Plan) args() map[string]any {
	return map[string]any{
		"id": p.ID, "owner": p.OwnerID, "rhythm": string(p.Rhythm), "day": p.Day, "variant": string(p.Variant), "department": p.DepartmentID,
		"language": p.Language, "brief": p.Brief, "management": p.Management, "state": string(p.State), "why": string(p.Why), "since": p.Since,
		"created": p.CreatedAt, "changed": p.ChangedAt, "by": p.ChangedBy,
	}
}

func insertPlan(ctx context.Context, tx *db.Tx, p *Plan) error {
	var made struct {
		ID  int64
		UID string
	}
	if err := tx.Query(ctx).Raw(`
		insert into report_plans (owner_id, rhythm, day, variant, department_id, language, brief, management, since, created_at, changed_at, changed_by)
		values (@owner, @rhythm, @day, @variant, nullif(@department, 0), @language, @brief, @management, @since, @created, @changed, @by)
		returning id, uid::text as uid`, p.args()).Scan(&made).Error; err != nil {
		return fmt.Errorf("planned: make a plan: %w", err)
	}
	p.ID, p.UID = made.ID, made.UID
	return writePeople(ctx, tx, *p)
}

// updatePlan writes all of the plan, which the caller has locked.
func updatePlan(ctx context.Context, tx *db.Tx, p Plan) error {
	if err := tx.Query(ctx).Exec(`
		update report_plans set owner_id = @owner, rhythm = @rhythm, day = @day, variant = @variant, department_id = nullif(@department, 0),
			language = @language, brief = @brief, management = @management, state = @state, why = @why, since = @since, changed_at = @changed,
			changed_by = nullif(@by, 0), revision = revision + 1
		where id = @id`, p.args()).Error; err != nil {
		return fmt.Errorf("planned: change plan %d: %w", p.ID, err)
	}
	return writePeople(ctx, tx, p)
}

func writePeople(ctx context.Context, tx *db.Tx, p Plan) error {
	args := map[string]any{"id": p.ID, "people": db.Numbers(p.People)}
	for _, sql := range []string{
		`delete from report_plan_people where plan_id = @id and person_id <> all (cast(@people as bigint[]))`,
		`insert into report_plan_people (plan_id, person_id) select @id, unnest(cast(@people as bigint[])) on conflict do nothing`,
	} {
		if err := tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("planned: recipients of plan %d: %w", p.ID, err)
		}
	}
	return nil
}

// activePlans are the IDs of the plans that run, in order.
func activePlans(ctx context.Context, c db.Conn) (ids []int64, err error) {
	if err := c.Query(ctx).Raw(`select id from report_plans where state = 'active' order by id`).Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("planned: active plans: %w", err)
	}
	return ids, nil
}

// readPlans are the plans that a scope may own or handle, or that come to the viewer,
// active first, then by when they were made; the caller judges each.
func readPlans(ctx context.Context, c db.Conn, scope people.Scope) (list []Plan, err error) {
	if err := c.Query(ctx).Raw(`
		select `+planColumns+` from report_plans r
		where r.owner_id = @viewer or @hr or exists (select from report_plan_people p where p.plan_id = r.id and p.person_id = @viewer)
		order by case r.state when 'active' then 0 when 'paused' then 1 else 2 end, r.id`,
		map[string]any{"viewer": scope.Viewer, "hr": scope.Has(people.RoleHR)}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("planned: plans: %w", err)
	}
	return list, withPeople(ctx, c, list)
}

// absent reports whether the person is absent on the day.
func absent(ctx context.Context, c db.Conn, person int64, day calendar.Date) (away bool, err error) {
	if err := c.Query(ctx).Raw(`
		select exists (select from absences where person_id = @person and from_on <= @day and until_on >= @day
			and known_to = '9999-12-31 00:00:00+00')`, map[string]any{"person": person, "day": day}).Scan(&away).Error; err != nil {
		return false, fmt.Errorf("planned: absence: %w", err)
	}
	return away, nil
}
