package bench_test

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/app"
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	compliance "zaemme/internal/report"
)

// reading sets the connection as report statements have it.
var reading = []string{`set work_mem = '64MB'`, `set parallel_setup_cost = 0`, `set parallel_tuple_cost = 0`,
	`set plan_cache_mode = force_custom_plan`, `set jit = off`, `set random_page_cost = 4`}

// grouped counts duties by department, course and status: one GROUP BY.
func grouped(b *testing.B, conn *pgx.Conn, day calendar.Date, known time.Time) {
	b.Helper()
	rows, err := conn.Query(b.Context(), `
		select f.department_id, s.course_id, `+ledger.StatusSQL("s", "$1::date")+` as status, count(*)
		from assignment_states s
		join employment_facts f on f.person_id = s.person_id and f.entry_on <= $1 and f.exit_on >= $1
			and f.valid_from <= $1 and f.valid_to > $1 and f.known_from <= $2 and f.known_to > $2
		where s.mandatory and `+ledger.AtSQL("s", "$1::date", "$2::timestamptz")+`
		group by f.department_id, s.course_id, status`, day.Time(), known)
	if err != nil {
		b.Fatal(err)
	}
	var department, course int64
	var status *string
	var n int64
	if _, err := pgx.ForEachRow(rows, []any{&department, &course, &status, &n}, func() error { return nil }); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOverview counts the whole organisation for the executive's page.
func BenchmarkOverview(b *testing.B) {
	a := city(b, large())
	conn := connect(b, a.Config.DatabaseURL)
	defer func() { _ = conn.Close(context.Background()) }()
	for _, set := range reading {
		if _, err := conn.Exec(b.Context(), set); err != nil {
			b.Fatal(err)
		}
	}
	q := compliance.Compliance(calendar.DateOf(time.Now()), time.Now())
	ours, bare, ratio := inTurns(func() float64 { return seconds(func() { overview(b, a, q) }) },
		func() float64 { return seconds(func() { grouped(b, conn, q.AsOf, time.Now()) }) })
	timed(b, fmt.Sprintf("executive overview, %d people × 12 ÷ one GROUP BY", large()), ours, bare, ratio)
}

// BenchmarkAnyDayCounts asks for the same of a day five months ago.
func BenchmarkAnyDayCounts(b *testing.B) {
	a := city(b, large())
	now := compliance.Compliance(calendar.DateOf(time.Now()), time.Now())
	then := now
	then.AsOf = now.AsOf.AddMonths(-5)
	ours, bare, ratio := inTurns(func() float64 { return seconds(func() { overview(b, a, then) }) },
		func() float64 { return seconds(func() { overview(b, a, now) }) })
	timed(b, fmt.Sprintf("counts of five months ago ÷ of today, %d people × 12", large()), ours, bare, ratio)
}

func overview(b *testing.B, a *app.App, q compliance.Query) {
	b.Helper()
	if o, err := a.Reports.Overview(b.Context(), q); err != nil || o.Counts.All() == 0 {
		b.Fatal("an empty overview", err)
	}
}

// turnsOfDetail is how often detail rows are written: the large organisation's take
// long.
const turnsOfDetail = 3

// BenchmarkAnyDayDetail writes the detail rows of five months ago, and today's.
func BenchmarkAnyDayDetail(b *testing.B) {
	a := city(b, large())
	now := compliance.Compliance(calendar.DateOf(time.Now()), time.Now())
	then := now
	then.AsOf = now.AsOf.AddMonths(-5)
	ours, bare := least(turnsOfDetail, func() { detail(b, a, then) }), least(turnsOfDetail, func() { detail(b, a, now) })
	timed(b, fmt.Sprintf("detail rows of five months ago ÷ of today, %d people × 12", large()), ours, bare, ours/bare)
}

func detail(b *testing.B, a *app.App, q compliance.Query) {
	b.Helper()
	if done, err := a.Reports.WriteCSV(b.Context(), io.Discard, q); err != nil || done.Rows == 0 {
		b.Fatal("no rows", err)
	}
}

// BenchmarkDetailRows writes the detail rows as csv; the least is what Postgres
// writes of the same columns by itself.
func BenchmarkDetailRows(b *testing.B) {
	a := city(b, large())
	conn := connect(b, a.Config.DatabaseURL)
	defer func() { _ = conn.Close(context.Background()) }()
	for _, set := range reading {
		if _, err := conn.Exec(b.Context(), set); err != nil {
			b.Fatal(err)
		}
	}
	q := compliance.Compliance(calendar.DateOf(time.Now()), time.Now())
	var peak memory
	ours := least(turnsOfDetail, func() { peak = peak.most(watched(func() { detail(b, a, q) })) })
	bare := least(turnsOfDetail, func() {
		if _, err := conn.PgConn().CopyTo(b.Context(), io.Discard, sameColumns(q.AsOf)); err != nil {
			b.Fatal(err)
		}
	})
	timed(b, fmt.Sprintf("detail rows as csv, %d people × 12 (%s) ÷ COPY", large(), peak), ours, bare, ours/bare)
}

// sameColumns selects what Detail has, in plain joins.
func sameColumns(day calendar.Date) string {
	return `copy (
		select p.uid, p.personnel_no, p.last_name, p.first_name, p.email, d.code, n.name, up.name, f.function, f.pensum, f.entry_on, f.exit_on,
			m.last_name, m.first_name, cf.title, c.code, v.content ->> 'title', v.number, encode(v.content_hash, 'hex'), e.content_language, r.code, s.rule_version, s.cycle,
			s.assigned_on, s.original_due_on, s.due_on, s.extended_until, s.grace_until, ` + ledger.StatusSQL("s", "'"+day.String()+"'::date") + `,
			s.completed_on, s.how, s.valid_until, s.window_from, f.category, e.reasons, k.step, k.created_at, s.evidence_no, s.corrected
		from assignment_states s
		join persons p on p.id = s.person_id
		join employment_facts f on f.person_id = s.person_id and f.entry_on <= '` + day.String() + `' and f.exit_on >= '` + day.String() + `'
			and f.valid_from <= '` + day.String() + `' and f.valid_to > '` + day.String() + `'
		join departments d on d.id = f.department_id
		join department_facts n on n.department_id = d.id
		left join department_facts up on up.department_id = n.parent_id
		left join persons m on m.id = f.manager_id
		join courses c on c.id = s.course_id
		left join course_versions v on v.id = s.version_id
		left join rules r on r.id = s.rule_id
		left join rule_facts rf on rf.rule_id = r.id
		left join curriculum_facts cf on cf.curriculum_id = rf.curriculum_id
		left join ledger_events e on e.id = s.assigned_event
		left join lateral (select step, created_at from reminder_keys k where k.person_id = s.person_id and k.course_id = s.course_id
			order by created_at desc limit 1) k on true
		where s.mandatory and ` + ledger.AtSQL("s", "'"+day.String()+"'::date", "now()") + `
	) to stdout`
}

// timed reports two times in seconds.
func timed(b *testing.B, name string, ours, bare, ratio float64) {
	b.Helper()
	format := func(seconds float64) string {
		if seconds < 1 {
			return fmt.Sprintf("%.0f ms", seconds*1e3)
		}
		return fmt.Sprintf("%.1f s", seconds)
	}
	report(b, result{name: name, ours: format(ours), least: format(bare), ratio: ratio})
}
