package ledger

import "fmt"

// Targets are where the columns of DatesColumns go, in their order, for rows.Scan
// of pgx and of database/sql alike. NULLs, as of an outer join without a match,
// leave d empty.
func (d *Dates) Targets() []any {
	targets := d.targets()
	for i, t := range targets {
		if at, ok := t.(*bool); ok {
			targets[i] = truth{at}
		}
	}
	return targets
}

// truth is a column that is NULL instead of false.
type truth struct{ at *bool }

// Scan reads it; NULL is false.
func (t truth) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t.at = false
	case bool:
		*t.at = v
	default:
		return fmt.Errorf("ledger: cannot read a truth value from %T", src)
	}
	return nil
}
