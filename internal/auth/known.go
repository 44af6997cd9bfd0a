package auth

import (
	"context"
	"sync"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// mostKnown is how many sessions are kept in mind, about 700 bytes each.
const mostKnown = 20_000

// Known finds sessions as Find does and keeps in mind what follows from everything
// but the session's own row: who it is, which roles they have, whether they may sign
// in at all. That row and the person's marks are read each time, in one statement, so
// that a session that has ended, or a role taken away, in whichever process, holds for
// the next request. The zero value is ready; it is safe for concurrent use.
type Known struct {
	mu  sync.RWMutex
	all map[string]known // by the hash of the token
}

type known struct {
	session Session
	day     calendar.Date
}

// Find is the session of the token, as Find has it: one indexed read, two where
// something of the person has changed since the last.
func (k *Known) Find(ctx context.Context, c db.Conn, token string, now time.Time) (Session, error) {
	hash, today := hashToken(token), calendar.DateOf(now)
	if kept, ok := k.recall(hash); ok && kept.day == today {
		fresh, err := readSession(ctx, c, hash, now)
		switch {
		case err == nil && fresh.Marks == kept.session.Marks:
			s := kept.session
			s.ExpiresAt, s.SeenAt, s.SecondAt, s.Renew = fresh.ExpiresAt, fresh.SeenAt, fresh.SecondAt, fresh.Renew
			return s, nil
		case err != nil && !db.IsNotFound(err):
			return Session{}, err
		}
	}
	s, err := Find(ctx, c, token, now)
	switch {
	case err == nil:
		k.keep(hash, known{s, today})
	case apperr.Is(err, apperr.SignIn):
		k.drop(hash)
	}
	return s, err
}

func (k *Known) recall(hash db.Bytes) (known, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	kept, ok := k.all[string(hash)]
	return kept, ok
}

func (k *Known) keep(hash db.Bytes, one known) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil || len(k.all) >= mostKnown {
		k.all = map[string]known{} // each comes back with a read
	}
	k.all[string(hash)] = one
}

func (k *Known) drop(hash db.Bytes) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.all, string(hash))
}
