package hrimport

import (
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

func TestEditEntry(t *testing.T) {
	t.Parallel()
	day := calendar.NewDate
	for name, c := range map[string]struct {
		entry calendar.Date
		alter func(*people.EmploymentEntry)
		want  string
	}{
		"as it is":            {entry: day(2020, 3, 1)},
		"later":               {entry: day(2021, 3, 1), want: `00004 changed: entry_on "2020-03-01"→"2021-03-01" [1 from 2020-03-01]`},
		"earlier":             {entry: day(2019, 3, 1), want: `00004 changed: entry_on "2020-03-01"→"2019-03-01" [1 from 2019-03-01]`},
		"before the unit was": {entry: day(2015, 3, 1), want: `00004 changed: entry_on "2020-03-01"→"2015-03-01" [1 from 2018-01-01]`},
		"after the last day": {entry: day(2027, 1, 1), alter: func(e *people.EmploymentEntry) { e.ExitOn = day(2026, 12, 31) },
			want: "error.edit.entry_after_exit at entry_on"},
		"on the last day": {entry: day(2026, 12, 31), alter: func(e *people.EmploymentEntry) { e.ExitOn = day(2026, 12, 31) },
			want: `00004 changed: entry_on "2020-03-01"→"2026-12-31" [1 from 2020-03-01]`},
		"over what is announced": {entry: day(2021, 3, 1), alter: func(e *people.EmploymentEntry) { e.Later = day(2027, 3, 1) },
			want: "error.edit.entry_later at entry_on"},
		"after a change": {entry: day(2025, 3, 1), alter: func(e *people.EmploymentEntry) { e.Earlier, e.ValidFrom = calendar.Forever, day(2025, 1, 1) },
			want: "error.edit.entry_changed at entry_on"},
		"before a change": {entry: day(2024, 3, 1), alter: func(e *people.EmploymentEntry) { e.Earlier, e.ValidFrom = calendar.Forever, day(2025, 1, 1) },
			want: `00004 changed: entry_on "2020-03-01"→"2024-03-01" [1 from 2025-01-01]`},
		"into the time before": {entry: day(2019, 3, 1), alter: func(e *people.EmploymentEntry) { e.Earlier = day(2019, 3, 1) },
			want: "error.edit.entry_overlaps at entry_on"},
		"after the time before": {entry: day(2019, 3, 2), alter: func(e *people.EmploymentEntry) { e.Earlier = day(2019, 3, 1) },
			want: `00004 changed: entry_on "2020-03-01"→"2019-03-02" [1 from 2019-03-02]`},
		"announced again": {entry: day(2027, 5, 1), alter: func(e *people.EmploymentEntry) {
			next := people.EmploymentEntry{ValidFrom: day(2027, 3, 1), Earlier: day(2026, 6, 30), EmploymentState: e.EmploymentState}
			next.EntryOn, e.ExitOn, e.Later, e.Next = day(2027, 3, 1), day(2026, 6, 30), day(2027, 3, 1), &next
		}, want: `00004 rehired: entry_on "2027-03-01"→"2027-05-01" [1 from 2027-03-01]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := planned(t, &EntryEdit{Person: "00004", No: "1", Entry: c.entry}, december, func(r *people.Roster) {
				had := r.Persons["00004"].Employments["1"]
				had.EntryOn, had.ValidFrom = day(2020, 3, 1), day(2020, 3, 1)
				r.Departments[had.Department].Since = day(2018, 1, 1)
				if c.alter != nil {
					c.alter(had)
				}
			})
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
