package mailtest

import "testing"

// A test that fails at once must not wait for its server.
func TestAServerEndsBeforeItHasBegun(t *testing.T) {
	t.Parallel()
	for range 200 {
		t.Run("", func(t *testing.T) { New(t) })
	}
}
