package learning

import (
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// progress is what a person has done in one course, and on which terms it is asked
// of them.
type progress struct {
	read     map[moduleKey]bool
	attempt  bool
	form     Form
	answered int
	total    int // questions of the open attempt, 0: all of its version
	asked    Asked
	since    int64 // of a renewal by the difference: the version completed before, while that would still be valid
}

// queueProgress puts the progress of the person into done, by course, in one
// statement: modules read, the open attempt, and the terms stated last for each duty in
// force.
func queueProgress(batch *db.Batch, person int64, today calendar.Date, done map[int64]progress) {
	batch.Queue(`
		select 'read' as what, course_id, cycle, module, 0 as answered, 0 as total, '' as form, '' as variant, '' as curricula, false as modules_first, false as test_out,
			0::bigint as since
		from module_reads where person_id = $1
		union all
		select 'attempt', a.course_id, a.cycle, 0,
			(select count(*) from (
				select x.question from attempt_answers x where x.attempt_id = a.id and (x.typed <> '' or cardinality(x.chosen) > 0 and -1 <> all (x.chosen))
				union
				select w.question from question_withdrawals w where w.version_id = a.version_id and w.question = any(a.questions)) q),
			coalesce(cardinality(a.questions), 0), a.form, '', '', false, false, 0
		from attempts a where a.person_id = $1 and a.handed_in_at is null
		union all
		select 'asked', t.course_id, t.cycle, 0, 0, 0, '', t.variant, coalesce(s.curricula, ''), t.test_out is false, t.test_out is true, coalesce(t.since, 0)
		from (
			select distinct on (e.course_id) e.course_id, e.cycle, e.variant, e.test_out, e.reasons,
				(select b.version_id from ledger_events b
					where e.variant = $3 and b.id = a.prev_completed_event and b.valid_until >= $2) as since
			from ledger_events e
			join assignments a on a.person_id = e.person_id and a.course_id = e.course_id and a.cycle = e.cycle and a.withdrawn_on is null
			where e.person_id = $1 and e.reasons is not null
				and not exists (select from ledger_events v where v.voids = e.id)
			order by e.course_id, e.id desc) t
		left join lateral (
			select jsonb_agg(jsonb_build_object('title', f.title, 'courses', f.courses) order by f.curriculum_id)::text as curricula
			from jsonb_to_recordset(t.reasons) as asked (rule bigint, version integer)
			cross join lateral (
				select r.curriculum_id from rule_facts r where r.rule_id = asked.rule and r.version = asked.version
				order by r.id desc limit 1) r
			join curriculum_facts f on f.curriculum_id = r.curriculum_id and f.known_to = '9999-12-31 00:00:00+00' and f.valid_to = '9999-12-31'
			where jsonb_typeof(f.courses) = 'object') s on true`, person, today.Time(), ledger.Difference).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			var r progressRow
			if err := rows.Scan(&r.What, &r.CourseID, &r.Cycle, &r.Module, &r.Answered, &r.Total, &r.Form, &r.Variant, &r.Curricula,
				&r.ModulesFirst, &r.TestOut, &r.Since); err != nil {
				return fmt.Errorf("learning: progress: %w", err)
			}
			p := done[r.CourseID]
			if err := p.add(r); err != nil {
				return err
			}
			done[r.CourseID] = p
		}
		return rows.Err()
	})
}

// progressRow is a module that is read, an open attempt, or the terms of a duty.
type progressRow struct {
	What                  string
	CourseID              int64
	Cycle                 int16
	Module, Answered      int
	Total                 int
	Form                  Form
	Variant, Curricula    string
	ModulesFirst, TestOut bool
	Since                 int64
}

func (p *progress) add(r progressRow) error {
	if p.read == nil {
		p.read = map[moduleKey]bool{}
	}
	switch r.What {
	case "read":
		p.read[moduleKey{r.Cycle, r.Module}] = true
	case "attempt":
		p.attempt, p.form, p.answered, p.total = true, r.Form, r.Answered, r.Total
	default:
		p.asked = Asked{Variant: r.Variant, ModulesFirst: r.ModulesFirst, TestOut: r.TestOut}
		p.since = r.Since
		if r.Curricula == "" {
			break
		}
		if err := json.Unmarshal([]byte(r.Curricula), &p.asked.Curricula); err != nil {
			return fmt.Errorf("learning: curricula of a duty: %w", err)
		}
	}
	return nil
}
