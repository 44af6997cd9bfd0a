package db

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Analyze gathers statistics on all tables as the owner at ownerURL: after many
// rows have come at once, the planner need not wait for autovacuum.
func Analyze(ctx context.Context, ownerURL string) error {
	conn, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		return fmt.Errorf("db: analyze: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, `analyze`); err != nil {
		return fmt.Errorf("db: analyze: %w", err)
	}
	return nil
}
