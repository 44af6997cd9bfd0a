package planned

import (
	"testing"
	"time"

	"zaemme/internal/calendar"
)

func day(t *testing.T, iso string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseISO(iso)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// closed is a set with days on which nobody works.
func closed(t *testing.T, from, until string) calendar.Set {
	t.Helper()
	set, err := calendar.LucerneBase(2026, 2028).With(nil, []calendar.Closure{{Interval: calendar.Interval{From: day(t, from), Until: day(t, until)}, Name: "Betriebsferien"}})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestSlots(t *testing.T) {
	t.Parallel()
	base := calendar.LucerneBase(2026, 2028)
	for name, c := range map[string]struct {
		terms        Terms
		set          calendar.Set
		after, until string
		want         []string // as of, due
	}{
		"third working day of the month, over New Year": {Terms{Rhythm: Monthly, Day: 3}, base, "2026-11-20", "2027-01-31", []string{"2026-11-30 2026-12-03", "2026-12-31 2027-01-06"}},
		"a day that is the last is not sent again":      {Terms{Rhythm: Monthly, Day: 3}, base, "2026-12-03", "2027-01-05", nil},
		"quarters": {Terms{Rhythm: Quarterly, Day: 1}, base, "2026-11-20", "2027-04-30", []string{"2026-12-31 2027-01-04", "2027-03-31 2027-04-01"}},
		"years":    {Terms{Rhythm: Yearly, Day: 10}, base, "2026-11-20", "2028-01-31", []string{"2026-12-31 2027-01-15", "2027-12-31 2028-01-14"}},
		"a Friday that is a holiday moves to Tuesday":     {Terms{Rhythm: Weekly, Day: 5}, base, "2027-03-19", "2027-04-05", []string{"2027-03-25 2027-03-30", "2027-04-01 2027-04-02"}},
		"two Mondays of a closure are one":                {Terms{Rhythm: Weekly, Day: 1}, closed(t, "2027-07-19", "2027-07-30"), "2027-07-12", "2027-08-09", []string{"2027-08-01 2027-08-02", "2027-08-08 2027-08-09"}},
		"a closure as long as the days after a month end": {Terms{Rhythm: Monthly, Day: 2}, closed(t, "2027-07-01", "2027-07-30"), "2027-06-30", "2027-08-31", []string{"2027-07-31 2027-08-03"}},
	} {
		var got []string
		for _, s := range c.terms.Slots(c.set, day(t, c.after), day(t, c.until)) {
			got = append(got, s.AsOf.String()+" "+s.Due.String())
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	}
}

// However a run of days is cut, the slots are the same: what is due hangs on no
// morning on which somebody looked.
func TestSlotsHangOnNobodyLooking(t *testing.T) {
	t.Parallel()
	set := closed(t, "2027-07-19", "2027-08-06")
	for _, terms := range []Terms{{Rhythm: Weekly, Day: 1}, {Rhythm: Weekly, Day: 5}, {Rhythm: Monthly, Day: 1}, {Rhythm: Monthly, Day: 10}, {Rhythm: Quarterly, Day: 4}, {Rhythm: Yearly, Day: 7}} {
		from, until := day(t, "2026-11-20"), day(t, "2028-03-01")
		whole := terms.Slots(set, from, until)
		for step := 1; step < 60; step += 7 {
			var parts []Slot
			for at := from; at < until; at += calendar.Date(step) {
				parts = append(parts, terms.Slots(set, at, min(at+calendar.Date(step), until))...)
			}
			if len(parts) != len(whole) {
				t.Fatalf("%+v in steps of %d: %d slots, want %d", terms, step, len(parts), len(whole))
			}
			for i := range parts {
				if parts[i] != whole[i] || !set.IsWorkingDay(parts[i].Due) || parts[i].Due <= parts[i].AsOf {
					t.Fatalf("%+v in steps of %d: %v, want %v", terms, step, parts[i], whole[i])
				}
			}
		}
	}
}

func TestMailsLeaveInWorkingHours(t *testing.T) {
	t.Parallel()
	set := calendar.LucerneBase(2026, 2028)
	for now, want := range map[string]string{
		"2026-12-03 06:50": "2026-12-03 07:30", "2026-12-03 11:00": "2026-12-03 11:00", "2026-12-03 17:00": "2026-12-04 07:30",
		"2026-12-04 23:00": "2026-12-07 07:30", "2026-12-05 10:00": "2026-12-07 07:30", "2026-12-24 18:00": "2026-12-28 07:30",
	} {
		at := func(text string) time.Time {
			m, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Zurich)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		if got := leaves(set, at(now)); !got.Equal(at(want)) {
			t.Errorf("%s: %s, want %s", now, got.In(calendar.Zurich), want)
		}
	}
}
