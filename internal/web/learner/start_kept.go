package learner

import (
	"bytes"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// mostKept is how many bytes of start pages are kept, some 5,000 pages.
const mostKept = 32 << 20

// keptPages are start pages as they were last made, by session. The zero value is
// ready; it is safe for concurrent use.
type keptPages struct {
	mu    sync.RWMutex
	bytes int
	all   map[uuid.UUID]keptPage
}

type keptPage struct {
	state startState
	body  []byte // never changed
}

// startState is everything that a start page is made of; while it is the same, so is
// the page. What of it lies in the database is in the marks, which are read with the
// session for each request: a test goes through every table that the page reads.
type startState struct {
	marks    auth.Marks
	token    string // forms carry what follows from it
	day      calendar.Date
	courses  uint64
	settings [32]byte
}

// startState of the request; ok is false where the page says something once, or is on
// a shared tablet: such a page is always made anew and never kept.
func (h *Handlers) startState(c *fiber.Ctx) (state startState, ok bool) {
	v := visit.Of(c)
	if !v.Session.Marks.Read() || v.Session.OnTablet || page.Says(c) {
		return startState{}, false
	}
	return startState{marks: v.Session.Marks, token: v.Token, day: v.Today, courses: h.Courses.State(), settings: v.Settings.State()}, true
}

// keepsStill reports that nothing on the page changes without a mark: answers to an
// open attempt do, click by click.
func keepsStill(o learning.Overview) bool {
	for _, list := range [][]learning.Item{o.Open, o.Optional, o.Waiting, o.Fulfilled} {
		for _, i := range list {
			if i.Attempt {
				return false
			}
		}
	}
	return true
}

func (k *keptPages) find(session uuid.UUID, state startState) ([]byte, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	kept, ok := k.all[session]
	return kept.body, ok && kept.state == state
}

// keep copies the body.
func (k *keptPages) keep(session uuid.UUID, state startState, body []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil {
		k.all = map[uuid.UUID]keptPage{}
	}
	k.bytes += len(body) - len(k.all[session].body)
	k.all[session] = keptPage{state, bytes.Clone(body)}
	for other, kept := range k.all { // whichever come first: each comes back with a few reads
		if k.bytes <= mostKept {
			break
		}
		k.bytes -= len(kept.body)
		delete(k.all, other)
	}
}
