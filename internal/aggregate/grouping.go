package aggregate

import (
	"cmp"
	"slices"
)

// MinCounted is the smallest number of persons or counted rows that is shown by
// itself.
const MinCounted = 5

// Department is a department on one day.
type Department struct {
	ID, Parent int64 // Parent 0 or unknown: at the top
	Code, Name string
}

// Grouping is the tree of groups of a calendar year. The zero value has nobody.
type Grouping struct {
	// Nodes: halves stand before what they make up, the last node is everybody.
	Nodes []Node `json:"nodes"`
	// Places says in which leaf a department is counted.
	Places map[int64]int `json:"places"`
}

// Node is a leaf, or the union of two halves.
type Node struct {
	Parts []Part `json:"parts"`
	Left  int    `json:"left"`  // -1 for a leaf
	Right int    `json:"right"` // -1 for a leaf
	Staff int    `json:"staff"` // persons, when it was decided
	// Division marks the nodes that have a line on a page: the departments right
	// below the top, those of fewer than MinCounted persons joined to another.
	// Together they are everybody.
	Division bool `json:"division,omitempty"`
}

// Part names what a node consists of: a department with all below it, or only the
// people who work in it directly.
type Part struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Own  bool   `json:"own,omitempty"`
}

// Leaf reports that the node is not made of halves.
func (n Node) Leaf() bool { return n.Left < 0 }

// Root is the node of everybody, -1 without anybody.
func (g Grouping) Root() int { return len(g.Nodes) - 1 }

// walked is when each node is met: a node before its halves, the left one first.
func (g Grouping) walked() []int {
	at, n := make([]int, len(g.Nodes)), 0
	var walk func(node int)
	walk = func(node int) {
		at[node], n = n, n+1
		if one := g.Nodes[node]; !one.Leaf() {
			walk(one.Left)
			walk(one.Right)
		}
	}
	if root := g.Root(); root >= 0 {
		walk(root)
	}
	return at
}

// Divisions are the nodes that have a line, by code.
func (g Grouping) Divisions() (list []int) {
	for i, n := range g.Nodes {
		if n.Division {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(x, y int) int { return cmp.Compare(g.Nodes[x].Parts[0].Code, g.Nodes[y].Parts[0].Code) })
	return list
}

// Within reports that a node is part of another, or it.
func (g Grouping) Within(node, whole int) bool {
	if node == whole {
		return true
	}
	n := g.Nodes[whole]
	return !n.Leaf() && (g.Within(node, n.Left) || g.Within(node, n.Right))
}

// around says of all nodes at once which are part of a node, itself among them, and
// of which it is a part. Halves stand before what they make up.
func (g Grouping) around(node int) (in, above []bool) {
	in, above = make([]bool, len(g.Nodes)), make([]bool, len(g.Nodes))
	in[node] = true
	for i := node; i >= 0; i-- {
		if n := g.Nodes[i]; in[i] && !n.Leaf() {
			in[n.Left], in[n.Right] = true, true
		}
	}
	for i := node + 1; i < len(g.Nodes); i++ {
		if n := g.Nodes[i]; !n.Leaf() {
			above[i] = n.Left == node || n.Right == node || above[n.Left] || above[n.Right]
		}
	}
	return in, above
}

// Group decides the groups of a year from the departments and how many people mainly
// work in each itself, not below it. Equal input, in whatever order, gives an equal grouping. Only who works
// where decides, never a status.
func Group(departments []Department, staff map[int64]int) Grouping {
	b := &builder{tree: newTree(departments), staff: staff, g: Grouping{Places: map[int64]int{}}}
	var items []int
	tops := b.tree.below[0]
	// a single department at the top is the organisation itself: lines begin below it
	if len(tops) == 1 {
		items = append(items, b.leaf(tops[0], true)...)
		tops = b.tree.below[tops[0].ID]
	}
	for _, d := range tops {
		items = append(items, b.whole(d)...)
	}
	for len(items) > 1 && b.g.Nodes[slices.MinFunc(items, b.bySize)].Staff < MinCounted {
		items = b.joinSmallest(items)
	}
	for _, i := range items {
		b.g.Nodes[i].Division = true
	}
	b.join(items)
	b.placeOthers()
	return b.g
}

// Place is the leaf in which a department counts: its own, else that of the
// nearest department above it; a department that the grouping has no place for
// counts in the largest leaf until the year ends. -1 without any leaf.
func (g Grouping) Place(department int64, parent func(int64) int64) int {
	if leaf, ok := g.above(department, parent); ok {
		return leaf
	}
	best := -1
	for i, n := range g.Nodes {
		if n.Leaf() && (best < 0 || n.Staff > g.Nodes[best].Staff) {
			best = i
		}
	}
	return best
}

// Fits reports that the grouping has a place for at least half of the people. One
// that does not (the organisation was imported, or cut anew, within the year) is
// decided again.
func (g Grouping) Fits(staff map[int64]int, parent func(int64) int64) bool {
	placed, all := 0, 0
	for department, s := range staff {
		all += s
		if _, ok := g.above(department, parent); ok {
			placed += s
		}
	}
	return len(g.Nodes) > 0 && 2*placed >= all
}

func (g Grouping) above(department int64, parent func(int64) int64) (leaf int, ok bool) {
	for range maxDepth {
		if leaf, ok = g.Places[department]; ok {
			return leaf, true
		}
		if department = parent(department); department == 0 {
			break
		}
	}
	return 0, false
}

// maxDepth ends the walk up a circular tree.
const maxDepth = 64
