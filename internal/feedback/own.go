package feedback

import (
	"context"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// Own is what the person has said by name, the latest first; at most 50.
func Own(ctx context.Context, c db.Conn, person int64) ([]Entry, error) {
	return list(ctx, c, `f.person_id = @person`, `f.given_on desc, f.id limit 50`, map[string]any{"person": person})
}

// Withdraw takes back what the person has said by name. Where the answer stands on a
// course's page that stays, with the owner's words for what was said and nobody
// behind it; else nothing is left. NotFound for what is not theirs.
func Withdraw(ctx context.Context, tx *db.Tx, uid string, person int64) error {
	n, err := withdraw(ctx, tx, `id::text = lower(@uid) and person_id = @person`, map[string]any{"uid": uid, "person": person})
	if err == nil && n == 0 {
		return apperr.New(apperr.NotFound, "error.feedback.not_found", nil)
	}
	return err
}

// forget is Withdraw for everything of people who are forgotten.
func forget(ctx context.Context, tx *db.Tx) (int, error) {
	return withdraw(ctx, tx, `person_id in (select id from persons where forgotten_at is not null) and @all`, map[string]any{"all": true})
}

// withdraw parts the rows from their person, or deletes them where nothing of them is
// shown.
func withdraw(ctx context.Context, tx *db.Tx, which string, args map[string]any) (int, error) {
	var n int
	if err := db.One(tx.Query(ctx), &n, `
		with kept as (
			update feedback set person_id = null, mixed = true, tell = false, said = quote where shown and `+which+` returning 1
		), gone as (
			delete from feedback where not shown and `+which+` returning 1
		)
		select (select count(*) from kept) + (select count(*) from gone)`, args); err != nil {
		return 0, fmt.Errorf("feedback: withdraw: %w", err)
	}
	return n, nil
}
