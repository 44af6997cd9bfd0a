package people_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"zaemme/internal/people"
)

// rooted is a tree of «3<1» rows: 3 is below 1, 0 is nothing.
func rooted(text string) (tree []people.TreeNode) {
	for _, one := range strings.Fields(text) {
		var n people.TreeNode
		if _, err := fmt.Sscanf(one, "%d<%d", &n.ID, &n.ParentID); err != nil {
			panic(err)
		}
		tree = append(tree, n)
	}
	return tree
}

func TestFit(t *testing.T) {
	t.Parallel()
	const tree = "1<0 2<1 3<2 4<3 5<2 6<1 7<6 8<0"
	for _, one := range []struct {
		tree  string
		limit int
		open  int64
		want  string
	}{
		{tree, 8, 0, "1 2 3 4 5 6 7 8"},
		{tree, 7, 0, "1 2 3(1) 5 6 7 8"},
		{tree, 6, 0, "1 2(3) 6(1) 8"},
		{tree, 1, 0, "1 2(3) 6(1) 8"}, // always two levels
		{tree, 6, 2, "1 2 3(1) 5 6(1) 8"},
		{tree, 6, 3, "1 2(1) 3 4 6(1) 8"}, // 5 is not on the way
		{tree, 6, 4, "1 2(1) 3 4 6(1) 8"},
		{tree, 6, 99, "1 2(3) 6(1) 8"},
		{"5<9 6<5 7<6 8<7", 3, 0, "5 6 7(1)"}, // its parent is not among them
		{"5<0", 0, 5, "5"},
		{"", 3, 1, ""},
	} {
		shown, below := people.FitTree(rooted(one.tree), one.limit, func(n people.TreeNode) bool { return n.ID == one.open })
		var got []string
		for _, n := range shown {
			text := fmt.Sprint(n.ID)
			if below[n.ID] > 0 {
				text += fmt.Sprintf("(%d)", below[n.ID])
			}
			got = append(got, text)
		}
		if text := strings.Join(got, " "); text != one.want {
			t.Errorf("%q in %d with %d open: %q, want %q", one.tree, one.limit, one.open, text, one.want)
		}
	}
}

// Whatever the tree, what is shown and what is said to be below are all of it, each
// once, and nobody is shown without the one above.
func TestFitLosesNobody(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n, limit := 1+random.IntN(60), random.IntN(40)
		tree := make([]people.TreeNode, n)
		for i := range tree {
			tree[i].ID = int64(i + 1)
			tree[i].ParentID = int64(random.IntN(i + 1))
		}
		chosen := int64(random.IntN(n + 1))
		shown, below := people.FitTree(tree, limit, func(d people.TreeNode) bool { return d.ID == chosen })
		sum, seen := len(shown), map[int64]bool{0: true}
		for _, d := range shown {
			sum += below[d.ID]
			seen[d.ID] = true
		}
		if sum != n {
			t.Fatalf("%d of %d are shown or said to be below: %v", sum, n, tree)
		}
		for _, d := range tree {
			if seen[d.ID] && !seen[d.ParentID] {
				t.Fatalf("%d without %d", d.ID, d.ParentID)
			}
			if (d.ID == chosen || d.ParentID == chosen || d.ParentID == 0) && !seen[d.ID] {
				t.Fatalf("%d is not shown, %d chosen", d.ID, chosen)
			}
		}
		if n <= limit && len(shown) != n {
			t.Fatalf("%d of %d shown in %d", len(shown), n, limit)
		}
	}
}

func TestUnder(t *testing.T) {
	t.Parallel()
	of := func(n people.TreeNode) (id, parent int64) { return n.ID, n.ParentID }
	for root, want := range map[int64]int{0: 8, 1: 7, 2: 4, 4: 1, 99: 0} {
		if got := people.Under(rooted("1<0 2<1 3<2 4<3 5<2 6<1 7<6 8<0"), root, of); len(got) != want {
			t.Errorf("under %d: %v", root, got)
		}
	}
}
