package calendar

import (
	"testing"
	"time"
)

func day(t *testing.T, iso string) Date {
	t.Helper()
	d, err := ParseISO(iso)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestEaster(t *testing.T) {
	t.Parallel()
	// Published dates, the earliest and latest possible ones among them.
	for _, iso := range []string{
		"1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2020-04-12", "2021-04-04", "2022-04-17",
		"2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21",
		"2035-03-25", "2038-04-25", "2040-04-01", "2285-03-22",
	} {
		want := day(t, iso)
		year, _, _ := want.YMD()
		if got := Easter(year); got != want {
			t.Errorf("Easter %d = %s, want %s", year, got, want)
		}
	}
	for year := 1583; year < 4000; year++ {
		if Easter(year).Weekday() != time.Sunday {
			t.Fatalf("Easter %d is not a Sunday", year)
		}
	}
}

// The table of DOMAIN.md §4.6.
func TestLucerneFeasts(t *testing.T) {
	t.Parallel()
	want := map[string][3]string{
		"Neujahr":                {"2026-01-01", "2027-01-01", "2028-01-01"},
		"Berchtoldstag":          {"2026-01-02", "2027-01-02", "2028-01-02"},
		"Schmutziger Donnerstag": {"2026-02-12", "2027-02-04", "2028-02-24"},
		"Güdismontag":            {"2026-02-16", "2027-02-08", "2028-02-28"},
		"Josefstag":              {"2026-03-19", "2027-03-19", "2028-03-19"},
		"Karfreitag":             {"2026-04-03", "2027-03-26", "2028-04-14"},
		"Ostermontag":            {"2026-04-06", "2027-03-29", "2028-04-17"},
		"Auffahrt":               {"2026-05-14", "2027-05-06", "2028-05-25"},
		"Pfingstmontag":          {"2026-05-25", "2027-05-17", "2028-06-05"},
		"Fronleichnam":           {"2026-06-04", "2027-05-27", "2028-06-15"},
		"Bundesfeiertag":         {"2026-08-01", "2027-08-01", "2028-08-01"},
		"Mariä Himmelfahrt":      {"2026-08-15", "2027-08-15", "2028-08-15"},
		"St. Leodegar":           {"2026-10-02", "2027-10-02", "2028-10-02"},
		"Allerheiligen":          {"2026-11-01", "2027-11-01", "2028-11-01"},
		"Mariä Empfängnis":       {"2026-12-08", "2027-12-08", "2028-12-08"},
		"Weihnachten":            {"2026-12-25", "2027-12-25", "2028-12-25"},
		"Stephanstag":            {"2026-12-26", "2027-12-26", "2028-12-26"},
	}
	outside := map[string]bool{"Schmutziger Donnerstag": true, "Güdismontag": true, "Josefstag": true, "St. Leodegar": true}
	set := LucerneBase(2020, 2040)
	if got := len(LucerneFeasts()); got != len(want) {
		t.Fatalf("%d feast days, want %d", got, len(want))
	}
	for _, feast := range LucerneFeasts() {
		dates, ok := want[feast.Name]
		if !ok {
			t.Errorf("unexpected feast %q", feast.Name)
		}
		for i, iso := range dates {
			h := feast.In(2026 + i)
			if h.On.String() != iso {
				t.Errorf("%s %d = %s, want %s", feast.Name, 2026+i, h.On, iso)
			}
			if set.Closed(h.On) == outside[feast.Name] {
				t.Errorf("%s %d: in the base set %v", feast.Name, 2026+i, !outside[feast.Name])
			}
		}
	}
	if got := len(set.Holidays(day(t, "2026-01-01"), day(t, "2026-12-31"))); got != 13 {
		t.Errorf("%d days of the base set in 2026, want 13", got)
	}
}

func TestLucerneExtraDays(t *testing.T) {
	t.Parallel()
	set := LucerneBase(2026, 2027, LucerneDays(2026, 2027, Leodegar, Guedismontag)...)
	if set.IsWorkingDay(day(t, "2026-10-02")) {
		t.Error("St. Leodegar was added and is still worked on")
	}
	if !set.IsWorkingDay(day(t, "2026-02-16")) {
		t.Error("a half day counts as a whole working day")
	}
	half := set.Holidays(day(t, "2026-02-16"), day(t, "2026-02-16"))
	if len(half) != 1 || half[0].Name != "Güdismontag" || !half[0].Half {
		t.Errorf("Güdismontag is kept as %v", half)
	}
	if !LucerneBase(2026, 2027).IsWorkingDay(day(t, "2026-10-02")) {
		t.Error("St. Leodegar is not in the base set")
	}
}
