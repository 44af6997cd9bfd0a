package auth

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/outbox"
)

// MailboxWait is how long codes and links for somebody who holds a granted role
// still go to the mailbox from before a change of the address.
//
// Who may change an address (HR, by hand or by a list) could otherwise give an
// administrator a mailbox of their own, ask for a code, and be in with rights that
// nobody has granted them. So the new mailbox opens nothing for three days, and the
// old one is told at once (KindMailbox): its owner, who is still let in there, has
// that time to object. It is counted from what the address was three days ago, so
// that two changes in a row are no way round. Nobody has to confirm anything, and
// nothing waits for people without a role: their address opens their own training
// alone, and a new employee or a new name must get in the same day.
const MailboxWait = 3 * 24 * time.Hour

// KindMailbox tells the old mailbox that another one has taken its place.
const KindMailbox = "auth.mailbox.changed"

// moved names the row of former_identities that has the old address.
type moved struct {
	Former int64 `json:"former"`
}

// TellMailboxes writes a notice to the old mailbox of everybody whose address the
// batch has changed, and who has ever signed in or holds a role: an account that
// nobody has used has nothing to lose. Call it in the transaction of the change.
func TellMailboxes(ctx context.Context, tx *db.Tx, batch int64, now time.Time) error {
	list, err := movedMailboxes(ctx, tx, batch, now)
	if err != nil {
		return err
	}
	for _, one := range list {
		if _, _, err := outbox.Enqueue(ctx, tx, outbox.Message{
			Kind: KindMailbox, DedupeKey: fmt.Sprintf("%s:%d", KindMailbox, one.Former), RecipientID: one.PersonID,
			Payload: moved{one.Former}, NextAt: now,
		}); err != nil {
			return err
		}
	}
	return nil
}
