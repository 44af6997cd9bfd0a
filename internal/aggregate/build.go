package aggregate

import (
	"cmp"
	"slices"
)

// tree is the departments by what is above them.
type tree struct {
	byID  map[int64]Department
	below map[int64][]Department // by code
}

func newTree(departments []Department) tree {
	t := tree{map[int64]Department{}, map[int64][]Department{}}
	for _, d := range departments {
		t.byID[d.ID] = d
	}
	for _, d := range departments {
		above := d.Parent
		if _, ok := t.byID[above]; !ok || t.circular(d) {
			above = 0 // whoever has no parent on the day stands at the top
		}
		t.below[above] = append(t.below[above], d)
	}
	for _, list := range t.below {
		slices.SortFunc(list, func(x, y Department) int { return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(x.ID, y.ID)) })
	}
	return t
}

func (t tree) circular(d Department) bool {
	above := d.Parent
	for range maxDepth {
		if above == 0 {
			return false
		}
		above = t.byID[above].Parent
	}
	return true
}

// builder makes the nodes of a grouping.
type builder struct {
	tree  tree
	staff map[int64]int
	g     Grouping
}

// leaf is the node of the people of a department itself; none without people.
func (b *builder) leaf(d Department, own bool) []int {
	s := b.staff[d.ID]
	if s == 0 {
		return nil
	}
	b.g.Places[d.ID] = len(b.g.Nodes)
	return []int{b.add(Node{Parts: []Part{{d.Code, d.Name, own}}, Left: -1, Right: -1, Staff: s})}
}

// whole is the node of a department with all below it; none without people.
func (b *builder) whole(d Department) []int {
	var items []int
	for _, child := range b.tree.below[d.ID] {
		items = append(items, b.whole(child)...)
	}
	items = append(items, b.leaf(d, len(items) > 0)...)
	node := b.join(items)
	if node == nil {
		return nil
	}
	b.g.Nodes[node[0]].Parts = []Part{{Code: d.Code, Name: d.Name}}
	return node
}

// join makes one node of several, the two smallest first.
func (b *builder) join(items []int) []int {
	for len(items) > 1 {
		items = b.joinSmallest(items)
	}
	return items
}

func (b *builder) joinSmallest(items []int) []int {
	items = slices.Clone(items)
	slices.SortFunc(items, b.bySize)
	left, right := b.g.Nodes[items[0]], b.g.Nodes[items[1]]
	parts := slices.Concat(left.Parts, right.Parts)
	slices.SortFunc(parts, func(x, y Part) int { return cmp.Compare(x.Code, y.Code) })
	node := b.add(Node{Parts: parts, Left: items[0], Right: items[1],
		Staff: left.Staff + right.Staff})
	return append(items[2:], node)
}

func (b *builder) bySize(x, y int) int {
	return cmp.Or(cmp.Compare(b.g.Nodes[x].Staff, b.g.Nodes[y].Staff), cmp.Compare(b.g.Nodes[x].Parts[0].Code, b.g.Nodes[y].Parts[0].Code),
		cmp.Compare(x, y))
}

func (b *builder) add(n Node) int {
	b.g.Nodes = append(b.g.Nodes, n)
	return len(b.g.Nodes) - 1
}

// placeOthers gives departments in which nobody works the largest leaf below them,
// for those who join during the year.
func (b *builder) placeOthers() {
	placed := map[int64]int{}
	var largest func(d Department) int
	largest = func(d Department) int {
		best, ok := b.g.Places[d.ID]
		if !ok {
			best = -1
		}
		for _, child := range b.tree.below[d.ID] {
			if i := largest(child); best < 0 || i >= 0 && b.bySize(best, i) < 0 {
				best = i
			}
		}
		if !ok && best >= 0 {
			placed[d.ID] = best
		}
		return best
	}
	for _, d := range b.tree.below[0] {
		largest(d)
	}
	for id, leaf := range placed {
		b.g.Places[id] = leaf
	}
}
