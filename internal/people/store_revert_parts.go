package people

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// departments restores the tree. A department that the batch has made, renamed
// away or ended stays where what is true now would hang in the air without it.
func (r *reverter) departments(ctx context.Context, t revertable) error {
	back, err := r.free(ctx, t)
	if err != nil {
		return err
	}
	before := len(r.done.Timelines)
	already, err := r.hanging(ctx, back)
	if err != nil {
		return err
	}
	for {
		if err := r.tx.Query(ctx).Exec(`savepoint departments`).Error; err != nil {
			return fmt.Errorf("people: restore departments: %w", err)
		}
		if err := r.restore(ctx, t, back); err != nil {
			return err
		}
		hanging, err := r.hanging(ctx, back)
		if err != nil {
			return err
		}
		missed := missing(hanging, already)
		if len(missed) == 0 {
			return nil
		}
		if err := r.tx.Query(ctx).Exec(`rollback to savepoint departments`).Error; err != nil {
			return fmt.Errorf("people: restore departments: %w", err)
		}
		r.done.Timelines = r.done.Timelines[:before]
		back = slices.DeleteFunc(back, func(one touched) bool { return slices.Contains(missed, one.ID) })
		for _, id := range missed {
			r.keep(KeptFact{What: t.what, DepartmentID: id, Why: KeptNeeded})
		}
	}
}

// hangs is a fact that needs a department on a day on which there is none.
type hangs struct {
	DepartmentID int64
	Fact         string
}

