package auth

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Device is from where somebody signs in with a card.
type Device struct {
	Address  string // IP
	Name     string // what the person will recognise the session by
	TabletID int64  // 0: not a shared tablet
}

// CardStep is what a card asks for next: whether its first code, or its PIN. A
// token that was once a card's is told so (NotFound), since nobody guesses one; a
// number that no card has is asked for a PIN like any other, and the answer to it
// is the same as to a wrong PIN.
func (s *Service) CardStep(ctx context.Context, key CardKey, now time.Time) (firstCode bool, err error) {
	card, err := findCard(ctx, s.DB, key, calendar.DateOf(now))
	if err != nil {
		return false, err
	}
	if key.Token != "" && card.ID == 0 {
		return false, apperr.New(apperr.NotFound, "error.card.ended", nil)
	}
	return card.ID != 0 && card.PinHash == "", nil
}

// SignInByCard checks the PIN and opens a session, whose token it returns. A
// wrong card and a wrong PIN are the same Invalid error at "pin"; a card that
// pauses is TooMany.
func (s *Service) SignInByCard(ctx context.Context, key CardKey, pin string, d Device, now time.Time) (string, error) {
	tries, err := s.charge(ctx, key, d.Address, now)
	if err != nil {
		return "", err
	}
	card, err := findCard(ctx, s.DB, key, calendar.DateOf(now))
	if err != nil {
		return "", err
	}
	ok, err := s.matches(ctx, card.PinHash, pin)
	if err != nil {
		return "", err
	}
	if !ok || card.ID == 0 {
		return "", s.failed(ctx, "pin", d.Address, tries, now)
	}
	return s.openByCard(ctx, card, d, now, func(tx *db.Tx) error { return lockPIN(ctx, tx, card) })
}

// Given says who gave the first code that has just been used, and when.
type Given struct {
	By string
	At time.Time
}

// ActivateCard takes the first code, sets the PIN, and opens a session, whose
// token it returns. A PIN that is too easy is Invalid at "pin" and costs no try;
// a wrong code is Invalid at "code".
func (s *Service) ActivateCard(ctx context.Context, key CardKey, code, pin string, d Device, now time.Time) (string, Given, error) {
	if err := CheckPIN(pin); err != nil {
		return "", Given{}, err
	}
	tries, err := s.charge(ctx, key, d.Address, now)
	if err != nil {
		return "", Given{}, err
	}
	card, err := findCard(ctx, s.DB, key, calendar.DateOf(now))
	if err != nil {
		return "", Given{}, err
	}
	ok, err := s.matches(ctx, card.CodeHash, plainCardCode(code))
	if err != nil {
		return "", Given{}, err
	}
	switch {
	case !ok || card.ID == 0:
		return "", Given{}, s.failed(ctx, "code", d.Address, tries, now)
	case !now.Before(card.CodeUntil):
		return "", Given{}, apperr.New(apperr.Invalid, "error.card.code_expired", nil).At("code")
	}
	if err := CheckPIN(pin, card.Number, card.PersonnelNo); err != nil {
		return "", Given{}, err
	}
	hash, err := s.Hasher.Hash(ctx, pin)
	if err != nil {
		return "", Given{}, err
	}
	token, err := s.openByCard(ctx, card, d, now, func(tx *db.Tx) error {
		if err := setPIN(ctx, tx, card, hash, now); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			ActorID: card.PersonID, Action: "auth.card.pin", ObjectKind: "person", SubjectID: card.PersonID, Fields: []string{"pin"},
		})
	})
	return token, Given{By: card.CodeBy, At: card.CodeAt}, err
}

// matches takes as long where there is nothing to compare with.
func (s *Service) matches(ctx context.Context, hash, secret string) (bool, error) {
	if hash == "" {
		hash = unknownHashText
	}
	return s.Hasher.Matches(ctx, hash, secret)
}

// openByCard opens the session; claim makes sure that the card is still as it
// was judged. The failures before are forgiven.
func (s *Service) openByCard(ctx context.Context, card heldCard, d Device, now time.Time, claim func(tx *db.Tx) error) (token string, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := claim(tx); err != nil {
			return err
		}
		if err := forgiveTries(ctx, tx, card.Number, card.TokenHash); err != nil {
			return err
		}
		if token, err = startByCard(ctx, tx, card, d, now); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			ActorID: card.PersonID, Action: "auth.signed_in", ObjectKind: "person", SubjectID: card.PersonID, Fields: []string{"card"},
		})
	})
	return token, err
}
