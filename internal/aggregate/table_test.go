package aggregate

import (
	"math/rand/v2"
	"testing"
)

// Whatever is summed, everybody who is counted is in it once, and ranges hold the
// true numbers.
func TestSumsHoldWhatIsTrue(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		w := generate(seed)
		var held Held
		for i := range w.status {
			m := w.month(i)
			var cells []Cell
			cells, held = Publish(w.g, held, m)
			table := Table{w.g, cells}
			var want Count
			for course := range w.courses {
				of := w.g.sums(m[course])[w.g.Root()]
				sum := table.Course(course)
				if of.Counted < MinCounted {
					if sum != (Sum{}) {
						t.Fatalf("seed %d: %d counted are shown", seed, of.Counted)
					}
					continue
				}
				want = want.Plus(of)
				holds(t, sum, of)
			}
			holds(t, table.Total(), want)
			without, with := table.ByPC()
			if without.Counted+with.Counted != want.Counted {
				t.Fatal("somebody is neither with nor without a PC")
			}
			lines := 0
			for _, d := range w.g.Divisions() {
				sum, apart := table.Within(d)
				lines += sum.Counted
				if apart > int(w.courses) {
					t.Fatal("more courses are apart than there are")
				}
			}
			if lines > want.Counted {
				t.Fatal("lines overlap")
			}
			for _, c := range cells {
				if c.Counted < MinCounted {
					t.Fatalf("seed %d: a cell of %d", seed, c.Counted)
				}
			}
		}
	}
}

func holds(t *testing.T, s Sum, c Count) {
	t.Helper()
	if s.Counted != c.Counted || c.Fulfilled < s.Fulfilled.Min || c.Fulfilled > s.Fulfilled.Max || c.Behind < s.Behind.Min || c.Behind > s.Behind.Max {
		t.Fatalf("%+v does not hold %+v", s, c)
	}
}

func TestGroup(t *testing.T) {
	t.Parallel()
	departments := []Department{{1, 0, "0", "Gemeinde"}, {2, 1, "1", "Bau"}, {3, 2, "11", "Tiefbau"}, {4, 2, "12", "Hochbau"},
		{5, 1, "2", "Kanzlei"}, {6, 1, "3", "Bildung"}, {7, 6, "31", "Schule"}, {8, 1, "4", "Leer"}}
	staff := map[int64]int{1: 2, 2: 1, 3: 12, 4: 6, 5: 3, 7: 20}
	g := Group(departments, staff)
	var lines []string
	everybody := 0
	for _, d := range g.Divisions() {
		lines = append(lines, g.Nodes[d].Codes())
		everybody += g.Nodes[d].Staff
	}
	// the two of the municipality itself and the three of Kanzlei are too few for a line each
	if len(lines) != 3 || lines[0] != "0*+2" || lines[1] != "1" || lines[2] != "3" || everybody != 44 || g.Nodes[g.Root()].Staff != 44 {
		t.Errorf("lines %v of %d people", lines, everybody)
	}
	above := func(id int64) int64 { return map[int64]int64{9: 8, 8: 1, 10: 6, 6: 1, 11: 4}[id] }
	for department, place := range map[int64]int{3: g.Places[3], 6: g.Places[7], 10: g.Places[7], 11: g.Places[4], 9: g.Places[1], 99: g.Places[7]} {
		if got := g.Place(department, above); got != place {
			t.Errorf("department %d is counted in %s", department, g.Nodes[got].Codes())
		}
	}
	if !g.Fits(staff, above) || g.Fits(map[int64]int{99: 30, 3: 12}, above) || (Grouping{}).Fits(nil, above) {
		t.Error("fits")
	}
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(len(departments), func(i, j int) { departments[i], departments[j] = departments[j], departments[i] })
	if again := Group(departments, staff); (Table{again, nil}).Grouping.Nodes[again.Root()].Codes() != g.Nodes[g.Root()].Codes() || len(again.Nodes) != len(g.Nodes) {
		t.Error("the order of the departments decides")
	}
	if g := Group(nil, nil); g.Root() != -1 || g.Place(1, above) != -1 {
		t.Error("nobody has a place")
	}
	circle := Group([]Department{{1, 2, "1", "A"}, {2, 1, "2", "B"}}, map[int64]int{1: 6, 2: 7})
	if circle.Nodes[circle.Root()].Staff != 13 {
		t.Error("a circle hides people")
	}
}
