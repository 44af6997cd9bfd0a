package settings

import (
	"context"
	"sync"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// cacheLife is how long other replicas may still show the value before.
const cacheLife = 5 * time.Second

// Cache holds the settings of today for a few seconds, so that a page costs no
// read for them. It is safe for concurrent use.
type Cache struct {
	db     *db.DB
	mu     sync.Mutex
	loaded time.Time
	day    calendar.Date
	value  Settings
}

// NewCache reads from d.
func NewCache(d *db.DB) *Cache { return &Cache{db: d} }

// At is the settings in force at now.
func (c *Cache) At(ctx context.Context, now time.Time) (Settings, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	today := calendar.DateOf(now)
	if age := now.Sub(c.loaded); c.day == today && age >= 0 && age < cacheLife {
		return c.value, nil
	}
	value, err := Load(ctx, c.db, today)
	if err != nil {
		return Settings{}, err
	}
	value.state = value.State() // once, not for each page
	c.value, c.loaded, c.day = value, now, today
	return value, nil
}

// Forget makes the next At read anew: call it after a Set has been committed.
func (c *Cache) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loaded = time.Time{}
}
