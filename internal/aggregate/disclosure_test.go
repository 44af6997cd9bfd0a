package aggregate

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"zaemme/internal/testing/wide"
)

func sorted(cells []Cell) []Cell {
	slices.SortFunc(cells, func(a, b Cell) int { return cmp.Or(cmp.Compare(a.Course, b.Course), cmp.Compare(a.Node, b.Node)) })
	return cells
}

// splits hands every way to split n people over the statuses to fn.
func splits(n, statuses int, fn func(of []int)) {
	of := make([]int, 4)
	var rec func(at, left int)
	rec = func(at, left int) {
		if at == statuses-1 {
			of[at] = left
			fn(of)
			return
		}
		for k := range left + 1 {
			of[at] = k
			rec(at+1, left-k)
		}
	}
	rec(0, n)
}

// told enumerates every table of one month over leaves of the sizes, which is every
// way in which the people of each leaf can stand (those of a leaf are alike), and
// returns what is published where somebody has the same status in all tables that
// are published so.
func told(f publish, g Grouping, held Held, statuses int, sizes ...int) (tables int, found []string) {
	seen := map[string][]int{} // by publication: per leaf, the statuses that occur, as bits
	month := map[int]Count{}
	var rec func(leaf int, bits []int)
	rec = func(leaf int, bits []int) {
		if leaf == len(sizes) {
			tables++
			cells, _ := f(g, held, Month{7: month})
			key := fmt.Sprint(cells)
			old := seen[key]
			if old == nil {
				old = make([]int, len(sizes))
			}
			for i, b := range bits {
				old[i] |= b
			}
			seen[key] = old
			return
		}
		splits(sizes[leaf], statuses, func(of []int) {
			month[g.Places[int64(leaf+1)]] = Count{Counted: sizes[leaf] - of[3], Fulfilled: of[0], Behind: of[1], Excused: of[3]}
			b := 0
			for s, n := range of {
				if n > 0 {
					b |= 1 << s
				}
			}
			rec(leaf+1, append(bits, b))
		})
	}
	rec(0, nil)
	for key, leaves := range seen {
		for i, b := range leaves {
			if b&(b-1) == 0 {
				found = append(found, fmt.Sprintf("leaf %d of %v is told (%04b) by %s", i, sizes, b, key))
			}
		}
	}
	slices.Sort(found)
	return tables, found
}

// For every way in which small organisations can stand, nobody's status is the same
// in all that are published alike. With three statuses the reader knows who is
// exempt or absent, with four not.
func TestNobodyIsToldOfInAnyTable(t *testing.T) {
	t.Parallel()
	all := 0
	for statuses, shapes := range map[int][][]int{
		2: {{5, 5}, {5, 6}, {5, 12}, {4, 9}, {5, 5, 5}, {5, 7, 9}, {6, 6, 20}, {5, 5, 5, 5}, {5, 6, 7, 8}, {3, 4, 5, 9}, {6, 6, 6, 6, 6}},
		3: {{5}, {9}, {5, 5}, {5, 6}, {6, 11}, {2, 7}, {5, 5, 5}, {5, 6, 8}, {3, 3, 9}, {5, 5, 12}, {5, 5, 5, 5}},
		4: {{5}, {8}, {5, 5}, {5, 7}, {3, 8}, {6, 10}},
	} {
		for _, sizes := range shapes {
			for _, oneDivision := range []bool{false, true} {
				n, found := told(Publish, shape(oneDivision, sizes...), nil, statuses, sizes...)
				all += n
				for _, f := range found {
					t.Error(f)
				}
			}
		}
	}
	t.Logf("%d tables", all)
}

// Each part of the suppression is needed: without it the same enumeration finds
// people who are told of.
func TestTheEnumerationSeesWhatIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		f     publish
		sizes []int
	}{
		"nothing merged":     {bare, []int{5, 7}},
		"a group of four":    {bare, []int{4, 9}},
		"no ranges":          {numbers, []int{5, 7}},
		"which half it was":  {unveiled, []int{5, 7}},
		"merged behind only": {mergedBehindOnly, []int{5, 7}},
	} {
		if _, found := told(c.f, shape(false, c.sizes...), nil, 3, c.sizes...); len(found) == 0 {
			t.Errorf("%s: nobody is told of", name)
		}
	}
}

// A node that is held from an earlier month is as safe, whatever it holds now.
func TestNobodyIsToldOfWhereHeld(t *testing.T) {
	t.Parallel()
	for _, sizes := range [][]int{{5, 5}, {5, 8}, {5, 5, 6}, {4, 5, 9}} {
		g := shape(len(sizes) == 3, sizes...)
		for node, n := range g.Nodes {
			if n.Leaf() {
				continue
			}
			if _, found := told(Publish, g, Held{7: {node}}, 3, sizes...); len(found) > 0 {
				t.Errorf("held %d: %v", node, found[:min(len(found), 3)])
			}
		}
	}
}

