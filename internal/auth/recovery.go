package auth

import (
	"context"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// RecoveryCodes is how many there are; each works once.
const RecoveryCodes = 8

// recoveryGroups make a code of twelve characters, 59 bits, so that a plain hash
// of it is enough.
const recoveryGroups = 3

// newRecoveryCodes replaces the person's codes and returns the new ones, their
// only copy.
func newRecoveryCodes(ctx context.Context, tx *db.Tx, person int64) ([]string, error) {
	codes, hashes := make([]string, RecoveryCodes), make([]db.Bytes, RecoveryCodes)
	for i := range codes {
		code, err := readableText(recoveryGroups)
		if err != nil {
			return nil, err
		}
		codes[i], hashes[i] = code, hashToken(plainCode(code))
	}
	return codes, replaceRecoveryCodes(ctx, tx, person, hashes)
}

// plainCode is a recovery code without what people add or leave out.
func plainCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(readableLetters, r) {
			return r
		}
		return -1
	}, strings.ToLower(typed))
}

// NewCodes gives the person new recovery codes, their only copy; the old ones are
// void.
func (s *Service) NewCodes(ctx context.Context, person int64, now time.Time) (codes []string, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := lockSecond(ctx, tx, person); err != nil {
			return err
		}
		n, err := countSecond(ctx, tx, person)
		if err != nil {
			return err
		}
		if n == 0 { // without a second factor there is nothing to recover
			return apperr.New(apperr.NotFound, "error.access.gone", nil)
		}
		if codes, err = newRecoveryCodes(ctx, tx, person); err != nil {
			return err
		}
		return changedSecond(ctx, tx, person, "auth.second.codes_renewed", now)
	})
	return codes, err
}
