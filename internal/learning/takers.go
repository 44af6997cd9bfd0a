package learning

import "sync"

// mostTakers is how many attempts are kept in mind, about 500 bytes each.
const mostTakers = 10_000

// takers keeps in mind what never changes of attempts at which somebody is: whose it
// is, its version, seed and questions. Whether it is open, and what is answered, the
// database alone knows. The zero value is ready; it is safe for concurrent use.
type takers struct {
	mu  sync.RWMutex
	all map[string]Attempt // by UID
}

func (t *takers) find(uid string) (Attempt, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	a, known := t.all[uid]
	return a, known
}

func (t *takers) keep(uid string, a Attempt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all == nil || len(t.all) >= mostTakers {
		t.all = map[string]Attempt{} // each comes back with a read
	}
	t.all[uid] = a
}