// For generated organisations of up to 40 people over several months, with people
// who join, leave and move, there is for everybody, in every course and month,
// another table of statuses with the very same publications of all months in which
// that one status differs. The other table is found by trying and published by
// Publish itself.
func TestNobodyIsToldOfOverTheMonths(t *testing.T) {
	t.Parallel()
	people, whole, ranges := 0, 0, 0
	for seed := range uint64(wide.N(40)) {
		w := generate(seed)
		published := w.published(Publish)
		for i := range w.status {
			cells, _ := Publish(w.g, nil, w.month(i))
			for _, c := range cells {
				if !w.g.Nodes[c.Node].Leaf() {
					whole++
				}
				if !c.Fulfilled.Exact() {
					ranges++
				}
			}
			for p := range w.leaf[i] {
				for c := range w.courses {
					if w.leaf[i][p] < 0 || !w.duty[p][c] {
						continue
					}
					people++
					if !w.another(Publish, published, i, p, int(c)) {
						t.Fatalf("seed %d, month %d, person %d, course %d: %v is told\n%s%+v", seed, i, p, c, w.status[i][p][c], published, w.g)
					}
				}
			}
		}
	}
	if people < 4000 || whole < 200 || ranges < 60 {
		t.Errorf("only %d statuses, %d merged cells, %d ranges were tried", people, whole, ranges)
	}
	t.Logf("%d statuses, %d merged cells, %d ranges", people, whole, ranges)
}

// The search is no sieve: with the suppression off, others are not found.
func TestTheSearchSeesWhatIsTold(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]publish{"nothing merged": bare, "no ranges": numbers} {
		missing := 0
		for seed := range uint64(20) {
			w := generate(seed)
			published := w.published(f)
			for i := range w.status {
				for p := range w.leaf[i] {
					if w.leaf[i][p] >= 0 && w.duty[p][0] && !w.another(f, published, i, p, 0) {
						missing++
					}
				}
			}
		}
		if missing == 0 {
			t.Errorf("%s: nobody is told of", name)
		}
	}
}

// another reports that another table is published the same, with another status of
// the person in the month: alone, exchanged with that of somebody else, or dealt
// out anew among those of a node.
func (w *world) another(f publish, published string, month, person, course int) bool {
	status := w.status[month]
	mine := status[person][course]
	defer func() { status[person][course] = mine }()
	for _, s := range []Status{Open, Fulfilled, Behind, Excused} {
		if status[person][course] = s; s != mine && w.published(f) == published {
			return true
		}
	}
	for other := range status {
		theirs := status[other][course]
		if other == person || theirs == mine || w.leaf[month][other] < 0 || !w.duty[other][course] {
			continue
		}
		status[person][course], status[other][course] = theirs, mine
		same := w.published(f) == published
		status[other][course] = theirs
		if same {
			return true
		}
	}
	status[person][course] = mine
	for node, n := range w.g.Nodes {
		if !n.Leaf() && w.g.Within(w.leaf[month][person], node) && w.dealt(f, published, month, person, course, n) {
			return true
		}
	}
	return false
}

// dealt deals the statuses of those who count in a node out anew: one that the
// person does not have to the person, the others in order to one half, then to the
// other.
func (w *world) dealt(f publish, published string, month, person, course int, n Node) bool {
	status := w.status[month]
	before := make([]Status, len(status))
	for p := range status {
		before[p] = status[p][course]
	}
	defer func() {
		for p := range status {
			status[p][course] = before[p]
		}
	}()
	for _, halves := range [][2]int{{n.Left, n.Right}, {n.Right, n.Left}} {
		var people []int
		for _, half := range halves {
			for p, leaf := range w.leaf[month] {
				if p != person && leaf >= 0 && w.duty[p][course] && before[p] != Excused && w.g.Within(leaf, half) {
					people = append(people, p)
				}
			}
		}
		for _, order := range [][3]Status{{Open, Fulfilled, Behind}, {Open, Behind, Fulfilled}, {Fulfilled, Open, Behind}, {Fulfilled, Behind, Open},
			{Behind, Open, Fulfilled}, {Behind, Fulfilled, Open}} {
			for _, mine := range order {
				var pool []Status
				taken := mine == before[person]
				for _, s := range order {
					for _, p := range append([]int{person}, people...) {
						if before[p] != s {
							continue
						}
						if s == mine && !taken {
							taken = true
							continue
						}
						pool = append(pool, s)
					}
				}
				if mine == before[person] || len(pool) != len(people) {
					continue
				}
				status[person][course] = mine
				for i, p := range people {
					status[p][course] = pool[i]
				}
				if w.published(f) == published {
					return true
				}
			}
		}
	}
	return false
}
