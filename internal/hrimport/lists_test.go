package hrimport

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

func dayOf(text string) calendar.Date {
	d, _ := parseDate(text)
	return d
}

func intervalOf(from, until string) calendar.Interval {
	i := calendar.Interval{From: dayOf(from), Until: calendar.Forever}
	if until != "" {
		i.Until = dayOf(until)
	}
	return i
}

// away writes the changes of absences, one per line.
func away(c people.Change) string {
	var lines []string
	for _, p := range c.Persons {
		for _, f := range p.Fields() {
			lines = append(lines, fmt.Sprintf("%s %q→%q", p.Key, f.Old, f.New))
		}
	}
	return strings.Join(lines, "\n")
}

func TestAbsences(t *testing.T) {
	t.Parallel()
	roster := settled(t) // seen from 1 December
	roster.Persons["00001"].Absences = []calendar.Interval{intervalOf("1.11.2026", ""), intervalOf("1.1.2027", "31.1.2027")}
	roster.Persons["00002"].Absences = []calendar.Interval{intervalOf("1.6.2026", "30.6.2026")}
	for name, c := range map[string]struct {
		lines    string
		complete bool
		want     string
		problems string
	}{
		"as on record":  {"00001;1.11.2026;\n00001;1.1.2027;31.1.2027", false, "", "warning 3 absence_overlaps"},
		"another end":   {"00001;1.11.2026;15.12.2026", false, `00001 "2026-11-01/.."→"2026-11-01/2026-12-15"`, ""},
		"a new one":     {"00002;5.12.2026;", false, `00002 ""→"2026-12-05/.."`, ""},
		"zeros lost":    {"2;5.12.2026;6.12.2026", false, `00002 ""→"2026-12-05/2026-12-06"`, ""},
		"nobody":        {"99999;5.12.2026;", false, "", "warning 2 person_unknown"},
		"twice":         {"00002;5.12.2026;\n00002;5.12.2026;", false, `00002 ""→"2026-12-05/.."`, "warning 3 absence_twice"},
		"overlapping":   {"00002;5.12.2026;20.12.2026\n00002;10.12.2026;31.12.2026", false, "00002 \"\"→\"2026-12-05/2026-12-20\"\n00002 \"\"→\"2026-12-10/2026-12-31\"", "warning 3 absence_overlaps"},
		"complete":      {"00003;5.12.2026;", true, "00001 \"2026-11-01/..\"→\"2026-11-01/2026-11-30\"\n00001 \"2027-01-01/2027-01-31\"→\"\"\n00003 \"\"→\"2026-12-05/..\"", ""},
		"complete, one": {"00001;1.1.2027;28.2.2027", true, "00001 \"2026-11-01/..\"→\"2026-11-01/2026-11-30\"\n00001 \"2027-01-01/2027-01-31\"→\"2027-01-01/2027-02-28\"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := ReadAbsences("x.csv", []byte("Pers.-Nr.;von;bis\n"+c.lines), nil)
			if err != nil {
				t.Fatal(err)
			}
			p := PlanAbsences(roster, file, Options{Complete: c.complete})
			if got := away(p.Change); got != c.want || found(p.Problems) != c.problems {
				t.Errorf("%s\n%s", got, found(p.Problems))
			}
		})
	}
}

