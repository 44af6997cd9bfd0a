package outbox

import (
	"sync"
	"time"
)

// pace is how many messages may leave in a minute of the clock, for a mail server that
// takes no more. It is this process's own.
type pace struct {
	most int // 0: as many as the server takes

	mu     sync.Mutex
	minute time.Time
	used   int
}

func (p *pace) limited() bool { return p.most > 0 }

// reserve grants at most so many in the minute of now, 0 if it is used up.
func (p *pace) reserve(now time.Time, want int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if minute := now.Truncate(time.Minute); !minute.Equal(p.minute) {
		p.minute, p.used = minute, 0
	}
	granted := min(want, p.most-p.used)
	p.used += granted
	return granted
}

// giveBack returns what was reserved and not used.
func (p *pace) giveBack(now time.Time, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Truncate(time.Minute).Equal(p.minute) {
		p.used -= n
	}
}
