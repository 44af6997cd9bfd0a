package hrimport

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/peopletest"
	"zaemme/internal/testing/wide"
)

// month is what HR's system does to a staff list until the next export.
func month(r *rand.Rand, rows []Row, day calendar.Date, made *int) []Row {
	rows = slices.Clone(rows)
	pick := func() *Row { return &rows[r.IntN(len(rows))] }
	for range 1 + r.IntN(4) {
		switch row := pick(); r.IntN(10) {
		case 0, 1: // joiner, now, before or to come
			*made++
			joiner := *row
			joiner.PersonnelNo, joiner.EmploymentNo = fmt.Sprintf("%05d", 1000+*made), "1"
			joiner.LastName, joiner.Login = fmt.Sprintf("Neu%d", *made), fmt.Sprintf("neu%d", *made)
			joiner.EntryOn, joiner.ExitOn = day.AddDays(r.IntN(60)-30), calendar.Forever
			rows = append(rows, joiner)
		case 2: // gone without a word
			rows = slices.DeleteFunc(rows, func(other Row) bool { return other.PersonnelNo == row.PersonnelNo && len(rows) > 3 })
		case 3: // an exit is announced, or was
			row.ExitOn = max(row.EntryOn, day.AddDays(r.IntN(80)-20))
		case 4: // moved
			from := pick()
			row.UnitCode, row.UnitNames = from.UnitCode, from.UnitNames
		case 5: // a unit is renamed
			*made++
			renameUnit(rows, row.UnitNames, r.IntN(len(row.UnitNames)), fmt.Sprintf("Name %d", *made))
		case 6:
			row.Pensum, row.Function, row.Email = percent(float64(10*(1+r.IntN(10)))), fmt.Sprintf("Funktion %d", r.IntN(9)), ""
		case 7: // a second employment
			*made++
			second := *pick()
			second.PersonnelNo, second.LastName, second.FirstName, second.Login = row.PersonnelNo, row.LastName, row.FirstName, row.Login
			second.EmploymentNo, second.EntryOn, second.ExitOn = fmt.Sprint(1+*made), day, calendar.Forever
			rows = append(rows, second)
		case 8: // comes back
			row.EntryOn, row.ExitOn = day.AddDays(r.IntN(20)), calendar.Forever
		case 9:
			row.ManagerNo, row.DeputyNo = pick().PersonnelNo, pick().PersonnelNo
		}
	}
	return rows
}

func renameUnit(rows []Row, path []string, level int, name string) {
	path = slices.Clone(path)
	for i := range rows {
		names := rows[i].UnitNames
		if len(names) > level && slices.Equal(names[:level+1], path[:level+1]) {
			rows[i].UnitNames = slices.Clone(names)
			rows[i].UnitNames[level] = name
		}
	}
}

// planAt plans on what the database has.
func planAt(t *testing.T, c db.Conn, file *File, day calendar.Date) Proposal {
	t.Helper()
	roster, err := people.LoadRoster(t.Context(), c, day)
	if err != nil {
		t.Fatal(err)
	}
	return Plan(roster, file, Options{}, shares)
}

