package aggregate

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// Table is what is published of one month end. Everything that is shown is made of
// it alone.
type Table struct {
	Grouping Grouping
	Cells    []Cell // by course and node
}

// Sum is a sum over cells.
type Sum struct {
	Counted   int
	Fulfilled Span
	Behind    Span
}

func (s Sum) plus(c Cell) Sum {
	return Sum{s.Counted + c.Counted, s.Fulfilled.Plus(c.Fulfilled), s.Behind.Plus(c.Behind)}
}

// Exact reports that the sum is a number and no range.
func (s Sum) Exact() bool { return s.Fulfilled.Exact() && s.Behind.Exact() }

// Progress is numerator and denominator of the least that the Erfüllungsgrad can
// be: fulfilled of counted.
func (s Sum) Progress() (num, den int) { return s.Fulfilled.Min, s.Counted }

// Due is numerator and denominator of the least that the Fälligkeitsgrad of frozen
// tables can be: fulfilled of fulfilled and behind. What was fulfilled before its
// due date is in it.
func (s Sum) Due() (num, den int) { return s.Fulfilled.Min, s.Fulfilled.Min + s.Behind.Max }

// Total is the sum of everything.
func (t Table) Total() (sum Sum) { return t.sum(func(Cell) bool { return true }) }

// Course is the sum of a course.
func (t Table) Course(id int64) Sum { return t.sum(func(c Cell) bool { return c.Course == id }) }

// Within is the sum of the cells that lie within a node, and how many courses of
// people in it are only told together with others.
func (t Table) Within(node int) (sum Sum, apart int) {
	in, above := t.Grouping.around(node)
	return t.sum(func(c Cell) bool { return in[c.Node] }), t.count(func(c Cell) bool { return above[c.Node] })
}

// ByPC is the sum of the cells in which at least half of the people work without a
// PC, and that of the others.
func (t Table) ByPC() (without, with Sum) {
	return t.sum(func(c Cell) bool { return c.WithoutPC }), t.sum(func(c Cell) bool { return !c.WithoutPC })
}

func (t Table) sum(takes func(Cell) bool) (sum Sum) {
	for _, c := range t.Cells {
		if takes(c) {
			sum = sum.plus(c)
		}
	}
	return sum
}

func (t Table) count(takes func(Cell) bool) (n int) {
	for _, c := range t.Cells {
		if takes(c) {
			n++
		}
	}
	return n
}

// Published are the cells as Publish orders them, however they come: by course, then as
// the halves of the groups are walked, the left one first.
func (t Table) Published() []Cell {
	at := t.Grouping.walked()
	cells := slices.Clone(t.Cells)
	slices.SortFunc(cells, func(x, y Cell) int {
		return cmp.Or(cmp.Compare(x.Course, y.Course), cmp.Compare(at[x.Node], at[y.Node]))
	})
	return cells
}

// Hash is SHA-256 over the cells in the order of Published. Each is course code, department codes of
// the group joined by «+», counted, fulfilled from and to, behind from and to,
// 1 where most work without a PC; separated by tabs, lines end with LF, headed by head. Codes outlive names.
func (t Table) Hash(head string, code func(course int64) string) [32]byte {
	var b strings.Builder
	b.WriteString(head + "\n")
	for _, c := range t.Published() {
		fmt.Fprintf(&b, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\n", code(c.Course), t.Grouping.Nodes[c.Node].Codes(), c.Counted,
			c.Fulfilled.Min, c.Fulfilled.Max, c.Behind.Min, c.Behind.Max, one(c.WithoutPC))
	}
	return sha256.Sum256([]byte(b.String()))
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Codes are the department codes of the node, joined by «+»; the people of a
// department itself have an asterisk behind its code.
func (n Node) Codes() string {
	codes := make([]string, len(n.Parts))
	for i, p := range n.Parts {
		if codes[i] = p.Code; p.Own {
			codes[i] += "*"
		}
	}
	return strings.Join(codes, "+")
}
