package bench_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/app"
	"zaemme/internal/calendar"
	"zaemme/internal/hrimport"
	"zaemme/internal/testing/dbtest"
)

// tables of people that an import fills, in the order of their foreign keys.
var tables = []string{"persons", "person_traits", "sites", "departments", "department_facts", "employments", "employment_facts", "deputies"}

// people of the list that is measured.
const listed = 10_000

// BenchmarkImport reads and plans a staff list of 10,000 people in an empty
// installation without rules, then applies the plan; and copies the rows that
// this leaves in the tables of people into another empty database.
func BenchmarkImport(b *testing.B) {
	list := staffList()
	first := &scope{TB: b}
	a := open(first, true) // a demo that nobody has prepared has no rules
	applyPlan(b, a, planList(b, a, list))
	copies, rows := copyOut(b, a)
	first.close()
	var plans, applies, copied []float64
	inTurns(func() float64 {
		s := &scope{TB: b}
		defer s.close()
		a := open(s, true)
		var p hrimport.Preview
		plan := seconds(func() { p = planList(b, a, list) })
		apply := seconds(func() { applyPlan(b, a, p) })
		plans, applies = append(plans, plan), append(applies, apply)
		return plan + apply
	}, func() float64 {
		s := &scope{TB: b}
		defer s.close()
		_, owner := dbtest.URLs(s)
		least := copyIn(b, owner, copies)
		copied = append(copied, least)
		return least
	})
	for _, half := range []struct {
		name string
		ours []float64
	}{{"plan", plans}, {"apply", applies}} {
		ratios := make([]float64, len(copied))
		for i := range ratios {
			ratios[i] = half.ours[i] / copied[i]
		}
		report(b, result{
			name: fmt.Sprintf("staff list: %s (%d lines, %d rows)", half.name, listed, rows),
			ours: fmt.Sprintf("%.0f ms", median(half.ours)*1e3), least: fmt.Sprintf("%.0f ms", median(copied)*1e3), ratio: median(ratios),
		})
	}
}

// staffList is a csv of invented people in 200 units of ten Direktionen; who is
// first in a unit leads it.
func staffList() []byte {
	var out bytes.Buffer
	out.WriteString("Pers.-Nr.;Name;Vorname;E-Mail;Benutzername;Anstellungs-Nr.;OE-Nr.;Direktion;Bereich;Funktion;BG %;Anstellungsart;Eintritt;Austritt;Vorgesetzte (Pers.-Nr.);Standort;Sprache\n")
	for i := range listed {
		unit, leader := i%200, ""
		if i >= 200 {
			leader = fmt.Sprintf("%05d", unit+1)
		}
		fmt.Fprintf(&out, "%05d;Muster%d;Andrea;a%d@example.ch;u%d;1;%d;Direktion %d;Bereich %d;Sachbearbeitung;80;unbefristet;01.03.2021;;%s;Haus %d;de\n",
			i+1, i, i, i, 1000+unit, unit/20, unit, leader, unit%7)
	}
	return out.Bytes()
}

func planList(b *testing.B, a *app.App, list []byte) hrimport.Preview {
	b.Helper()
	now := time.Now()
	preview, err := a.HRImport.Preview(b.Context(), hrimport.Upload{Name: "personal.csv", Content: list}, calendar.DateOf(now), 0, now)
	if err != nil {
		b.Fatal(err)
	}
	if preview.Blocked {
		b.Fatalf("the list is refused: %v", preview.Problems)
	}
	return preview
}

func applyPlan(b *testing.B, a *app.App, preview hrimport.Preview) {
	b.Helper()
	if _, err := a.Change.Apply(b.Context(), preview.Plan.UID.String(), 0, preview.Brake.Confirm(), time.Now()); err != nil {
		b.Fatal(err)
	}
}

func copyOut(b *testing.B, a *app.App) (copies map[string][]byte, rows int) {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), a.Config.MigrateURL)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	copies = map[string][]byte{}
	for _, table := range tables {
		var out bytes.Buffer
		tag, err := conn.PgConn().CopyTo(b.Context(), &out, "copy "+table+columns(b, conn, table)+" to stdout")
		if err != nil {
			b.Fatal(err)
		}
		copies[table] = out.Bytes()
		rows += int(tag.RowsAffected())
	}
	return copies, rows
}

// columns of a table that can be copied into it.
func columns(b *testing.B, conn *pgx.Conn, table string) string {
	b.Helper()
	rows, err := conn.Query(b.Context(), `select column_name from information_schema.columns where table_name = $1 and is_generated = 'NEVER' order by ordinal_position`, table)
	if err != nil {
		b.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(names) == 0 {
		b.Fatalf("columns of %s: %v %v", table, names, err)
	}
	return " (" + strings.Join(names, ", ") + ")"
}

func copyIn(b *testing.B, url string, copies map[string][]byte) float64 {
	b.Helper()
	ctx := b.Context()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	// What the rows refer to; the first number is that of the first import.
	if _, err := conn.Exec(ctx, `insert into batches (kind, applied_at, effective_on) values ('people', now(), now())`); err != nil {
		b.Fatal(err)
	}
	with := map[string]string{}
	for _, table := range tables {
		with[table] = columns(b, conn, table)
	}
	return seconds(func() {
		tx, err := conn.Begin(ctx)
		if err != nil {
			b.Fatal(err)
		}
		for _, table := range tables {
			if _, err := conn.PgConn().CopyFrom(ctx, bytes.NewReader(copies[table]), "copy "+table+with[table]+" from stdin"); err != nil {
				b.Fatalf("copy %s: %v", table, err)
			}
		}
		if err := tx.Commit(ctx); err != nil {
			b.Fatal(err)
		}
	})
}
