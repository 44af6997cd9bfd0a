package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"zaemme/internal/db"
)

// marks of the person of the session s, in one number. Two sets of marks that differ
// have the same number once in 2^53 times.
const marks = `(select coalesce(bit_xor(m.mark), 0) from person_marks m where m.person_id in (0, s.person_id))`

// readSession is what may change of a session's own row, and the marks of its person;
// db.IsNotFound where the token is another one by now, or the session has ended.
func readSession(ctx context.Context, c db.Conn, hash db.Bytes, now time.Time) (Session, error) {
	s := Session{Marks: Marks{read: true}}
	var second sql.NullTime
	// past GORM: this is read for every page
	err := c.Query(ctx).Statement.ConnPool.QueryRowContext(ctx, `
		select s.expires_at, s.seen_at, s.second_at, s.renew, `+marks+`
		from sessions s
		where s.token_hash = $1 and s.expires_at > $2 and (s.idle_until is null or s.idle_until > $2)`, []byte(hash), now).
		Scan(&s.ExpiresAt, &s.SeenAt, &second, &s.Renew, &s.Marks.sum)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, gorm.ErrRecordNotFound
	}
	if err != nil {
		return Session{}, fmt.Errorf("auth: read a session: %w", err)
	}
	s.SecondAt = second.Time
	return s, nil
}

// manyMarks of one person are read in no time; more are made one.
const manyMarks = 8

// MergeMarks makes one mark of many of the same person: a new one, so that whatever
// was kept under the others is read anew. It returns how many went.
func MergeMarks(ctx context.Context, tx *db.Tx) (int, error) {
	var gone int
	if err := tx.Query(ctx).Raw(`
		with many as (select person_id from person_marks group by person_id having count(*) > @many),
		gone as (delete from person_marks m using many where m.person_id = many.person_id returning m.person_id),
		one as (insert into person_marks (person_id) select distinct person_id from gone)
		select count(*) from gone`, map[string]any{"many": manyMarks}).Scan(&gone).Error; err != nil {
		return 0, fmt.Errorf("auth: merge marks: %w", err)
	}
	return gone, nil
}
