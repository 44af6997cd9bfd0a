package db_test

import (
	"os"
	"strings"
	"testing"

	"zaemme/internal/testing/dbtest"
)

// What the settings said of reminders goes on as the policy's steps.
func TestReminderSettingsBecomeAPolicy(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("migrations/00018_reminders.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, carry, _ := strings.Cut(string(raw), "insert into reminder_policies")
	carry, _, _ = strings.Cut(carry, ";\n")
	d := dbtest.New(t)
	exec(t, d, `insert into settings (key, value, valid_from, known_from) values ('reminder_days_before', '"0"', '2026-01-01', '2026-01-01'),
		('reminder_weekly', '"5"', '2026-02-01', '2026-02-01'), ('mail_cap', '"4"', '2026-02-01', '2026-02-01')`)
	exec(t, d, `insert into reminder_policies`+strings.ReplaceAll(carry, "?", "??"))
	var row struct {
		Steps   int
		Before  int
		Weekly  int
		Version int
	}
	if err := d.Query(t.Context()).Raw(`
		select jsonb_array_length(steps) as steps, version,
			(select count(*) from jsonb_array_elements(steps) s where s ->> 'code' = 'due_before') as before,
			(select cast(s ->> 'max_repeats' as integer) from jsonb_array_elements(steps) s where s ->> 'code' = 'due_after') as weekly
		from reminder_policies`).Scan(&row).Error; err != nil {
		t.Fatal(err)
	}
	if row.Steps != 9 || row.Before != 0 || row.Weekly != 5 || row.Version != 2 {
		t.Errorf("%+v", row)
	}
}
