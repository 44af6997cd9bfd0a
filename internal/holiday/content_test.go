package holiday

import (
	"slices"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/seeds"
)

func on(t *testing.T, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseISO(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func span(t *testing.T, kind Kind, name, days string) Day {
	t.Helper()
	from, until, two := strings.Cut(days, "/")
	if !two {
		until = from
	}
	return Day{Interval: calendar.Interval{From: on(t, from), Until: on(t, until)}, Kind: kind, Name: name}
}

// DOMAIN.md §4.6: what the sets of the seeds are made of.
func TestSeeds(t *testing.T) {
	t.Parallel()
	list, err := ReadSeeds(seeds.Files)
	if err != nil || len(list) != 3 {
		t.Fatal(len(list), err)
	}
	sets := map[string]calendar.Set{}
	for _, e := range list {
		sets[e.Code] = e.Set()
	}
	for _, c := range []struct {
		set, day string
		works    bool
	}{
		{"luzern", "2027-03-26", false}, {"luzern", "2027-05-06", false}, {"luzern", "2028-06-15", false}, {"luzern", "2027-03-19", true},
		{"luzern", "2026-10-02", true}, {"luzern-stadt", "2026-10-02", false}, {"luzern", "2027-02-04", true}, {"luzern", "2070-12-08", false},
		{"luzern-schule", "2025-07-04", true}, {"luzern-schule", "2025-07-07", false}, {"luzern-schule", "2025-08-15", false},
		{"luzern-schule", "2025-08-18", true}, {"luzern-schule", "2025-12-22", false}, {"luzern-schule", "2026-01-05", true}, {"luzern", "2025-07-07", true},
	} {
		if got := sets[c.set].IsWorkingDay(on(t, c.day)); got != c.works {
			t.Errorf("%s on %s: working day %v", c.set, c.day, got)
		}
	}
	school := list[2]
	if school.LastOf(School) != on(t, "2026-01-04") || len(school.Days) != 30 {
		t.Errorf("%d days until %s", len(school.Days), school.LastOf(School))
	}
	// The same as the pure base set, day by day.
	for d := calendar.NewDate(FirstYear, time.January, 1); d <= calendar.NewDate(LastYear, time.December, 31); d++ {
		if sets["luzern"].IsWorkingDay(d) != Base().IsWorkingDay(d) {
			t.Fatalf("%s differs from the base set", d)
		}
	}
}

// What HR enters takes the place of what is computed.
func TestAnEntryComesFirst(t *testing.T) {
	t.Parallel()
	c := Content{Title: "Werkhof", Ticks: BaseTicks(), Days: []Day{
		span(t, Open, "Berchtoldstag", "2026-01-02"),
		span(t, Half, "Bundesfeiertag", "2028-08-01"),
		span(t, Closure, "Betriebsferien", "2026-12-24/2027-01-03"),
		span(t, Open, "Inventar", "2026-12-29/2026-12-30"),
		span(t, Full, "Chilbi", "2026-09-14"),
	}}
	set := c.Set()
	for day, works := range map[string]bool{
		"2026-01-02": true, "2025-01-02": false, "2028-08-01": true, "2029-08-01": false, "2026-12-24": false, "2026-12-28": false, "2026-12-29": true,
		"2026-12-30": true, "2026-12-31": false, "2027-01-04": true, "2026-09-14": false, "2026-09-15": true,
	} {
		if set.IsWorkingDay(on(t, day)) != works {
			t.Errorf("%s: working day %v", day, !works)
		}
	}
	year := c.Year(2026)
	replaced := slices.IndexFunc(year, func(e Entry) bool { return e.Replaced })
	if replaced < 0 || year[replaced].Name != "Berchtoldstag" || year[replaced].No != -1 {
		t.Errorf("the replaced feast is shown: %+v", year)
	}
	if n := len(c.Year(2027)); n != 14 { // 13 feasts and the closure that reaches into it
		t.Errorf("2027 has %d entries", n)
	}
}

func TestContentIsChecked(t *testing.T) {
	t.Parallel()
	good := Content{Title: "Werkhof", Ticks: BaseTicks(), Days: []Day{span(t, Full, "Chilbi", "2026-09-14")}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*Content){
		"title":         func(c *Content) { c.Title = " " },
		"week":          func(c *Content) { c.Week = 0x80 },
		"ticks":         func(c *Content) { c.Ticks = append(slices.Clone(c.Ticks), Tick{Code: "pfingsten"}) },
		"days[0].from":  func(c *Content) { c.Days = []Day{span(t, Full, "Alt", "1999-09-14")} },
		"days[0].until": func(c *Content) { c.Days = []Day{span(t, Full, "Lang", "2026-01-01/2026-12-31")} },
		"days[1].until": func(c *Content) {
			c.Days = append(slices.Clone(c.Days), span(t, Full, "Verkehrt", "2026-09-14/2026-09-13"))
		},
		"days[0].kind": func(c *Content) { c.Days = []Day{span(t, "brücke", "Art", "2026-09-14")} },
		"days[0].name": func(c *Content) { c.Days = []Day{span(t, Full, "Zeile\nzwei", "2026-09-14")} },
		"days":         func(c *Content) { c.Days = slices.Repeat(c.Days, MaxDays+1) },
	} {
		bad := good
		spoil(&bad)
		err := bad.Validate()
		if e, ok := err.(*apperr.Error); !ok || e.Kind != apperr.Invalid || e.Field != want { //nolint:errorlint // of this package
			t.Errorf("%s: %v", want, err)
		}
	}
}

// With and Without are each other's opposite, and nothing is there twice.
func TestDaysComeAndGo(t *testing.T) {
	t.Parallel()
	c := Content{Title: "Werkhof"}
	later, earlier := span(t, Full, "Chilbi", "2026-09-14"), span(t, Closure, "Umzug", "2026-02-02/2026-02-04")
	both := c.With(later).With(earlier, later)
	if len(both.Days) != 2 || both.Days[0] != earlier || len(c.Days) != 0 {
		t.Errorf("%+v", both.Days)
	}
	d := both.Since(c)
	if len(d.Added) != 2 || len(d.Dropped) != 0 || !both.Without(1).Without(0).Since(c).Empty() || !both.Without(7).Since(both).Empty() {
		t.Errorf("%+v", d)
	}
}
