package people

// FitRows is how many departments a table or a choice shows at once.
const FitRows = 300

// Fit is the part of a tree that fits: its upper levels, as many as have at most limit
// rows together, but always the top and the level below it. rows stand parents before
// children and keep their order; of says which row it is and which one it is below,
// and one whose parent is not among them is at the top. Each row that is open (nil:
// none) is shown too, with the way to it and what is directly below it, so that one
// comes down level by level. below says of shown rows how many are not shown under
// them, at any depth, each counted at the nearest one above it that is shown.
func Fit[T any](rows []T, limit int, of func(T) (id, parent int64), open func(T) bool) (shown []T, below map[int64]int) {
	at, up, level := make(map[int64]int, len(rows)), make([]int, len(rows)), make([]int, len(rows))
	var sizes []int // of each level
	for i, row := range rows {
		id, parent := of(row)
		up[i] = -1
		if j, ok := at[parent]; ok {
			up[i], level[i] = j, level[j]+1
		}
		at[id] = i
		if level[i] == len(sizes) {
			sizes = append(sizes, 0)
		}
		sizes[level[i]]++
	}
	deepest, sum := 1, 0
	for l, n := range sizes {
		if sum += n; sum <= limit {
			deepest = max(deepest, l)
		}
	}
	keep := make([]bool, len(rows))
	for i := range rows {
		keep[i] = level[i] <= deepest
	}
	for i, row := range rows {
		if open != nil && (open(row) || up[i] >= 0 && open(rows[up[i]])) {
			for j := i; j >= 0 && !keep[j]; j = up[j] {
				keep[j] = true
			}
		}
	}
	below = map[int64]int{}
	for i, row := range rows {
		if keep[i] {
			shown = append(shown, row)
			continue
		}
		j := up[i]
		for !keep[j] { // the top is shown
			j = up[j]
		}
		id, _ := of(rows[j])
		below[id]++
	}
	return shown, below
}

// FitTree is Fit of departments.
func FitTree(tree []TreeNode, limit int, open func(TreeNode) bool) (shown []TreeNode, below map[int64]int) {
	return Fit(tree, limit, func(n TreeNode) (id, parent int64) { return n.ID, n.ParentID }, open)
}

// Under are the rows of a tree at and below root, in their order; all with root 0,
// none where root is not among them. Parents stand before children.
func Under[T any](rows []T, root int64, of func(T) (id, parent int64)) (part []T) {
	in := map[int64]bool{}
	for _, row := range rows {
		if id, parent := of(row); root == 0 || id == root || in[parent] {
			in[id] = true
			part = append(part, row)
		}
	}
	return part
}
