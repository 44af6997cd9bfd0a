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
	if m.Kind == "" || m.DedupeKey == "" || m.NextAt.IsZero() {
		return 0, false, errors.New("outbox: a message needs kind, dedupe key and time")
	}
	payload, err := json.Marshal(m.Payload)
	if err != nil {
		return 0, false, fmt.Errorf("outbox: payload of %s: %w", m.DedupeKey, err)
	}
	id, fresh, err = insert(ctx, tx, m, string(payload), uuid.NewString()+idDomain)
	if err != nil {
		return 0, false, fmt.Errorf("outbox: enqueue %s: %w", m.DedupeKey, err)
	}
	return id, fresh, nil
}
