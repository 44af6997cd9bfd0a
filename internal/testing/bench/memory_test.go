package bench_test

import (
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zaemme/internal/calendar"
)

// BenchmarkWorkbookMemory writes HR's workbook of organisations of several sizes: what
// the process holds at most must not grow with them. The ratio is that of the largest
// to the one before.
func BenchmarkWorkbookMemory(b *testing.B) {
	sizes := slices.Compact([]int{small, min(10_000, large()), large()})
	today := calendar.DateOf(time.Now())
	var said []string
	var held []float64
	for _, people := range sizes {
		a := city(b, people)
		path := filepath.Join(b.TempDir(), "bericht.xlsx")
		var m memory
		for range 2 { // with a report before
			m = watched(func() {
				if err := a.WriteReport(b.Context(), io.Discard, today, path); err != nil {
					b.Fatal(err)
				}
			})
		}
		held, said = append(held, m.all), append(said, fmt.Sprintf("%d people %.0f MB (%.0f more than before)", people, m.all, m.more))
	}
	n := len(held)
	report(b, result{name: "memory held at most for the HR workbook: " + strings.Join(said, ", "), ours: fmt.Sprintf("%.0f MB", held[n-1]),
		least: fmt.Sprintf("%.0f MB", held[n-2]), ratio: held[n-1] / held[n-2], memory: true})
}

// memory is what a piece of work held at most, in MB.
type memory struct {
	all  float64 // the whole process, with what it held before
	more float64 // beyond what it held before
}

// String reads «at most 61 MB held, 20 of them more than before».
func (m memory) String() string {
	return fmt.Sprintf("at most %.0f MB held, %.0f of them more than before", m.all, m.more)
}

// most is the greater of each.
func (m memory) most(o memory) memory { return memory{max(m.all, o.all), max(m.more, o.more)} }

// watched runs do and says how much memory it held at most. Held is what the Go runtime
// has from the system and has not given back: what lives, garbage that waits to be
// collected, holes between, stacks, the collector's own. That is what GOMEMLIMIT bounds
// and what a machine must have for the process; live objects alone would flatter by about
// half, and the resident set hangs on what the system happens to page out. Before
// it begins, what was garbage goes back to the system, so that none of it is used
// unseen.
func watched(do func()) memory {
	held := func() uint64 {
		samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		metrics.Read(samples)
		return samples[0].Value.Uint64() - samples[1].Value.Uint64()
	}
	debug.FreeOSMemory()
	first := held()
	var most atomic.Uint64
	most.Store(first)
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			most.Store(max(held(), most.Load()))
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
	}()
	do()
	close(stop)
	<-ended
	return memory{all: float64(most.Load()) / 1e6, more: float64(most.Load()-first) / 1e6}
}
