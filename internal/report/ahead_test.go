package report

import (
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestAheadKeepsTheOrder(t *testing.T) {
	t.Parallel()
	want := []int{0, 1, 2, 3, 4, 5, 6, 7}
	var got []int
	err := ahead(slices.Values(want), func(n int) (int, error) { return n * n, nil }, func(n, square int) error {
		if square != n*n {
			t.Errorf("%d came with %d", n, square)
		}
		got = append(got, n)
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestAheadStops fails in either of the two and expects that nobody reads any more,
// and that little was read for nothing.
func TestAheadStops(t *testing.T) {
	t.Parallel()
	failed := errors.New("failed")
	for _, c := range []struct {
		name             string
		reading, working int // the part that fails
		worked           int
	}{{"reading", 3, 99, 3}, {"working", 99, 3, 3}, {"at once", 0, 99, 0}} {
		var reading atomic.Bool
		read, worked := 0, 0
		err := ahead(slices.Values([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}), func(n int) (int, error) {
			reading.Store(true)
			defer reading.Store(false)
			read++
			if n == c.reading {
				return 0, failed
			}
			return n, nil
		}, func(n, _ int) error {
			if n == c.working {
				return failed
			}
			worked++
			return nil
		})
		if !errors.Is(err, failed) || worked != c.worked || reading.Load() || read > 6 {
			t.Errorf("%s: %v after %d read and %d worked on", c.name, err, read, worked)
		}
	}
}

// TestAheadIsAhead takes one second to read and one to work: together they take
// little longer than one of them alone.
func TestAheadIsAhead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		pause := func() { time.Sleep(time.Second) }
		if err := ahead(slices.Values(make([]int, 10)), func(int) (int, error) { pause(); return 0, nil }, func(int, int) error { pause(); return nil }); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 11*time.Second {
			t.Errorf("took %v", took)
		}
	})
}