// importAll plans, applies, and checks that what was shown is what is there, and
// that the same file again changes nothing.
func importAll(t *testing.T, d *db.DB, file *File, day calendar.Date) Proposal {
	t.Helper()
	load := func(on calendar.Date) *people.Org {
		org, err := people.Load(t.Context(), d, people.Moment{Day: on})
		if err != nil {
			t.Fatal(err)
		}
		return org
	}
	p := planAt(t, d, file, day)
	for p.Blocked() && cutCircle(file, p) {
		p = planAt(t, d, file, day)
	}
	if p.Blocked() {
		t.Fatalf("blocked:\n%s", found(p.Problems))
	}
	text, err := json.Marshal(p.Change)
	if err != nil {
		t.Fatal(err)
	}
	var stored people.Change
	if err := json.Unmarshal(text, &stored); err != nil {
		t.Fatal(err)
	}
	days := []calendar.Date{day.AddDays(-1), day, day.AddDays(10), day.AddDays(100)}
	var shown []string
	for _, on := range days {
		shown = append(shown, peopletest.Dump(load(on).With(stored)))
	}
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := people.Apply(t.Context(), tx, stored, 0, 0)
		return err
	}); err != nil {
		t.Fatalf("%v, in\n%s", err, describe(p.Change))
	}
	for i, on := range days {
		if diff := cmp.Diff(shown[i], peopletest.Dump(load(on))); diff != "" {
			t.Fatalf("on %s: shown (-), applied (+):\n%s\nof\n%s", on, diff, describe(p.Change))
		}
	}
	if again := planAt(t, d, file, day); !again.Change.Empty() {
		t.Fatalf("the same file again:\n%s\nafter\n%s", describe(again.Change), describe(p.Change))
	}
	return p
}

// cutCircle takes away the link of a circle that a random manager has closed, as
// HR would.
func cutCircle(file *File, p Proposal) bool {
	for _, problem := range p.Problems {
		if problem.Key != keyManagerCircle {
			continue
		}
		for i := range file.Rows {
			if file.Rows[i].Line == problem.Line {
				file.Rows[i].ManagerNo = ""
				return true
			}
		}
	}
	return false
}

func TestMonths(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(6)) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			d := dbtest.New(t)
			r := rand.New(rand.NewPCG(seed, 11))
			made := 0
			rows, day := town(), november
			for range 12 {
				importAll(t, d, fileOf(rows), day)
				day = day.AddDays(20 + r.IntN(20))
				rows = month(r, rows, day, &made)
			}
		})
	}
}

// The next state of a file is recognised, and dated facts keep what held before.
func TestNextStateIsRecognised(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	importAll(t, d, fileOf(town()), november)
	next := town()
	next[4].UnitCode, next[4].UnitNames, next[4].Function = "1110", next[0].UnitNames, "Sachbearbeitung Kanzlei"
	for i := range next {
		if next[i].UnitCode == "1120" {
			next[i].UnitNames = []string{"Präsidiales", "Kanzlei und Informatik", "Informatik und Digitales"}
		}
	}
	next[1].LastName = "Beispiel"
	joiner := next[1]
	joiner.PersonnelNo, joiner.LastName, joiner.Login, joiner.EntryOn = "00100", "Neu", "neu", december
	next = append(slices.Delete(next, 5, 6), joiner)
	p := importAll(t, d, fileOf(next), december)
	got := map[people.Kind]int{}
	for _, kind := range people.Kinds {
		got[kind] = p.Change.Count(kind)
	}
	want := map[people.Kind]int{people.Joined: 1, people.Rehired: 0, people.Left: 1, people.Moved: 1, people.Changed: 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(p.Change.Departments) != 1 || !p.Change.Departments[0].Renamed() {
		t.Errorf("departments: %s", describe(people.Change{Departments: p.Change.Departments}))
	}
	for _, c := range []struct {
		day  calendar.Date
		name string
		dept string
		here bool // 00006
	}{{december.AddDays(-1), "Informatik", "2120", true}, {december, "Informatik und Digitales", "1110", false}} {
		org, err := people.Load(context.Background(), d, people.Moment{Day: c.day})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range org.Members {
			main, employed := m.Main()
			switch m.PersonnelNo {
			case "00003":
				if name := org.Departments[main.DepartmentID].Name; name != c.name {
					t.Errorf("%s: the unit is called %s", c.day, name)
				}
			case "00005":
				if code := org.Departments[main.DepartmentID].Code; code != c.dept {
					t.Errorf("%s: the mover is in %s", c.day, code)
				}
			case "00006":
				if employed != c.here {
					t.Errorf("%s: the leaver is employed: %t", c.day, employed)
				}
			}
		}
	}
}