// missing are the departments of facts that did not hang in the air already.
func missing(now, already []hangs) []int64 {
	var ids []int64
	for _, h := range now {
		if !slices.Contains(already, h) {
			ids = append(ids, h.DepartmentID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// hanging lists who works in one of the departments, and which lie below one, on
// a day on which it does not exist.
func (r *reverter) hanging(ctx context.Context, list []touched) ([]hangs, error) {
	ids := make([]int64, len(list))
	for i, one := range list {
		ids[i] = one.ID
	}
	var found []hangs
	if err := r.tx.Query(ctx).Raw(`
		with spans as (
			select d.id, coalesce((select range_agg(daterange(f.valid_from, f.valid_to)) from department_facts f
				where f.department_id = d.id and `+knownNow+`), '{}') as there
			from departments d where d.id = any (cast(@ids as bigint[]))
		), needs as (
			select f.department_id, 'employment ' || f.id as fact, greatest(f.valid_from, f.entry_on) as first,
				least(f.valid_to, case when f.exit_on < '9999-12-31' then f.exit_on + 1 else f.exit_on end) as after
			from employment_facts f where `+knownNow+`
			union all
			select f.parent_id, 'department ' || f.department_id || ' ' || f.valid_from, f.valid_from, f.valid_to
			from department_facts f where `+knownNow+`
		)
		select n.department_id, n.fact from needs n join spans s on s.id = n.department_id
		where n.first < n.after and not s.there @> daterange(n.first, n.after)
		order by 1, 2`, map[string]any{"ids": db.Numbers(ids)}).Scan(&found).Error; err != nil {
		return nil, fmt.Errorf("people: departments that are missed: %w", err)
	}
	return found, nil
}

// identities gives persons back what named them before the batch.
func (r *reverter) identities(ctx context.Context) error {
	var list []struct {
		PersonID       int64
		Changed, Taken bool
	}
	if err := r.tx.Query(ctx).Raw(`
		select f.person_id,
			coalesce((select (n.personnel_no, n.last_name, n.first_name, n.email, n.login)
					is distinct from (p.personnel_no, p.last_name, p.first_name, p.email, p.login)
				from former_identities n where n.person_id = f.person_id and n.until > @at order by n.until limit 1), false) as changed,
			exists (select from persons o where o.id <> f.person_id
				and (lower(o.login) = lower(f.login) or o.personnel_no = f.personnel_no)
				and not exists (select from former_identities n where n.person_id = o.id and n.batch_id = @undone)) as taken
		from former_identities f join persons p on p.id = f.person_id where f.batch_id = @undone order by f.person_id`, r.args()).Scan(&list).Error; err != nil {
		return fmt.Errorf("people: revert names: %w", err)
	}
	var ids []int64
	for _, one := range list {
		switch {
		case one.Changed:
			r.keep(KeptFact{What: KeptIdentity, PersonID: one.PersonID, Why: KeptChanged})
		case one.Taken:
			r.keep(KeptFact{What: KeptIdentity, PersonID: one.PersonID, Why: KeptTaken})
		default:
			ids = append(ids, one.PersonID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	r.seen = append(r.seen, ids...)
	r.done.Names = len(ids)
	args := r.args()
	args["ids"] = db.Numbers(ids)
	for _, sql := range []string{
		`insert into former_identities (person_id, personnel_no, last_name, first_name, email, login, language, until, batch_id)
		select p.id, p.personnel_no, p.last_name, p.first_name, p.email, p.login, p.language, @stamp, @batch
		from persons p where p.id = any (cast(@ids as bigint[]))`,
		`update persons set login = null, personnel_no = null where id = any (cast(@ids as bigint[]))`,
		`update persons p set personnel_no = f.personnel_no, last_name = f.last_name, first_name = f.first_name, email = f.email,
			login = f.login, language = case when p.language_chosen then p.language else f.language end
		from former_identities f
		where f.person_id = p.id and f.batch_id = @undone and p.id = any (cast(@ids as bigint[]))`,
	} {
		if err := r.tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("people: revert names: %w", err)
		}
	}
	return nil
}

// withdraw hides the persons and sites that the batch has made, but for those
// that something refers to.
func (r *reverter) withdraw(ctx context.Context) error {
	args := r.args()
	args["needed"] = db.Numbers(r.needed)
	var made []struct {
		ID     int64
		Needed bool
	}
	if err := r.tx.Query(ctx).Raw(`
		select p.id, p.id = any (cast(@needed as bigint[]))
			or exists (select from employment_facts f where p.id in (f.person_id, f.manager_id, f.trainer_id) and `+knownNow+`)
			or exists (select from department_facts f where f.head_id = p.id and `+knownNow+`)
			or exists (select from person_traits f where f.person_id = p.id and `+knownNow+`)
			or exists (select from absences f where f.person_id = p.id and `+knownNow+`)
			or exists (select from deputies f where p.id in (f.person_id, f.deputy_id) and `+knownNow+`)
			or exists (select from person_joins f where p.id in (f.person_id, f.into_id) and `+knownNow+`)
			or exists (select from role_grants f where f.person_id = p.id and `+knownNow+`) as needed
		from persons p where p.batch_id = @undone and p.withdrawn_at is null order by p.id`, args).Scan(&made).Error; err != nil {
		return fmt.Errorf("people: persons of a batch: %w", err)
	}
	for _, p := range made {
		if p.Needed {
			r.keep(KeptFact{What: KeptPerson, PersonID: p.ID, Why: KeptNeeded})
		} else {
			r.done.Withdrawn = append(r.done.Withdrawn, p.ID)
		}
	}
	args["ids"] = db.Numbers(r.done.Withdrawn)
	for _, sql := range []string{
		`update persons set withdrawn_at = @stamp, login = null where id = any (cast(@ids as bigint[]))`,
		`update sites s set withdrawn_at = @stamp where s.batch_id = @undone and s.withdrawn_at is null
			and not exists (select from employment_facts f where f.site_id = s.id and ` + knownNow + `)`,
	} {
		if err := r.tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("people: withdraw what a batch has made: %w", err)
		}
	}
	return nil
}

// recordAll writes one audit entry per person concerned.
func (r *reverter) recordAll(ctx context.Context) error {
	slices.Sort(r.seen)
	persons := slices.Compact(append(slices.Clone(r.seen), r.done.Withdrawn...))
	slices.Sort(persons)
	persons = slices.Compact(persons)
	entries := make([]audit.Entry, len(persons))
	for i, id := range persons {
		entries[i] = audit.Entry{ActorID: r.actor, Action: "people.person.reverted", ObjectKind: "person",
			ObjectID: strconv.FormatInt(id, 10), SubjectID: id}
	}
	return audit.RecordMany(ctx, r.tx, entries)
}
