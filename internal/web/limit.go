package web

import (
	"sync"
	"time"
)

// perMinute requests with a key are answered per address and process.
const perMinute = 60

// limiter counts requests per key within one minute. It is safe for concurrent
// use; what it keeps is gone with the minute.
type limiter struct {
	mu     sync.Mutex
	minute time.Time
	counts map[string]int
}

// allow counts one request of the key and reports whether it is within most.
func (l *limiter) allow(key string, now time.Time, most int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if minute := now.Truncate(time.Minute); !minute.Equal(l.minute) {
		l.minute, l.counts = minute, map[string]int{}
	}
	l.counts[key]++
	return l.counts[key] <= most
}
