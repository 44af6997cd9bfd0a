package ledger

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"strings"

	"zaemme/internal/db"
)

// copyIn streams what produce yields into the table; nothing is gathered.
func copyIn(ctx context.Context, tx *db.Tx, table string, columns []string, produce func(yield func([]any) error) error) error {
	next, stop := iter.Pull2(func(yield func([]any, error) bool) {
		err := produce(func(values []any) error {
			if !yield(values, nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	})
	defer stop()
	_, err := tx.CopyIn(ctx, table, columns, &source{next: next})
	return err
}

var (
	errStopped = errors.New("ledger: the copy has ended")
	errFound   = errors.New("ledger: found what was sought")
)

// source is a pgx.CopyFromSource.
type source struct {
	next   func() ([]any, error, bool)
	values []any
	err    error
}

// Next moves to the next row.
func (s *source) Next() bool {
	var more bool
	s.values, s.err, more = s.next()
	return more && s.err == nil
}

// Values of the row.
func (s *source) Values() ([]any, error) { return s.values, nil }

// Err is why it ended early.
func (s *source) Err() error { return s.err }

// dollars lists the placeholders from $first to $last.
func dollars(first, last int) string {
	var b strings.Builder
	for i := first; i <= last; i++ {
		if i > first {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(i))
	}
	return b.String()
}
