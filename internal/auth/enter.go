package auth

import (
	"context"
	"time"

	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// enter opens the session of somebody who has proved who they are, whichever way.
func (s *Service) enter(ctx context.Context, tx *db.Tx, by Opened, person int64, address, device string, now time.Time) (string, error) {
	token, err := Open(ctx, tx, Opening{Person: person, By: by, Device: device}, now)
	if err != nil {
		return "", err
	}
	if err := keepAddress(ctx, tx, person, s.origin(person, address), now); err != nil {
		return "", err
	}
	return token, audit.Record(ctx, tx, audit.Entry{
		ActorID: person, Action: "auth.signed_in", ObjectKind: "person", SubjectID: person,
	})
}

// enterByMail is enter for somebody who has opened the own mailbox. A password
// that somebody else knows is not needed any more, and to ask for it before it
// may be replaced would shut out whoever has lost the slip: it goes.
func (s *Service) enterByMail(ctx context.Context, tx *db.Tx, by Opened, person int64, address, device string, now time.Time) (string, error) {
	if err := dropGiven(ctx, tx, person); err != nil {
		return "", err
	}
	return s.enter(ctx, tx, by, person, address, device, now)
}
