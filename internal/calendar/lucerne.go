package calendar

import (
	"slices"
	"time"
)

// Basis says on what ground a feast day is kept in the canton of Lucerne.
type Basis string

// The grounds. Only the first two are in the base set; the others each site
// decides on.
const (
	Legal    Basis = "legal"    // public rest day by cantonal law (RLG, SRL 855, § 1a)
	Usual    Basis = "usual"    // kept by public administrations by custom
	Communal Basis = "communal" // declared by the municipality
	Optional Basis = "optional" // half day, given by the employer
	CityOnly Basis = "city"     // City of Lucerne only
)

// Feast is a day that returns every year. Source: DOMAIN.md §4.6.
type Feast struct {
	Code  string // stable, for data and forms
	Name  string // German
	Basis Basis
	Half  bool

	month time.Month // of a fixed day; zero for a movable one
	day   int        // of the month, or days from Easter Sunday
}

// Codes of the feast days that the base set leaves to the site.
const (
	SchmutzigerDonnerstag = "schmutziger-donnerstag"
	Guedismontag          = "guedismontag"
	Josefstag             = "josefstag"
	Leodegar              = "leodegar"
)

// LucerneFeasts are all feast days known in the canton, in the order of the
// year, those outside the base set included.
func LucerneFeasts() []Feast {
	return []Feast{
		{Code: "neujahr", Name: "Neujahr", Basis: Legal, month: time.January, day: 1},
		{Code: "berchtoldstag", Name: "Berchtoldstag", Basis: Usual, month: time.January, day: 2},
		{Code: SchmutzigerDonnerstag, Name: "Schmutziger Donnerstag", Basis: Optional, Half: true, day: -52},
		{Code: Guedismontag, Name: "Güdismontag", Basis: Optional, Half: true, day: -48},
		{Code: Josefstag, Name: "Josefstag", Basis: Communal, month: time.March, day: 19},
		{Code: "karfreitag", Name: "Karfreitag", Basis: Legal, day: -2},
		{Code: "ostermontag", Name: "Ostermontag", Basis: Usual, day: 1},
		{Code: "auffahrt", Name: "Auffahrt", Basis: Legal, day: 39},
		{Code: "pfingstmontag", Name: "Pfingstmontag", Basis: Usual, day: 50},
		{Code: "fronleichnam", Name: "Fronleichnam", Basis: Legal, day: 60},
		{Code: "bundesfeier", Name: "Bundesfeiertag", Basis: Legal, month: time.August, day: 1},
		{Code: "himmelfahrt", Name: "Mariä Himmelfahrt", Basis: Legal, month: time.August, day: 15},
		{Code: Leodegar, Name: "St. Leodegar", Basis: CityOnly, month: time.October, day: 2},
		{Code: "allerheiligen", Name: "Allerheiligen", Basis: Legal, month: time.November, day: 1},
		{Code: "empfaengnis", Name: "Mariä Empfängnis", Basis: Legal, month: time.December, day: 8},
		{Code: "weihnachten", Name: "Weihnachten", Basis: Legal, month: time.December, day: 25},
		{Code: "stephanstag", Name: "Stephanstag", Basis: Usual, month: time.December, day: 26},
	}
}

// InBase reports whether the day belongs to the base set of the canton.
func (f Feast) InBase() bool { return f.Basis == Legal || f.Basis == Usual }

// In is the feast day of a year.
func (f Feast) In(year int) Holiday {
	on := Easter(year).AddDays(f.day)
	if f.month != 0 {
		on = NewDate(year, f.month, f.day)
	}
	return Holiday{On: on, Name: f.Name, Half: f.Half}
}

// LucerneDays are the feast days with these codes in the years from and to,
// both included, as extra days of a set; a code nobody knows adds none.
func LucerneDays(from, to int, codes ...string) []Holiday {
	var days []Holiday
	for _, feast := range LucerneFeasts() {
		for year := from; year <= to && slices.Contains(codes, feast.Code); year++ {
			days = append(days, feast.In(year))
		}
	}
	return days
}

// LucerneBase is the base set of the canton of Lucerne for the years from and
// to, both included: the legal and the usual feast days with a week from Monday
// to Friday, and the extra days. An extra day without a date is left out.
func LucerneBase(from, to int, extra ...Holiday) Set {
	s := Set{week: MondayToFriday}
	for _, feast := range LucerneFeasts() {
		for year := from; year <= to && feast.InBase(); year++ {
			s.holidays = append(s.holidays, feast.In(year))
		}
	}
	for _, h := range extra {
		if !h.On.IsZero() && h.On != Forever {
			s.holidays = append(s.holidays, h)
		}
	}
	s.build()
	return s
}
