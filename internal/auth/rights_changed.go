package auth

import (
	"context"

	"zaemme/internal/db"
)

// RightsChanged ends what rests on the rights a person had: after a role was
// granted or ended, the person signs in anew.
func RightsChanged(ctx context.Context, tx *db.Tx, person int64) error {
	return EndAll(ctx, tx, person)
}
