package auth

import (
	"testing"
	"time"
)

// Somebody with a stolen card and two months gets fewer than a hundred guesses at
// a million PINs.
func TestPausesGrow(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]time.Duration{
		0: 0, 4: 0, 5: 15 * time.Minute, 6: 30 * time.Minute, 7: time.Hour, 11: 16 * time.Hour, 12: 24 * time.Hour, 500: 24 * time.Hour,
	} {
		if got := pauseAfter(failures); got != want {
			t.Errorf("after %d failures: %v, want %v", failures, got, want)
		}
	}
	guesses, spent := 0, time.Duration(0)
	for spent < CardCodeLife {
		guesses++
		spent += pauseAfter(guesses)
	}
	if guesses > 100 {
		t.Errorf("%d guesses in two months", guesses)
	}
}
