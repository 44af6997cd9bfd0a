package bench_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/courses"
	"zaemme/internal/app"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
)

// asked is how many courses everybody is asked for.
const asked = 12

// ledgerTables are what assigning fills, in the order of their foreign keys.
var ledgerTables = []string{"ledger_events", "assignments", "assignment_states"}

// before are the tables whose rows these refer to.
var before = []string{"persons", "courses", "course_versions", "curricula", "rules", "plans", "batches"}

// BenchmarkAssign lets a night assign twelve courses to everybody who is employed,
// 5,000 people or 100,000 with FULL=1, and copies the rows that this leaves into
// another database with the same indices and constraints.
func BenchmarkAssign(b *testing.B) { assigning(b, "assigning", assign) }

// BenchmarkShownPlan does the same by a rule that HR proposes: its plan is computed,
// foreseen and kept, then applied.
func BenchmarkShownPlan(b *testing.B) { assigning(b, "planning, showing and assigning", propose) }

func assigning(b *testing.B, what string, assign func(b *testing.B, a *app.App)) {
	b.Helper()
	people, turns := 5_000, 3
	if os.Getenv("FULL") == "1" {
		people, turns = 100_000, 1
	}
	var ratios, ours, least, peaks []float64
	rows := 0
	for range turns {
		s := &scope{TB: b}
		a := open(s, true)
		staff(b, a, people)
		var peak float64
		took := seconds(func() { peak = watched(func() { assign(b, a) }).more })
		copies, copied := copyLedger(b, a)
		rows = copied
		s.close()
		bare := &scope{TB: b}
		_, owner := dbtest.URLs(bare)
		took2 := copyBare(b, owner, copies)
		bare.close()
		ours, least, ratios, peaks = append(ours, took), append(least, took2), append(ratios, took/took2), append(peaks, peak)
	}
	report(b, result{
		name:  fmt.Sprintf("%s %d courses to %d people (%d rows, at most %.0f MB more held)", what, asked, people, rows, median(peaks)),
		ours:  fmt.Sprintf("%.1f s", median(ours)),
		least: fmt.Sprintf("%.1f s", median(least)), ratio: median(ratios),
	})
}

// staff fills the installation with people, courses and one rule for all.
func staff(b *testing.B, a *app.App, n int) {
	b.Helper()
	ctx, today := b.Context(), calendar.DateOf(time.Now())
	list, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		b.Fatal(problems)
	}
	var more []*coursefile.Course
	var lines []curriculum.Line
	for i := range asked {
		one := *list[0]
		one.Code, one.Fulfils = fmt.Sprintf("TT-%02d", i+1), nil
		more = append(more, &one)
		lines = append(lines, curriculum.Line{Course: one.Code})
	}
	if _, err := course.Sync(ctx, a.DB, more, today); err != nil {
		b.Fatal(err)
	}
	if err := a.Catalogue.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
	err := a.DB.Write(ctx, func(tx *db.Tx) error {
		for _, sql := range []string{
			`insert into departments (code) select 'u' || g from generate_series(1, 500) g`,
			`insert into department_facts (department_id, name, valid_from, known_from) select id, 'Bereich ' || id, '2020-01-01', '2020-01-01' from departments`,
			`insert into persons (personnel_no, last_name, first_name, email) select lpad(g::text, 7, '0'), 'Muster', 'Andrea', g || '@stadt.example' from generate_series(1, ` + strconv.Itoa(n) + `) g`,
			`insert into employments (person_id) select id from persons`,
			`insert into employment_facts (employment_id, person_id, department_id, function, pensum, category, entry_on, valid_from, known_from)
			select e.id, e.person_id, 1 + e.person_id % 500, 'Sachbearbeitung', 80, 'permanent', '2020-01-01', '2020-01-01', '2020-01-01' from employments e`,
		} {
			if err := tx.Query(ctx).Exec(sql).Error; err != nil {
				return err
			}
		}
		title := coursefile.Texts{"de": "Alle"}
		return a.Curriculum.SaveRules(ctx, tx, 0, today, curriculum.RulesChange{
			Curricula: []curriculum.Curriculum{{Code: "alle", Title: title, Lines: lines}},
			Rules:     []curriculum.Rule{{Code: "alle", Title: title, Curriculum: "alle", Active: true}}})
	})
	if err != nil {
		b.Fatal(err)
	}
}

func assign(b *testing.B, a *app.App) {
	batch, err := a.Change.RunDay(b.Context(), calendar.DateOf(time.Now()))
	if err != nil || batch == 0 {
		b.Fatalf("batch %d: %v", batch, err)
	}
}

func propose(b *testing.B, a *app.App) {
	b.Helper()
	input, err := curriculum.RulesChange{Rules: []curriculum.Rule{{
		Code: "alle-neu", Title: coursefile.Texts{"de": "Alle"}, Curriculum: "alle", Active: true,
	}}}.JSON()
	if err != nil {
		b.Fatal(err)
	}
	now := time.Now()
	plan, err := a.Change.Propose(b.Context(), change.Request{Kind: change.Rules, Title: "Alle", EffectiveOn: calendar.DateOf(now), Input: input}, now)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := a.Change.Apply(b.Context(), plan.UID.String(), 0, plan.Draft.Confirm, now); err != nil {
		b.Fatal(err)
	}
}

// copyLedger writes what the ledger holds, and what it refers to, to files.
func copyLedger(b *testing.B, a *app.App) (files map[string]string, rows int) {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), a.Config.MigrateURL)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	files = map[string]string{}
	dir := b.TempDir()
	for _, table := range append(before[:len(before):len(before)], ledgerTables...) {
		file, err := os.Create(dir + "/" + table)
		if err != nil {
			b.Fatal(err)
		}
		tag, err := conn.PgConn().CopyTo(b.Context(), file, "copy "+table+columns(b, conn, table)+" to stdout")
		if err != nil {
			b.Fatal(err)
		}
		if err := file.Close(); err != nil {
			b.Fatal(err)
		}
		files[table] = file.Name()
		if strings.Contains(strings.Join(ledgerTables, " "), table) {
			rows += int(tag.RowsAffected())
		}
	}
	return files, rows
}

// copyBare copies the rows of the ledger into empty tables and says how long that
// took; what they refer to is there already.
func copyBare(b *testing.B, url string, files map[string]string) float64 {
	b.Helper()
	ctx := b.Context()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	load := func(tables []string) {
		tx, err := conn.Begin(ctx)
		if err != nil {
			b.Fatal(err)
		}
		for _, table := range tables {
			text, err := os.Open(files[table])
			if err != nil {
				b.Fatal(err)
			}
			if _, err := conn.PgConn().CopyFrom(ctx, text, "copy "+table+columns(b, conn, table)+" from stdin"); err != nil {
				b.Fatalf("copy %s: %v", table, err)
			}
			_ = text.Close()
		}
		if err := tx.Commit(ctx); err != nil {
			b.Fatal(err)
		}
	}
	load(before)
	return seconds(func() { load(ledgerTables) })
}
