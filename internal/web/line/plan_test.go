package line_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/ledger"
	"zaemme/internal/testing/dbtest"
)

// crowd adds people of another department, with duties and evidence, until looking
// at everybody is clearly dearer than looking up a team.
func (w *world) crowd(people int) {
	w.T.Helper()
	department := w.Department("ZZ", "Alle anderen", 0)
	args := map[string]any{"people": people, "department": department}
	w.Insert(`insert into persons (personnel_no, first_name, last_name, email)
		select 'Z' || i, 'Vorname' || i, 'Nachname' || i, 'z' || i || '@gemeinde.example' from generate_series(1, cast(@people as integer)) i returning id`, args)
	w.Insert(`insert into employments (person_id, no) select id, '1' from persons where personnel_no like 'Z%' and cast(@people as integer) > 0 returning id`, args)
	w.Insert(`insert into employment_facts (employment_id, person_id, department_id, function, pensum, category, entry_on, valid_from, known_from)
		select e.id, e.person_id, @department, 'Sachbearbeitung', 100, 'permanent', @from, @from, @stamp
		from employments e join persons p on p.id = e.person_id where p.personnel_no like 'Z%' returning id`, args)
	w.Insert(`insert into person_traits (person_id, has_pc, pc_source, valid_from, known_from)
		select id, true, 'hr', @from, @stamp from persons where personnel_no like 'Z%' returning id`, args)
	var ids []int64
	if err := w.DB.Query(w.T.Context()).Raw(`select id from persons where personnel_no like 'Z%' limit ?`, people/2).Scan(&ids).Error; err != nil {
		w.T.Fatal(err)
	}
	var events []ledger.Event
	for _, id := range ids {
		for _, code := range []string{"IS-01", "DS-01"} {
			events = append(events, w.Assigned(id, code, today.AddDays(-40), today.AddDays(20)))
		}
	}
	w.Append(events...)
	w.Insert(`insert into evidence_cases (kind, state, person_id, course_id, proposed_by, proposed_at, reason, day, decided_by, decided_at)
		select 'recognition', 'refused', p.id, c.id, @hr, @stamp, 'external', @from, @hr, @stamp
		from persons p cross join courses c where p.personnel_no like 'Z%' returning id`, map[string]any{"hr": w.hr})
	w.Insert(`insert into extension_requests (person_id, course_id, asked_at, due_on, wanted_on, reason, state, decided_at, decided_by)
		select p.id, c.id, @stamp, @from, @from, 'workload', 'refused', @stamp, @hr
		from persons p cross join courses c where p.personnel_no like 'Z%' returning id`, map[string]any{"hr": w.hr})
	_, owner := dbtest.URLs(w.T)
	conn, err := pgx.Connect(w.T.Context(), owner)
	if err != nil {
		w.T.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(w.T.Context())) }()
	if _, err := conn.Exec(w.T.Context(), `analyze`); err != nil {
		w.T.Fatal(err)
	}
}

// The page of a team looks nobody else up: each of its statements finds its rows by
// index, on today and on an earlier day.
func TestATeamIsFoundByIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.crowd(4000)
	for _, url := range []string{"/team", "/team?per=" + today.AddDays(-30).String(), "/team?stand=all&q=luca&sort=-due&abteilung=WD&kurs=IS-01"} {
		w.statements.record(true)
		if res, _ := w.get(w.boss, url); res.StatusCode != 200 {
			t.Fatalf("%s: %d", url, res.StatusCode)
		}
		asked := w.statements.record(false)
		if len(asked) != 3 {
			t.Fatalf("%s: %d statements", url, len(asked))
		}
		for _, one := range asked[:2] {
			plan := w.plan(one)
			for line := range strings.Lines(plan) {
				if !strings.Contains(line, "Seq Scan on ") {
					continue
				}
				for _, table := range []string{"persons", "employment", "person_traits", "assignment", "ledger_events", "evidence_cases", "extension_requests"} {
					if strings.Contains(line, "Seq Scan on "+table) {
						t.Errorf("%s:\n%s", url, plan)
					}
				}
			}
		}
	}
}

func (w *world) plan(one pgx.TraceQueryStartData) string {
	w.T.Helper()
	conn, err := pgx.Connect(w.T.Context(), w.url)
	if err != nil {
		w.T.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(w.T.Context())) }()
	if _, err := conn.Exec(w.T.Context(), `set random_page_cost = 1.1`); err != nil { // as db.Open does
		w.T.Fatal(err)
	}
	rows, err := conn.Query(w.T.Context(), "explain "+one.SQL, one.Args...)
	if err != nil {
		w.T.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		w.T.Fatal(err)
	}
	return strings.Join(lines, "\n")
}