func TestTree(t *testing.T) {
	t.Parallel()
	const head = "OE-Nr.;Name;übergeordnet;Leitung;Stellvertretung;gültig ab\n"
	roster := func(t *testing.T) *people.Roster {
		r := settled(t)
		for _, d := range r.Departments {
			d.Ends = calendar.Forever
		}
		r.Departments["OLD"] = &people.DepartmentEntry{Since: november, Ends: calendar.Forever, DepartmentState: people.DepartmentState{Name: "Alt"}}
		return r
	}
	for name, c := range map[string]struct {
		lines    string
		complete bool
		want     string
		problems string
	}{
		"renamed, with a head":     {head + "1110;Stadtkanzlei;Kanzlei und Informatik;00001;00002;", false, "renames 1110: Stadtkanzlei under %q from 2026-12-01\n00001 changed: deputy \"\"→\"00002\"", ""},
		"columns that are absent":  {"OE-Nr.;Name\n1110;Kanzlei\n2230;Hauswartung\n", false, "renames 2230: Hauswartung under \"finanzen/immobilien\" from 2026-12-01", ""},
		"empty cells clear":        {"OE-Nr.;Name;übergeordnet\n2230;Reinigung;\n", false, "moves 2230: Reinigung under \"\" from 2026-12-01", ""},
		"new, below a new one":     {head + "500;Soziales;;;;\n510;Sozialdienst;500;3;;1.1.2027", false, "creates 500: Soziales under \"\" from 2026-12-01\ncreates 510: Sozialdienst under \"500\" from 2027-01-01", ""},
		"past days alter nothing":  {head + "2230;Hauswartung;finanzen/immobilien;;;1.1.2019", false, "renames 2230: Hauswartung under \"finanzen/immobilien\" from 2026-12-01", ""},
		"twice":                    {head + "2230;Reinigung;finanzen/immobilien;;;\n2230;Reinigung;finanzen/immobilien;;;", false, "", "error 3 unit_twice"},
		"parent unknown":           {head + "2230;Reinigung;Nirgends;;;", false, "moves 2230: Reinigung under \"\" from 2026-12-01", "error 2 parent_unknown"},
		"below itself":             {head + "finanzen/immobilien;Immobilien;2230;;;\n2230;Reinigung;finanzen/immobilien;;;", false, "moves finanzen/immobilien: Immobilien under \"2230\" from 2026-12-01", "error 2 parent_circle\nerror 3 parent_circle"},
		"people nobody knows":      {head + "2230;Reinigung;finanzen/immobilien;99999;Muster;", false, "", "warning 2 head_name\nwarning 2 person_unknown"},
		"a deputy without a head":  {head + "2230;Reinigung;finanzen/immobilien;;00003;", false, "", "warning 2 headless"},
		"two deputies":             {head + "2230;Reinigung;finanzen/immobilien;7;8;\nOLD;Alt;;7;6;", false, "renames 2230", "warning 3 two_deputies"},
		"complete":                 {head + "1110;Kanzlei;Kanzlei und Informatik;;;", true, "ends OLD", "warning 0 unit_stays\nwarning 0 unit_stays\nwarning 0 unit_stays\nwarning 0 unit_stays"},
		"a staff list":             {"Pers.-Nr.;Name;Vorname;OE-Nr.;Eintritt;Leitung\n1;A;B;2;1.1.2020;", false, "", "error 0 staff_list"},
		"forbidden columns go too": {"OE-Nr.;Name;Lohn\n2230;Reinigung;5", false, "", "warning 1 forbidden_column"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := roster(t)
			file, err := ReadTree("x.csv", []byte(c.lines), nil)
			if err != nil {
				t.Fatal(err)
			}
			rosters := map[calendar.Date]*people.Roster{}
			for _, day := range file.Days(december) {
				rosters[day] = r
			}
			p := PlanTree(rosters, december, file, Options{Complete: c.complete})
			want := c.want
			if strings.Contains(want, "%q") {
				want = fmt.Sprintf(want, r.Departments["1110"].Parent)
			}
			got := describe(p.Change)
			if c.complete {
				got = ""
				for _, d := range p.Change.Departments {
					got += "ends " + d.Code
				}
			}
			switch name {
			case "two deputies":
				if !strings.Contains(got, "00007 changed: deputy \"\"→\"00008\"") {
					t.Error(got)
				}
			default:
				if !p.Blocked() && got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			}
			if found(p.Problems) != c.problems {
				t.Error(found(p.Problems))
			}
		})
	}
}

// A later day in the list is compared with what is on record on that day, so the
// same list again changes nothing.
func TestTreeOfALaterDay(t *testing.T) {
	t.Parallel()
	file, err := ReadTree("x.csv", []byte("OE-Nr.;Name;gültig ab\n2230;Hauswartung;1.1.2027\n1110;Kanzlei;\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	later := calendar.NewDate(2027, 1, 1)
	if days := file.Days(december); !slices.Equal(days, []calendar.Date{december, later}) {
		t.Errorf("%v", days)
	}
	now, then := settled(t), settled(t)
	p := PlanTree(map[calendar.Date]*people.Roster{december: now, later: then}, december, file, Options{})
	if got := describe(p.Change); !strings.Contains(got, "Hauswartung") || !strings.HasSuffix(got, "from 2027-01-01") {
		t.Error(got)
	}
	then.Departments["2230"].Name = "Hauswartung"
	if p := PlanTree(map[calendar.Date]*people.Roster{december: now, later: then}, december, file, Options{}); !p.Change.Empty() {
		t.Error(describe(p.Change))
	}
}

func FuzzTree(f *testing.F) {
	f.Add("OE-Nr.;Name;übergeordnet;Leitung;Stellvertretung;gültig ab\n1;A;2;00001;00002;1.1.2027\n2;B;;;;", "Name", true)
	f.Add("Nr;Name;Parent\n1;A;1\n", "Parent", false)
	f.Fuzz(func(t *testing.T, content, header string, complete bool) {
		file, err := ReadTree("x.csv", []byte(content), Mapping{header: fieldParent})
		if err != nil {
			return
		}
		roster := after(emptyRoster(november), Plan(emptyRoster(november), fileOf(town()), Options{}, shares).Change, december)
		rosters := map[calendar.Date]*people.Roster{}
		for _, day := range file.Days(december) {
			rosters[day] = roster
		}
		p := PlanTree(rosters, december, file, Options{Complete: complete})
		if p.Blocked() {
			return
		}
		parents := map[string]string{}
		for code, d := range roster.Departments {
			parents[code] = d.Parent
		}
		for _, d := range p.Change.Departments {
			if parents[d.Code] = d.After.Parent; d.After.Head != "" && roster.Persons[d.After.Head] == nil {
				t.Errorf("%s is led by nobody", d.Code)
			}
		}
		for _, d := range p.Change.Departments {
			if _, there := parents[d.After.Parent]; d.After.Parent != "" && !there || isBelow(parents, d.After.Parent, d.Code) && !d.Ended {
				t.Errorf("%s lies below %q", d.Code, d.After.Parent)
			}
		}
	})
}
