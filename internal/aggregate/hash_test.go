package aggregate

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
)

// The hash is that of the table as it was published, also where the cells come back
// in another order, as from where they are kept.
func TestTheHashDoesNotDependOnTheOrder(t *testing.T) {
	t.Parallel()
	code := func(course int64) string { return fmt.Sprint("K-", course) }
	moved := 0
	for seed := range uint64(60) {
		w := generate(seed)
		var held Held
		for i := range w.leaf {
			var cells []Cell
			cells, held = Publish(w.g, held, w.month(i))
			text := "head\n"
			for _, c := range cells {
				text += fmt.Sprintf("%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\n", code(c.Course), w.g.Nodes[c.Node].Codes(), c.Counted,
					c.Fulfilled.Min, c.Fulfilled.Max, c.Behind.Min, c.Behind.Max, one(c.WithoutPC))
			}
			kept := sorted(slices.Clone(cells))
			if !slices.Equal(kept, cells) {
				moved++
			}
			if (Table{w.g, kept}).Hash("head", code) != sha256.Sum256([]byte(text)) {
				t.Fatalf("seed %d, month %d: another hash than that of the publication", seed, i)
			}
		}
	}
	if moved == 0 {
		t.Error("no table came back in another order: the test sees nothing")
	}
}
