package audit

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Look is one page or file that showed other people's obligations.
type Look struct {
	ViewerID  int64
	Page      string // route or report variant, such as line.team
	Scope     string // people.Scope.Name
	AsOf      calendar.Date
	PersonIDs []int64 // whom it showed; the viewer is left out
	ReportID  int64   // 0: a page
}

// Looked writes the look. A page that shows nobody else writes none.
func Looked(ctx context.Context, c db.Conn, l Look) error {
	others := l.PersonIDs[:0:0]
	for _, id := range l.PersonIDs {
		if id != l.ViewerID {
			others = append(others, id)
		}
	}
	if len(others) == 0 {
		return nil
	}
	if err := c.Query(ctx).Exec(`
		insert into access_log (viewer_id, page, scope, as_of, person_ids, report_id) values (?, ?, ?, ?, ?, nullif(?, 0))`,
		l.ViewerID, l.Page, l.Scope, l.AsOf, int64Array(others), l.ReportID).Error; err != nil {
		return fmt.Errorf("audit: look: %w", err)
	}
	return nil
}

// Seen is one look at a person, as that person is shown it.
type Seen struct {
	At       time.Time
	ViewerID int64
	Viewer   string // name; the function stands where names are not shown
	Function string
	Page     string
	AsOf     calendar.Date
}

// SeenBy lists who looked at the person, newest first, limit rows from offset,
// and how many there are in all.
func SeenBy(ctx context.Context, c db.Conn, person int64, limit, offset int) ([]Seen, int, error) {
	var total int
	if err := c.Query(ctx).Raw(`select count(*) from access_log where person_ids @> array[cast(? as bigint)]`, person).
		Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("audit: count looks: %w", err)
	}
	var list []Seen
	if err := c.Query(ctx).Raw(`
		select a.at, a.viewer_id, trim(p.first_name || ' ' || p.last_name) as viewer, a.page, a.as_of,
			coalesce((select f.function from employment_facts f where f.person_id = p.id
				and f.valid_from <= a.as_of and f.valid_to > a.as_of and f.known_to = '9999-12-31 00:00:00+00'
				order by f.pensum desc nulls last limit 1), '') as function
		from access_log a
		join persons p on p.id = a.viewer_id
		where a.person_ids @> array[cast(? as bigint)]
		order by a.at desc, a.id desc
		limit ? offset ?`, person, limit, offset).Scan(&list).Error; err != nil {
		return nil, 0, fmt.Errorf("audit: looks: %w", err)
	}
	return list, total, nil
}
