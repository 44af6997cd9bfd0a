package auth

import (
	"context"
	"errors"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// LinkFor is whom a link lets in. Looking does not consume it: mail scanners open
// links. NotFound for one that is spent, expired or was never sent, and for
// somebody who may not sign in.
func (s *Service) LinkFor(ctx context.Context, purpose Purpose, token string, now time.Time) (people.Person, error) {
	person, err := linkOwner(ctx, s.DB, purpose, token, now, calendar.DateOf(now))
	if db.IsNotFound(err) {
		return person, apperr.New(apperr.NotFound, "error.link.over", nil)
	}
	return person, err
}

// EnterByLink consumes the link and opens a session. With a password, which must
// have passed CheckPassword, that one is set and all other sessions end; without
// one a password that somebody else has given is void from now on. A link for a
// new password needs one. NotFound as LinkFor; of two who try at once one
// succeeds.
func (s *Service) EnterByLink(
	ctx context.Context, purpose Purpose, token, password, address, device string, now time.Time,
) (session string, err error) {
	if purpose == ForPassword && password == "" {
		return "", errors.New("auth: a link for a new password was used without one")
	}
	who, err := s.LinkFor(ctx, purpose, token, now)
	if err != nil {
		return "", err
	}
	hash := ""
	if password != "" { // outside the transaction: it takes its time
		if hash, err = s.Hasher.Hash(ctx, password); err != nil {
			return "", err
		}
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := useLink(ctx, tx, string(purpose), token, now); err != nil {
			return err
		}
		if err := spendOthers(ctx, tx, who.ID, now); err != nil {
			return err
		}
		if hash != "" {
			if err := s.setHash(ctx, tx, who.ID, who.ID, hash, now); err != nil {
				return err
			}
		}
		session, err = s.enterByMail(ctx, tx, ByLink, who.ID, address, device, now)
		return err
	})
	return session, err
}
