package coursetest

import "testing"

func TestEvery(t *testing.T) {
	t.Parallel()
	c := Every(t)
	types := map[string]bool{}
	for _, q := range c.Questions {
		types[string(q.Type)] = true
	}
	if len(types) != 7 || c.Total() != 8 || c.TestOut.Total() != 12 {
		t.Errorf("%d types, %d questions, %d to be tested out", len(types), c.Total(), c.TestOut.Total())
	}
}
