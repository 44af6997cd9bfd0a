package demo

import (
	"context"
	"fmt"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

func saveOrigin(ctx context.Context, tx *db.Tx, builtOn calendar.Date, seed uint64) error {
	if err := tx.Query(ctx).Exec(`insert into demo_origin (built_on, seed) values (?, ?)`, builtOn, int64(seed)).Error; err != nil {
		return fmt.Errorf("demo: store the origin: %w", err)
	}
	return nil
}

// BuiltOn is the day of which the demo in this database was built, none if it
// holds no demo.
func BuiltOn(ctx context.Context, c db.Conn) (calendar.Date, error) {
	var day calendar.Date
	if err := c.Query(ctx).Raw(`select built_on from demo_origin`).Scan(&day).Error; err != nil {
		return 0, fmt.Errorf("demo: read the origin: %w", err)
	}
	return day, nil
}

// Inhabited reports whether there are people in the database.
func Inhabited(ctx context.Context, c db.Conn) (bool, error) {
	var some bool
	if err := c.Query(ctx).Raw(`select exists (select from persons)`).Scan(&some).Error; err != nil {
		return false, fmt.Errorf("demo: look for people: %w", err)
	}
	return some, nil
}

func saveAccount(ctx context.Context, tx *db.Tx, no int, person int64, login, password, role string) error {
	if err := tx.Query(ctx).Exec(`insert into demo_accounts (no, person_id, login, password, role) values (?, ?, ?, ?, ?)`,
		no, person, login, password, role).Error; err != nil {
		return fmt.Errorf("demo: store an account: %w", err)
	}
	return nil
}

// Accounts lists as whom one can sign in.
func Accounts(ctx context.Context, c db.Conn) ([]Account, error) {
	var list []Account
	if err := c.Query(ctx).Raw(`
		select p.first_name || ' ' || p.last_name as name, a.login, a.password, a.role
		from demo_accounts a
		join persons p on p.id = a.person_id
		order by a.no`).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("demo: accounts: %w", err)
	}
	return list, nil
}
