package reminder

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/settings"
)

// inForce are the settings and the policy of the day.
func inForce(ctx context.Context, c db.Conn, day calendar.Date) (settings.Settings, Policy, error) {
	current, err := settings.Load(ctx, c, day)
	if err != nil {
		return current, Policy{}, err
	}
	policy, err := LoadPolicy(ctx, c, current, day)
	return current, policy, err
}

// LoadPolicy is the policy in force on the day: what concerns a person as a whole
// from the settings, the steps as they are stored.
func LoadPolicy(ctx context.Context, c db.Conn, current settings.Settings, day calendar.Date) (Policy, error) {
	p := Default()
	p.Cap = current.Int("mail_cap")
	var rows []struct {
		Scope      string
		Version    int
		Steps      string
		CourseID   int64
		RuleID     int64
		Curriculum string
	}
	// The rules of a curriculum are those that lead to it on the day.
	if err := c.Query(ctx).Raw(`
		select p.scope, p.version, p.steps::text as steps, coalesce(c.id, 0) as course_id, coalesce(r.rule_id, 0) as rule_id
		from reminder_policies p
		left join courses c on p.scope = 'course:' || c.code
		left join curricula k on p.scope = 'curriculum:' || k.code
		left join rule_facts r on r.curriculum_id = k.id and r.valid_from <= @day and r.valid_to > @day
			and r.known_to = '9999-12-31 00:00:00+00'
		where p.valid_from <= @day and p.valid_to > @day and p.known_to = '9999-12-31 00:00:00+00'`,
		map[string]any{"day": day}).Scan(&rows).Error; err != nil {
		return p, fmt.Errorf("reminder: policy: %w", err)
	}
	for _, r := range rows {
		steps, err := readSteps(r.Steps)
		if err != nil {
			return p, err
		}
		found := Steps{Version: r.Version, List: steps}
		switch {
		case r.Scope == ScopeAll:
			p.Steps = found
		case r.CourseID != 0:
			if p.Courses == nil {
				p.Courses = map[int64]Steps{}
			}
			p.Courses[r.CourseID] = found
		case r.RuleID != 0:
			if p.Rules == nil {
				p.Rules = map[int64]Steps{}
			}
			p.Rules[r.RuleID] = found
		}
	}
	return p, nil
}

func readSteps(text string) ([]Step, error) {
	var steps []Step
	if err := json.Unmarshal([]byte(text), &steps); err != nil {
		return nil, fmt.Errorf("reminder: steps: %w", err)
	}
	return steps, check(steps)
}

// PolicyFact is one change of the steps of a scope.
type PolicyFact struct {
	Scope     string
	Version   int
	Steps     []Step `gorm:"-"`
	ValidFrom calendar.Date
	ValidTo   calendar.Date // the day after its last
	KnownFrom time.Time
	Current   bool   // holds as far as is known; else it was replaced
	Actor     string // name, empty for the delivery
}

// Policies is what was ever decided about steps, newest first.
func Policies(ctx context.Context, c db.Conn, limit int) ([]PolicyFact, error) {
	var rows []struct {
		PolicyFact
		Raw string
	}
	if err := c.Query(ctx).Raw(`
		select p.scope, p.version, p.steps::text as raw, p.valid_from, p.valid_to, p.known_from,
			p.known_to = '9999-12-31 00:00:00+00' as current, coalesce(nullif(trim(a.first_name || ' ' || a.last_name), ''), '') as actor
		from reminder_policies p
		left join persons a on a.id = p.actor_id
		where p.known_to = '9999-12-31 00:00:00+00'
			or not exists (select from reminder_policies n where n.version = p.version and n.known_from > p.known_from)
		order by p.known_from desc, p.id desc
		limit ?`, limit).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reminder: policies: %w", err)
	}
	list := make([]PolicyFact, len(rows))
	for i, r := range rows {
		list[i] = r.PolicyFact
		var err error
		if list[i].Steps, err = readSteps(r.Raw); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// scopeExists reports whether the course or the curriculum of the scope does.
func scopeExists(ctx context.Context, c db.Conn, scope string) (bool, error) {
	kind, code, _ := strings.Cut(scope, ":")
	table := map[string]string{"course": "courses", "curriculum": "curricula"}[kind]
	if table == "" {
		return scope == ScopeAll, nil
	}
	var n int
	if err := c.Query(ctx).Raw(`select count(*) from `+table+` where code = ?`, code).Scan(&n).Error; err != nil {
		return false, fmt.Errorf("reminder: scope: %w", err)
	}
	return n == 1, nil
}

// newestVersion is the highest version ever given, of any scope.
func newestVersion(ctx context.Context, c db.Conn) (int, error) {
	var version int
	if err := c.Query(ctx).Raw(`select coalesce(max(version), 1) from reminder_policies`).Scan(&version).Error; err != nil {
		return 0, fmt.Errorf("reminder: version: %w", err)
	}
	return version, nil
}

// lockPolicies lets one writer in at a time.
func lockPolicies(ctx context.Context, tx *db.Tx) error {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(1, hashtext('reminder_policies'))`).Error; err != nil {
		return fmt.Errorf("reminder: lock the policies: %w", err)
	}
	return nil
}

// replacePolicy ends what holds in the scope from the day on and adds the steps,
// nil for none of its own.
func replacePolicy(ctx context.Context, tx *db.Tx, actor int64, scope string, steps []Step, from calendar.Date) error {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	encoded, err := json.Marshal(steps)
	if err != nil {
		return fmt.Errorf("reminder: encode steps: %w", err)
	}
	args := map[string]any{"scope": scope, "steps": string(encoded), "from": from, "stamp": stamp, "actor": actor}
	statements := []string{
		`update reminder_policies set known_to = @stamp
		 where scope = @scope and valid_to > @from and known_to = '9999-12-31 00:00:00+00'`,
		`insert into reminder_policies (scope, version, steps, valid_from, valid_to, known_from, actor_id)
		 select scope, version, steps, valid_from, @from, @stamp, actor_id from reminder_policies
		 where scope = @scope and valid_from < @from and known_to = @stamp`,
		`insert into reminder_policies (scope, version, steps, valid_from, known_from, actor_id)
		 values (@scope, nextval('reminder_policy_version'), cast(@steps as jsonb), @from, @stamp, nullif(@actor, 0))`,
	}
	if steps == nil {
		statements = statements[:2]
	}
	for _, sql := range statements {
		if err := tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("reminder: set the policy of %s: %w", scope, err)
		}
	}
	return nil
}

// scopeTargets are the courses or the rules that a scope means on the day.
func scopeTargets(ctx context.Context, c db.Conn, scope string, day calendar.Date) (courses, rules []int64, err error) {
	kind, code, _ := strings.Cut(scope, ":")
	switch kind {
	case "course":
		err = c.Query(ctx).Raw(`select id from courses where code = ?`, code).Scan(&courses).Error
	case "curriculum":
		err = c.Query(ctx).Raw(`
			select r.rule_id from rule_facts r join curricula k on k.id = r.curriculum_id
			where k.code = ? and r.valid_from <= ? and r.valid_to > ? and r.known_to = '9999-12-31 00:00:00+00'`, code, day, day).Scan(&rules).Error
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reminder: scope %s: %w", scope, err)
	}
	return courses, rules, nil
}
