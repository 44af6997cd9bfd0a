package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"zaemme/internal/db"
)

// idDomain is the right side of every Message-ID; .internal is reserved for
// private use, and the left side is unique by itself.
const idDomain = "@zaemme.internal"

// Enqueue writes the message in the transaction of its cause. A second one with
// the same dedupe key writes nothing: fresh is false and id is the first one's.
func Enqueue(ctx context.Context, tx *db.Tx, m Message) (id int64, fresh bool, err error) {
	written, err := EnqueueMany(ctx, tx, []Message{m})
	if err != nil {
		return 0, false, err
	}
	if id, fresh = written[m.DedupeKey]; fresh {
		return id, true, nil
	}
	// A statement of its own: this one sees what the conflict was with.
	if id, err = idOf(ctx, tx, m.DedupeKey); err != nil {
		return 0, false, fmt.Errorf("outbox: enqueue %s: %w", m.DedupeKey, err)
	}
	return id, false, nil
}

// EnqueueMany is Enqueue for many messages in one statement, in their order. written
// has the ids of those whose dedupe key was not there yet.
func EnqueueMany(ctx context.Context, tx *db.Tx, list []Message) (written map[string]int64, err error) {
	rows := columns{}
	for _, m := range list {
		if m.Kind == "" || m.DedupeKey == "" || m.NextAt.IsZero() {
			return nil, errors.New("outbox: a message needs kind, dedupe key and time")
		}
		payload, err := json.Marshal(m.Payload)
		if err != nil {
			return nil, fmt.Errorf("outbox: payload of %s: %w", m.DedupeKey, err)
		}
		rows.add(m, string(payload), uuid.NewString()+idDomain)
	}
	if written, err = insert(ctx, tx, rows); err != nil {
		return nil, fmt.Errorf("outbox: enqueue %d messages: %w", len(list), err)
	}
	return written, nil
}
