package auth

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// lockTries reads the failures of a key and keeps others from it until the
// transaction ends.
func lockTries(ctx context.Context, tx *db.Tx, key string, now time.Time) (cardTries, error) {
	var tries cardTries
	if err := tx.Query(ctx).Exec(`insert into card_tries (key, failures, paused_until, at) values (?, 0, ?, ?) on conflict do nothing`,
		key, now, now).Error; err != nil {
		return tries, fmt.Errorf("auth: count a try: %w", err)
	}
	if err := db.One(tx.Query(ctx), &tries, `select key, failures, paused_until from card_tries where key = ? for update`, key); err != nil {
		return tries, fmt.Errorf("auth: read tries: %w", err)
	}
	return tries, nil
}

func saveTries(ctx context.Context, tx *db.Tx, tries cardTries, now time.Time) error {
	if err := tx.Query(ctx).Exec(`update card_tries set failures = ?, paused_until = ?, at = ? where key = ?`,
		tries.Failures, tries.PausedUntil, now, tries.Key).Error; err != nil {
		return fmt.Errorf("auth: keep tries: %w", err)
	}
	return nil
}

// forgiveTries forgets the failures with a card, by its number and by itself.
func forgiveTries(ctx context.Context, tx *db.Tx, number string, tokenHash []byte) error {
	if err := tx.Query(ctx).Exec(`delete from card_tries where key in ?`,
		[]string{tryKey(CardKey{Number: number}), tryKeyOfToken(tokenHash)}).Error; err != nil {
		return fmt.Errorf("auth: forgive tries: %w", err)
	}
	return nil
}

// claimed turns an update of no row into Stale: somebody renewed the card in
// between.
func claimed(result *gorm.DB) error {
	if result.Error != nil {
		return fmt.Errorf("auth: claim a card: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return apperr.New(apperr.Stale, "error.card.renewed", nil)
	}
	return nil
}
