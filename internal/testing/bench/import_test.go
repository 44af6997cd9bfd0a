package bench_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
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

// BenchmarkImport reads, plans and applies a staff list of the demo's 600 people
// in an empty installation without rules, and copies the rows that this leaves in
// the tables of people into another empty database.
func BenchmarkImport(b *testing.B) {
	list := staffList(b)
	first := &scope{TB: b}
	a := open(first, false)
	importList(b, a, list)
	copies, rows := copyOut(b, a)
	first.close()
	importing := func() float64 {
		s := &scope{TB: b}
		defer s.close()
		a := open(s, false)
		return seconds(func() { importList(b, a, list) })
	}
	copying := func() float64 {
		s := &scope{TB: b}
		defer s.close()
		_, owner := dbtest.URLs(s)
		return copyIn(b, owner, copies)
	}
	ours, least, ratio := inTurns(importing, copying)
	report(b, result{
		name: fmt.Sprintf("staff list (%d lines, %d rows)", bytes.Count(list, []byte("\n"))-1, rows),
		ours: fmt.Sprintf("%.0f ms", ours*1e3), least: fmt.Sprintf("%.0f ms", least*1e3), ratio: ratio,
	})
}

// staffList is the second staff file of the demo, a csv.
func staffList(b *testing.B) []byte {
	b.Helper()
	a, done := demoTown(b)
	defer done()
	files, err := a.WriteHRFiles(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	content, err := os.ReadFile(files[1])
	if err != nil {
		b.Fatal(err)
	}
	return content
}

func importList(b *testing.B, a *app.App, list []byte) {
	b.Helper()
	now := time.Now()
	preview, err := a.HRImport.Preview(b.Context(), hrimport.Upload{Name: "personal.csv", Content: list}, calendar.DateOf(now), 0, now)
	if err != nil {
		b.Fatal(err)
	}
	if preview.Blocked {
		b.Fatalf("the list is refused: %v", preview.Problems)
	}
	if _, err := a.Change.Apply(b.Context(), preview.Plan.UID.String(), 0, preview.Brake.Confirm(), now); err != nil {
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
