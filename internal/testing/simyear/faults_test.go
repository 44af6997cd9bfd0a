package simyear

import (
	"sync"

	"zaemme/internal/testing/mailtest"
)

// faults is what the mail server does wrong.
type faults struct {
	mu      sync.Mutex
	done    tally
	refused map[string]bool // addresses that were refused for good
}

// tally counts them.
type tally struct {
	Later, Never int // refused for now, for good
	Dropped      int // before the text
	Lost, Hung   int // after it: the outcome is unknown
}

// begin lets the server answer 421, 451 and 550, break off, lose its answer and
// hang: each at its own turns, whoever comes then.
func (f *faults) begin(s *mailtest.Server) {
	f.refused = map[string]bool{}
	turns := map[mailtest.Stage]int{}
	s.Fail(func(stage mailtest.Stage, m mailtest.Message) mailtest.Fault {
		f.mu.Lock()
		defer f.mu.Unlock()
		turns[stage]++
		n := turns[stage]
		switch {
		case stage == mailtest.From && n%53 == 20:
			f.done.Later++
			return mailtest.Fault{Code: []int{421, 451}[n%2]}
		case stage == mailtest.From && n%211 == 100:
			f.done.Dropped++
			return mailtest.Fault{Drop: true}
		case stage == mailtest.To && n%401 == 150:
			f.done.Never++
			f.refused[m.To[0]] = true
			return mailtest.Fault{Code: 550}
		case stage == mailtest.Text && n%307 == 70:
			f.done.Lost++
			return mailtest.Fault{Drop: true, Keep: true}
		case stage == mailtest.Text && n%503 == 200 && f.done.Hung < 20: // each costs a second
			f.done.Hung++
			return mailtest.Fault{Hang: true}
		}
		return mailtest.Fault{}
	})
}

func (f *faults) counts() tally {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.done
}

func (f *faults) bounced(address string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.refused[address]
}
