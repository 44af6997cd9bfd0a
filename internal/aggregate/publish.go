package aggregate

import (
	"maps"
	"slices"
)

// Count is what is counted of any set of rows of one course.
type Count struct {
	Counted   int // rows that are neither exempt nor paused; of these
	Fulfilled int // also where it runs out soon, and
	Behind    int // not fulfilled though the due date is over
	Excused   int // exempt or paused; never published
	WithoutPC int // of all of them: rows of people without a PC; never published
}

// Plus adds up.
func (c Count) Plus(other Count) Count {
	return Count{c.Counted + other.Counted, c.Fulfilled + other.Fulfilled, c.Behind + other.Behind, c.Excused + other.Excused, c.WithoutPC + other.WithoutPC}
}

// rest is neither fulfilled nor behind: still open.
func (c Count) rest() int { return c.Counted - c.Fulfilled - c.Behind }

// Span is a number, or the two that it is one of.
type Span struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

func exactly(n int) Span { return Span{n, n} }

// Exact reports that it is one number.
func (s Span) Exact() bool { return s.Min == s.Max }

// Plus adds up: the least and the most that the sum can be.
func (s Span) Plus(other Span) Span { return Span{s.Min + other.Min, s.Max + other.Max} }

// Cell is one published cell: a node of the grouping and a course.
type Cell struct {
	Course    int64 `json:"course"`
	Node      int   `json:"node"`
	Counted   int   `json:"counted"`
	Fulfilled Span  `json:"fulfilled"`
	Behind    Span  `json:"behind"`
	// WithoutPC says that at least half of those who have to do the course, exempt
	// and paused ones too, work without a PC: it hangs on no status.
	WithoutPC bool `json:"without_pc"`
}

// Held are the nodes, by course, that stay whole for the calendar year.
type Held map[int64][]int

// Status is what a row counts as.
type Status int

// The statuses.
const (
	Open Status = iota
	Fulfilled
	Behind
	Excused
)

// Month is what one month end counts: by course, the counts of each leaf.
type Month map[int64]map[int]Count

// Add counts n rows of one status, of people with or without a PC.
func (m Month) Add(course int64, leaf int, s Status, withoutPC bool, n int) {
	if m[course] == nil {
		m[course] = map[int]Count{}
	}
	c := m[course][leaf]
	if withoutPC {
		c.WithoutPC += n
	}
	switch s {
	case Excused:
		c.Excused += n
	case Fulfilled:
		c.Counted, c.Fulfilled = c.Counted+n, c.Fulfilled+n
	case Behind:
		c.Counted, c.Behind = c.Counted+n, c.Behind+n
	default:
		c.Counted += n
	}
	m[course][leaf] = c
}

// Publish makes the table of a month end, by course and node, and what is held from
// now on until the calendar year ends; held is that of the month end before in the
// same grouping, nil for the first. A course with fewer than MinCounted counted
// rows is not in the table.
func Publish(g Grouping, held Held, m Month) ([]Cell, Held) {
	held = maps.Clone(held)
	if held == nil {
		held = Held{}
	}
	var cells []Cell
	for _, course := range slices.Sorted(maps.Keys(m)) {
		p := publisher{g: g, held: slices.Clone(held[course]), counts: g.sums(m[course])}
		if p.counts[g.Root()].Counted < MinCounted {
			continue
		}
		own := p.divide(g.Root(), false)
		for i := range own {
			own[i].Course = course
		}
		cells = append(cells, own...)
		if slices.Sort(p.held); len(p.held) > 0 {
			held[course] = p.held
		}
	}
	return cells, held
}

// sums are the counts of every node.
func (g Grouping) sums(leaves map[int]Count) []Count {
	counts := make([]Count, len(g.Nodes))
	for i, n := range g.Nodes {
		if counts[i] = leaves[i]; !n.Leaf() {
			counts[i] = counts[n.Left].Plus(counts[n.Right])
		}
	}
	return counts
}

type publisher struct {
	g      Grouping
	held   []int
	counts []Count
}

// nearly reports that all of n, or all but one, are of a kind.
func nearly(n, all int) bool { return n >= all-1 }

// alike reports that all, or all but one, have the same status.
func (c Count) alike() bool {
	return nearly(c.Fulfilled, c.Counted) || nearly(c.Behind, c.Counted) || nearly(c.rest(), c.Counted)
}

// divide is the cells of a node: itself, or those of its halves where each may be
// shown. inside is at and below a division.
func (p *publisher) divide(node int, inside bool) []Cell {
	n := p.g.Nodes[node]
	inside = inside || n.Division
	if n.Leaf() || slices.Contains(p.held, node) {
		return []Cell{cell(node, p.counts[node])}
	}
	left, right := p.counts[n.Left], p.counts[n.Right]
	switch {
	case left == (Count{}): // nobody of the half has to do the course
		return p.divide(n.Right, inside)
	case right == (Count{}):
		return p.divide(n.Left, inside)
	case left.Counted < MinCounted || right.Counted < MinCounted:
		return []Cell{cell(node, p.counts[node])}
	case inside && (left.alike() || right.alike()):
		p.held = append(p.held, node)
		return []Cell{cell(node, p.counts[node])}
	case nearly(left.Behind, left.Counted) || nearly(right.Behind, right.Counted):
		p.held = append(p.held, node)
		return []Cell{veiled(node, p.counts[node], min(left.Counted, right.Counted))}
	default:
		return append(p.divide(n.Left, inside), p.divide(n.Right, inside)...)
	}
}

// cell publishes the counts of a node, as a range where all or all but one have the
// same status.
func cell(node int, c Count) Cell {
	out := Cell{Node: node, Counted: c.Counted, Fulfilled: exactly(c.Fulfilled), Behind: exactly(c.Behind),
		WithoutPC: 2*c.WithoutPC >= c.Counted+c.Excused}
	few, most := Span{0, 1}, Span{c.Counted - 1, c.Counted}
	switch {
	case nearly(c.Fulfilled, c.Counted):
		out.Fulfilled, out.Behind = most, few
	case nearly(c.Behind, c.Counted):
		out.Fulfilled, out.Behind = few, most
	case nearly(c.rest(), c.Counted):
		out.Fulfilled, out.Behind = few, few
	}
	return out
}

// veiled publishes a node that is whole because nearly all of a half were behind;
// half is the size of the smaller one. If there are just enough behind for the
// smaller half and all others have one status, the sum would tell that all the
// others of the larger half have it: then it is one of two sums.
func veiled(node int, c Count, half int) Cell {
	out := cell(node, c)
	if c.Behind != half-1 && c.Behind != half {
		return out
	}
	rest := c.Counted - half
	switch c.Counted - c.Behind {
	case c.Fulfilled:
		out.Fulfilled, out.Behind = Span{rest, rest + 1}, Span{half - 1, half}
	case c.rest():
		out.Fulfilled, out.Behind = exactly(0), Span{half - 1, half}
	}
	return out
}
