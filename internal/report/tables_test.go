package report_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zaemme/internal/testing/dbtest"
)

// dated says how a table can be asked about (D, T): by the column that says when
// a row became known, or because its rows never change.
var dated = map[string]string{
	"assignment_states": "known_from", "employment_facts": "known_from", "department_facts": "known_from", "person_traits": "known_from",
	"deputies": "known_from", "rule_facts": "known_from", "curriculum_facts": "known_from", "course_versions": "known_from", "course_pilot_steps": "known_from",
	"ledger_events": "recorded_at", "batches": "applied_at", "reminder_keys": "created_at", "seals": "to_known", "reports": "created_at",
	// identities: what names something, undated, and hashed only by what never changes
	"persons": "created_at", "departments": "code", "employments": "no", "courses": "code", "rules": "code",
	"plans":  "created_at", // the import a batch came from
	"outbox": "done_at",    // what became of a reminder; not hashed
	// files that were made: written once, swept, and read to be handed out alone
	"report_files": "created_at", "blobs": "created_at",
}

// A report reads nothing that is neither dated nor immutable (DESIGN.md §1.3).
func TestEveryTableIsDated(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	files, err := filepath.Glob("store*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	names := regexp.MustCompile(`(?:from|join)\s+([a-z_]+)\s+[a-z]\b|(?:from|join)\s+([a-z_]+)\n`)
	parts := regexp.MustCompile(`([a-z_]+)(?: \([a-z_, ]+\))? as (?:materialized )?\(`) // of a statement, by a name of their own
	read, own := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range names.FindAllStringSubmatch(string(raw), -1) {
			read[m[1]+m[2]] = true
		}
		for _, m := range parts.FindAllStringSubmatch(string(raw), -1) {
			own[m[1]] = true
		}
	}
	for _, none := range []string{"", "population", "unnest", "total", "and"} {
		delete(read, none)
	}
	for table := range read {
		if own[table] {
			continue
		}
		column, ok := dated[table]
		if !ok {
			t.Errorf("a report reads %s, which nobody has called dated", table)
			continue
		}
		var n int
		if err := d.Query(t.Context()).Raw(`select count(*) from information_schema.columns where table_name = ? and column_name = ?`,
			table, column).Scan(&n).Error; err != nil || n != 1 {
			t.Errorf("%s has no column %s: %v", table, column, err)
		}
	}
	for _, never := range strings.Fields("attempts attempt_answers module_reads assignments absences") {
		if read[never] {
			t.Errorf("a report reads %s", never)
		}
	}
	if len(read) < 10 || !read["assignment_states"] {
		t.Errorf("the test finds only %v", read)
	}
}
