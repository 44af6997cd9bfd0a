package certificate

import (
	"context"
	"fmt"

	"zaemme/internal/db"
)

// versionNumbers are the numbers of content versions by ID.
func versionNumbers(ctx context.Context, c db.Conn, ids []int64) (map[int64]int, error) {
	var rows []struct {
		ID     int64
		Number int
	}
	if err := c.Query(ctx).Raw(`select id, number from course_versions where id = any (cast(? as bigint[]))`, db.Numbers(ids)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("certificate: numbers of versions: %w", err)
	}
	numbers := make(map[int64]int, len(rows))
	for _, r := range rows {
		numbers[r.ID] = r.Number
	}
	return numbers, nil
}
