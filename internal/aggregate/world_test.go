package aggregate

import (
	"fmt"
	"math/rand/v2"
)

// shape is a grouping of leaves of some sizes: one division each, or all of them in
// one division.
func shape(oneDivision bool, sizes ...int) Grouping {
	departments := []Department{{ID: 100, Code: "0", Name: "Gemeinde"}, {ID: 101, Parent: 100, Code: "1", Name: "Direktion"}}
	staff := map[int64]int{}
	for i, n := range sizes {
		id := int64(i + 1)
		d := Department{ID: id, Parent: 100, Code: fmt.Sprintf("D%02d", i), Name: fmt.Sprintf("Abteilung %d", i)}
		if oneDivision {
			d.Parent = 101
		}
		departments = append(departments, d)
		staff[id] = n
	}
	return Group(departments, staff)
}

// publish is Publish, or what the tests put in its place.
type publish func(Grouping, Held, Month) ([]Cell, Held)

// bare publishes every leaf as it is: the suppression switched off.
func bare(_ Grouping, _ Held, m Month) (cells []Cell, _ Held) {
	for course, leaves := range m {
		for leaf, c := range leaves {
			if c.Counted > 0 {
				cells = append(cells, exact(Cell{Course: course, Node: leaf}, c))
			}
		}
	}
	return sorted(cells), nil
}

// numbers divides like Publish and tells each number: no ranges.
func numbers(g Grouping, held Held, m Month) ([]Cell, Held) {
	cells, held := Publish(g, held, m)
	for i, c := range cells {
		cells[i] = exact(c, g.sums(m[c.Course])[c.Node])
	}
	return cells, held
}

// unveiled tells the number where it would betray which half was nearly all behind.
func unveiled(g Grouping, held Held, m Month) ([]Cell, Held) {
	cells, held := Publish(g, held, m)
	for i, c := range cells {
		out := cell(c.Node, g.sums(m[c.Course])[c.Node])
		out.Course = c.Course
		cells[i] = out
	}
	return cells, held
}

func exact(c Cell, n Count) Cell {
	c.Counted, c.Fulfilled, c.Behind = n.Counted, exactly(n.Fulfilled), exactly(n.Behind)
	return c
}

// world is an organisation over some months: who works where, who has to do what,
// and how everybody stands.
type world struct {
	g       Grouping
	courses int64
	leaf    [][]int // by month and person, -1: not there
	duty    [][]bool
	status  [][][]Status // by month, person, course
}

// generate makes up to 40 people in a tree of departments; they join, leave, move
// and learn, some departments as one.
func generate(seed uint64) *world {
	r := rand.New(rand.NewPCG(seed, 11))
	people := 8 + r.IntN(33)
	w := &world{courses: 2}
	departments := []Department{{ID: 1, Code: "0", Name: "Gemeinde"}}
	for i := range 2 + r.IntN(5) {
		parent := int64(1)
		if i > 1 && r.IntN(2) == 0 {
			parent = int64(2 + r.IntN(i))
		}
		departments = append(departments, Department{ID: int64(i + 2), Parent: parent, Code: fmt.Sprintf("0%d", i), Name: fmt.Sprintf("Abteilung %d", i)})
	}
	works := make([]int64, people)
	staff := map[int64]int{}
	here := make([]bool, people)
	for p := range works {
		works[p] = departments[r.IntN(len(departments))].ID
		if here[p] = r.IntN(8) > 0; here[p] {
			staff[works[p]]++
		}
		w.duty = append(w.duty, []bool{r.IntN(20) > 0, r.IntN(3) > 0})
	}
	w.g = Group(departments, staff)
	above := func(id int64) int64 {
		for _, d := range departments {
			if d.ID == id {
				return d.Parent
			}
		}
		return 0
	}
	mood := make(map[[2]int64]Status) // some departments have one status as a whole
	own, stays := []int{4, 12, 90}[r.IntN(3)], r.IntN(2) == 0
	for month := range 5 {
		var leaves []int
		var all [][]Status
		for p := range works {
			if r.IntN(25) == 0 {
				here[p] = !here[p]
			}
			if r.IntN(30) == 0 {
				works[p] = departments[r.IntN(len(departments))].ID
			}
			leaf := -1
			if here[p] {
				leaf = w.g.Place(works[p], above)
			}
			leaves = append(leaves, leaf)
			var row []Status
			for c := range w.courses {
				key := [2]int64{works[p], c}
				if _, ok := mood[key]; !ok || r.IntN(20) == 0 {
					mood[key] = []Status{Open, Fulfilled, Fulfilled, Behind, Behind, -1}[r.IntN(6)]
				}
				s := mood[key]
				if s < 0 || r.IntN(own) == 0 {
					s = []Status{Fulfilled, Behind, Open, Excused}[r.IntN(4)]
				}
				if month > 0 && stays && r.IntN(3) > 0 {
					s = w.status[month-1][p][c]
				}
				row = append(row, s)
			}
			all = append(all, row)
		}
		w.leaf, w.status = append(w.leaf, leaves), append(w.status, all)
	}
	return w
}

func (w *world) month(i int) Month {
	m := Month{}
	for p, leaf := range w.leaf[i] {
		for c := range w.courses {
			if leaf >= 0 && w.duty[p][c] {
				m.Add(c, leaf, w.status[i][p][c], p%4 == 0, 1)
			}
		}
	}
	return m
}

// published is everything that can be read, months and courses together.
func (w *world) published(f publish) string {
	out, held := "", Held(nil)
	for i := range w.status {
		var cells []Cell
		cells, held = f(w.g, held, w.month(i))
		out += fmt.Sprintln(cells)
	}
	return out
}

// mergedBehindOnly merges where all of a half are behind, as a first reading of the
// rule has it, and tells nothing else in ranges.
func mergedBehindOnly(g Grouping, _ Held, m Month) (cells []Cell, _ Held) {
	for course, leaves := range m {
		counts := g.sums(leaves)
		var divide func(node int)
		divide = func(node int) {
			n := g.Nodes[node]
			if n.Leaf() || counts[n.Left].Counted == counts[n.Left].Behind || counts[n.Right].Counted == counts[n.Right].Behind {
				cells = append(cells, exact(Cell{Course: course, Node: node}, counts[node]))
				return
			}
			divide(n.Left)
			divide(n.Right)
		}
		divide(g.Root())
	}
	return sorted(cells), nil
}
