package learning

import (
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

var today = calendar.NewDate(2026, time.November, 21)

func done(no int16, on, until, window int) ledger.Cycle {
	c := ledger.Cycle{No: no, AssignedOn: today - 800, CompletedOn: today + calendar.Date(on), ValidUntil: today + calendar.Date(until)}
	if window != 0 {
		c.WindowFrom = today + calendar.Date(window)
	}
	return c
}

func TestPlaceOf(t *testing.T) {
	t.Parallel()
	open := ledger.Cycle{No: 2, AssignedOn: today - 10, DueOn: today + 20}
	begun := open
	begun.StartedOn = today - 1
	later := ledger.Cycle{No: 1, AssignedOn: today + 10, DueOn: today + 40}
	taken := done(1, -100, 265, 205)
	taken.AssignedOn = 0
	takenOld := done(1, -400, -35, -95)
	takenOld.AssignedOn = 0
	withdrawn := ledger.Dates{Cycle: ledger.Cycle{No: 1, AssignedOn: today - 50, DueOn: today}, WithdrawnOn: today - 5}
	tests := []struct {
		name   string
		dates  ledger.Dates
		cycle  int16
		mode   Mode
		starts bool
		before int16
	}{
		{"never heard of it", ledger.Dates{}, 1, Voluntary, false, 0},
		{"open", ledger.Dates{Cycle: open}, 2, ForDuty, true, 0},
		{"begun", ledger.Dates{Cycle: begun}, 2, ForDuty, false, 0},
		{"renewal cycle assigned", ledger.Dates{Cycle: open, Prev: done(1, -340, 25, -35)}, 2, ForDuty, true, 1},
		{"valid for long", ledger.Dates{Cycle: done(1, -10, 355, 295)}, 1, Practice, false, 1},
		{"valid for ever", ledger.Dates{Cycle: done(1, -10, 999999, 0)}, 1, Practice, false, 1},
		{"in the window, no next cycle yet", ledger.Dates{Cycle: done(1, -340, 25, -35)}, 1, ForDuty, false, 1},
		{"lapsed, no next cycle", ledger.Dates{Cycle: done(1, -400, -35, -95)}, 1, ForDuty, false, 0},
		{"assigned for a later day", ledger.Dates{Cycle: later}, 1, Voluntary, false, 0},
		{"taken and valid", ledger.Dates{Cycle: taken}, 1, Practice, false, 1},
		{"taken and over", ledger.Dates{Cycle: takenOld}, 2, Voluntary, false, 0},
		{"withdrawn", withdrawn, 2, Voluntary, false, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := PlaceOf(test.dates, today)
			if p.Cycle != test.cycle || p.Mode != test.mode || p.Starts != test.starts || p.Before.No != test.before {
				t.Errorf("got %+v", p)
			}
		})
	}
}

func TestValidity(t *testing.T) {
	t.Parallel()
	day := func(y int, m time.Month, d int) calendar.Date { return calendar.NewDate(y, m, d) }
	tests := []struct {
		name          string
		completed     calendar.Date
		months        int
		before        ledger.Cycle
		until, window calendar.Date
		day           calendar.YearDay
	}{
		{"twelve months", day(2026, 3, 12), 12, ledger.Cycle{}, day(2027, 3, 12), day(2027, 1, 11), 0},
		{"29 February", day(2028, 2, 29), 12, ledger.Cycle{}, day(2029, 2, 28), day(2028, 12, 30), 0},
		{"for ever", day(2026, 3, 12), 0, ledger.Cycle{}, calendar.Forever, 0, 0},
		{"short", day(2026, 3, 1), 1, ledger.Cycle{}, day(2026, 4, 1), day(2026, 3, 17), 0},
		{"until the end of the year", day(2026, 3, 12), 0, ledger.Cycle{}, day(2026, 12, 31), day(2026, 11, 1), 1231},
		{"on the day itself: until the next one", day(2026, 12, 31), 0, ledger.Cycle{}, day(2027, 12, 31), day(2027, 11, 1), 1231},
		{"shortly before it: until the next one", day(2026, 11, 3), 0, ledger.Cycle{}, day(2027, 12, 31), day(2027, 11, 1), 1231},
		{"months end before the day", day(2026, 3, 12), 6, ledger.Cycle{}, day(2026, 9, 12), day(2026, 7, 14), 1231},
		{
			"renewed in the window: until the day a year later", day(2026, 12, 1), 0,
			ledger.Cycle{No: 1, CompletedOn: day(2026, 3, 12), ValidUntil: day(2026, 12, 31), WindowFrom: day(2026, 11, 1)},
			day(2027, 12, 31), day(2027, 11, 1), 1231,
		},
		{
			"never shorter, with a day", day(2026, 6, 1), 0,
			ledger.Cycle{No: 1, CompletedOn: day(2026, 3, 12), ValidUntil: day(2027, 3, 12), WindowFrom: day(2027, 1, 11)},
			day(2027, 3, 12), day(2027, 1, 11), 1231,
		},
		{
			"renewed in the window: from the old end", day(2027, 2, 1), 12,
			ledger.Cycle{No: 1, CompletedOn: day(2026, 3, 12), ValidUntil: day(2027, 3, 12), WindowFrom: day(2027, 1, 11)},
			day(2028, 3, 12), day(2028, 1, 12), 0,
		},
		{
			"assigned anew long before: from the day", day(2026, 6, 1), 12,
			ledger.Cycle{No: 1, CompletedOn: day(2026, 3, 12), ValidUntil: day(2027, 3, 12), WindowFrom: day(2027, 1, 11)},
			day(2027, 6, 1), day(2027, 4, 2), 0,
		},
		{
			"never shorter than what was valid", day(2026, 6, 1), 12,
			ledger.Cycle{No: 1, CompletedOn: day(2026, 3, 12), ValidUntil: day(2029, 3, 12), WindowFrom: day(2029, 1, 11)},
			day(2029, 3, 12), day(2029, 1, 11), 0,
		},
		{
			"what lasts for ever stays", day(2026, 6, 1), 12,
			ledger.Cycle{No: 1, CompletedOn: day(2026, 3, 12), ValidUntil: calendar.Forever}, calendar.Forever, 0, 0,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			until, window := Validity(test.completed, Term{Months: test.months, Day: test.day}, test.before)
			if until != test.until || window != test.window {
				t.Errorf("until %s, window %s; want %s, %s", until, window, test.until, test.window)
			}
		})
	}
}
