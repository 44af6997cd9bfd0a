package auth

import (
	"cmp"
	"context"
	"sync"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// MaxCards is how many are issued at once: each takes a hash of its own.
const MaxCards = 400

// IssueCards gives each person a new card, and returns the cards in the order of
// the persons. Earlier cards end, and with them the sessions opened with them.
// Nobody gets a card by their own hand, and nobody with a granted role gets one
// (Forbidden). expected are the cards that
// the actor saw these persons hold, by person: if somebody has issued others in
// between, nothing is done (Stale).
func (s *Service) IssueCards(ctx context.Context, persons []int64, expected map[int64]int64, actor int64, now time.Time) ([]NewCard, error) {
	if len(persons) > MaxCards {
		return nil, apperr.New(apperr.TooLarge, "error.card.many", map[string]any{"max": MaxCards})
	}
	for _, person := range persons {
		if person == actor {
			return nil, apperr.New(apperr.Forbidden, "error.card.own", nil)
		}
	}
	cards, rows, err := s.drawCards(ctx, persons, now)
	if err != nil {
		return nil, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if n, err := withRoles(ctx, tx, persons, calendar.DateOf(now)); err != nil || n > 0 {
			return cmp.Or[error](err, apperr.New(apperr.Forbidden, "error.card.roles", nil))
		}
		held, err := endCards(ctx, tx, persons, now)
		if err != nil {
			return err
		}
		for _, person := range persons {
			if held[person] != expected[person] {
				return apperr.New(apperr.Stale, "error.card.stale", nil)
			}
		}
		if err := insertCards(ctx, tx, rows, actor, now); err != nil {
			return err
		}
		entries := make([]audit.Entry, len(persons))
		for i, person := range persons {
			entries[i] = audit.Entry{ActorID: actor, Action: "auth.card.issued", ObjectKind: "person", SubjectID: person}
		}
		return audit.RecordMany(ctx, tx, entries)
	})
	if db.Constraint(err) == "cards_person" {
		return nil, apperr.Wrap(apperr.Stale, "error.card.stale", err)
	}
	return cards, err
}

// drawCards makes the secrets, and what is stored of them. Hashing is slow by
// intent and happens before the transaction, side by side.
func (s *Service) drawCards(ctx context.Context, persons []int64, now time.Time) ([]NewCard, []cardRow, error) {
	numbers, err := s.freeNumbers(ctx, len(persons))
	if err != nil {
		return nil, nil, err
	}
	cards, rows := make([]NewCard, len(persons)), make([]cardRow, len(persons))
	failed := make([]error, len(persons))
	var hashing sync.WaitGroup
	for i, person := range persons {
		token, tokenHash, err := tokenOf(cardTokenBytes)
		if err != nil {
			return nil, nil, err
		}
		code, err := newCardCode()
		if err != nil {
			return nil, nil, err
		}
		cards[i] = NewCard{PersonID: person, Token: token, Number: numbers[i], Code: code, CodeUntil: now.Add(CardCodeLife)}
		rows[i] = cardRow{person: person, number: numbers[i], tokenHash: tokenHash, codeUntil: now.Add(CardCodeLife)}
		hashing.Go(func() { rows[i].codeHash, failed[i] = s.Hasher.Hash(ctx, code) })
	}
	hashing.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, nil, err
		}
	}
	return cards, rows, nil
}

// freeNumbers are n numbers that no card has had.
func (s *Service) freeNumbers(ctx context.Context, n int) ([]string, error) {
	seen, list := map[string]bool{}, make([]string, 0, n)
	for len(list) < n {
		drawn := make([]string, n-len(list))
		for i := range drawn {
			number, err := newCardNumber()
			if err != nil {
				return nil, err
			}
			drawn[i] = number
		}
		taken, err := takenNumbers(ctx, s.DB, drawn)
		if err != nil {
			return nil, err
		}
		for _, number := range drawn {
			if !taken[number] && !seen[number] {
				seen[number], list = true, append(list, number)
			}
		}
	}
	return list, nil
}

// NewCardCode takes the PIN from a person's card and returns a first code for a
// new one, the only copy. Sessions opened with the card end. Nobody renews the
// own PIN (Forbidden); somebody without a card needs one first (Conflict).
func (s *Service) NewCardCode(ctx context.Context, person, actor int64, now time.Time) (code string, until time.Time, err error) {
	if person == actor {
		return "", until, apperr.New(apperr.Forbidden, "error.card.own", nil)
	}
	if code, err = newCardCode(); err != nil {
		return "", until, err
	}
	hash, err := s.Hasher.Hash(ctx, code)
	if err != nil {
		return "", until, err
	}
	until = now.Add(CardCodeLife)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := renewCode(ctx, tx, person, hash, actor, until, now); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			ActorID: actor, Action: "auth.card.code", ObjectKind: "person", SubjectID: person, Fields: []string{"pin"},
		})
	})
	return code, until, err
}
