package auth

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// cardRow is what is stored of a new card.
type cardRow struct {
	person    int64
	number    string
	tokenHash db.Bytes
	codeHash  string
	codeUntil time.Time
}

// heldCard is a card with what judges a try.
type heldCard struct {
	ID          int64
	PersonID    int64
	PersonnelNo string
	Number      string
	TokenHash   []byte
	PinHash     string
	CodeHash    string
	CodeUntil   time.Time
	CodeAt      time.Time
	CodeBy      string
}

// findCard is the card that holds and whose person may sign in; the zero card
// where there is none, which a try is judged against as well.
func findCard(ctx context.Context, c db.Conn, key CardKey, today calendar.Date) (heldCard, error) {
	var card heldCard
	err := db.One(c.Query(ctx), &card, `
		select k.id, k.person_id, coalesce(p.personnel_no, '') as personnel_no, k.number, k.token_hash,
			coalesce(k.pin_hash, '') as pin_hash, coalesce(k.code_hash, '') as code_hash, k.code_until, k.code_at,
			trim(b.first_name || ' ' || b.last_name) as code_by
		from cards k
		join persons p on p.id = k.person_id
		join persons b on b.id = k.code_by
		where (k.token_hash = @token or k.number = @number) and k.ended_at is null and p.forgotten_at is null
			and `+maySignIn+` and `+mayHoldCard,
		map[string]any{"token": hashToken(key.Token), "number": key.Number, "day": today})
	if err != nil && !db.IsNotFound(err) {
		return card, fmt.Errorf("auth: find a card: %w", err)
	}
	return card, nil
}

// CardsOf are the cards that the persons hold, by person; who has none is left
// out.
func CardsOf(ctx context.Context, c db.Conn, persons ...int64) (map[int64]Card, error) {
	var rows []struct {
		Card
		PinSetAt *time.Time
	}
	if err := c.Query(ctx).Raw(`
		select k.id, k.person_id, k.number, k.issued_at, trim(i.first_name || ' ' || i.last_name) as issued_by,
			k.code_at, trim(b.first_name || ' ' || b.last_name) as code_by, k.code_until, k.pin_at as pin_set_at
		from cards k
		join persons i on i.id = k.issued_by
		join persons b on b.id = k.code_by
		where k.person_id in ? and k.ended_at is null`, persons).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("auth: read cards: %w", err)
	}
	cards := make(map[int64]Card, len(rows))
	for _, r := range rows {
		if r.PinSetAt != nil {
			r.PinAt = *r.PinSetAt
		}
		cards[r.PersonID] = r.Card
	}
	return cards, nil
}

// withRoles is how many of the persons have a granted role today.
func withRoles(ctx context.Context, c db.Conn, persons []int64, today calendar.Date) (n int, err error) {
	if err := c.Query(ctx).Raw(`select count(*) from persons p where p.id in @persons and not (`+mayHoldCard+`)`,
		map[string]any{"persons": persons, "day": today}).Scan(&n).Error; err != nil {
		return 0, fmt.Errorf("auth: look for roles: %w", err)
	}
	return n, nil
}

// takenNumbers are those that a card has or has had.
func takenNumbers(ctx context.Context, c db.Conn, numbers []string) (map[string]bool, error) {
	var list []string
	if err := c.Query(ctx).Raw(`select number from cards where number in ?`, numbers).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("auth: look for card numbers: %w", err)
	}
	taken := map[string]bool{}
	for _, number := range list {
		taken[number] = true
	}
	return taken, nil
}

// endCards ends the cards of the persons and the sessions opened with them, and
// returns the cards that held, by person.
func endCards(ctx context.Context, tx *db.Tx, persons []int64, now time.Time) (map[int64]int64, error) {
	var rows []struct{ ID, PersonID int64 }
	if err := tx.Query(ctx).Raw(`
		with ended as (
			update cards set ended_at = @now, code_hash = null, pin_hash = null
			where person_id in @persons and ended_at is null
			returning id, person_id
		), gone as (
			delete from sessions where card_id in (select id from ended)
		)
		select id, person_id from ended`, map[string]any{"now": now, "persons": persons}).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("auth: end cards: %w", err)
	}
	held := make(map[int64]int64, len(rows))
	for _, r := range rows {
		held[r.PersonID] = r.ID
	}
	return held, nil
}

func insertCards(ctx context.Context, tx *db.Tx, rows []cardRow, actor int64, now time.Time) error {
	columns := []string{"person_id", "number", "token_hash", "issued_at", "issued_by", "code_hash", "code_at", "code_by", "code_until"}
	_, err := tx.CopyIn(ctx, "cards", columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		r := rows[i]
		return []any{r.person, r.number, []byte(r.tokenHash), now, actor, r.codeHash, now, actor, r.codeUntil}, nil
	}))
	if err != nil {
		return fmt.Errorf("auth: store cards: %w", err)
	}
	return nil
}

// renewCode puts a first code in the place of the PIN.
func renewCode(ctx context.Context, tx *db.Tx, person int64, hash string, actor int64, until, now time.Time) error {
	var card struct {
		ID        int64
		Number    string
		TokenHash []byte
	}
	err := db.One(tx.Query(ctx), &card, `
		update cards set code_hash = @hash, code_at = @now, code_by = @actor, code_until = @until, pin_hash = null, pin_at = null
		where person_id = @person and ended_at is null
		returning id, number, token_hash`,
		map[string]any{"hash": hash, "now": now, "actor": actor, "until": until, "person": person})
	if db.IsNotFound(err) {
		return apperr.New(apperr.Conflict, "error.card.none", nil)
	}
	if err != nil {
		return fmt.Errorf("auth: renew a first code: %w", err)
	}
	if err := tx.Query(ctx).Exec(`delete from sessions where card_id = ?`, card.ID).Error; err != nil {
		return fmt.Errorf("auth: end the sessions of a card: %w", err)
	}
	return forgiveTries(ctx, tx, card.Number, card.TokenHash)
}

// setPIN puts the PIN in the place of the first code that was judged.
func setPIN(ctx context.Context, tx *db.Tx, card heldCard, hash string, now time.Time) error {
	return claimed(tx.Query(ctx).Exec(`update cards set pin_hash = ?, pin_at = ?, code_hash = null
		where id = ? and code_hash = ? and ended_at is null`, hash, now, card.ID, card.CodeHash))
}

// lockPIN makes sure that the PIN that was judged is still the card's.
func lockPIN(ctx context.Context, tx *db.Tx, card heldCard) error {
	return claimed(tx.Query(ctx).Exec(`update cards set pin_hash = pin_hash where id = ? and pin_hash = ? and ended_at is null`,
		card.ID, card.PinHash))
}

// startByCard opens the session of a card. On a shared tablet it also ends after
// KioskIdle without a sign of life.
func startByCard(ctx context.Context, tx *db.Tx, card heldCard, d Device, now time.Time) (string, error) {
	return Open(ctx, tx, Opening{Person: card.PersonID, By: ByCard, Device: d.Name, card: card.ID, tablet: d.TabletID}, now)
}
