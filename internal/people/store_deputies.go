package people

import (
	"context"
	"fmt"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Deputising is one deputy for one person, today or later.
type Deputising struct {
	Person, Deputy Person
	From           calendar.Date
	Until          calendar.Date // last day, Forever: standing
}

// Deputies lists who deputises for the person, and for whom the person
// deputises, from the day on, the earliest first.
func Deputies(ctx context.Context, c db.Conn, person int64, day calendar.Date) (of, by []Deputising, err error) {
	var rows []struct {
		PersonID, DeputyID int64
		ValidFrom, ValidTo calendar.Date
	}
	if err := c.Query(ctx).Raw(`
		select person_id, deputy_id, valid_from, valid_to from deputies f
		where (person_id = @person or deputy_id = @person) and valid_to > @day and `+knownNow+`
		order by valid_from, id`, map[string]any{"person": person, "day": day}).Scan(&rows).Error; err != nil {
		return nil, nil, fmt.Errorf("people: deputies: %w", err)
	}
	for _, r := range rows {
		d := Deputising{From: r.ValidFrom, Until: calendar.Forever}
		if r.ValidTo != calendar.Forever {
			d.Until = r.ValidTo.AddDays(-1)
		}
		if d.Person, err = Get(ctx, c, r.PersonID); err != nil {
			return nil, nil, err
		}
		if d.Deputy, err = Get(ctx, c, r.DeputyID); err != nil {
			return nil, nil, err
		}
		if r.PersonID == person {
			of = append(of, d)
		} else {
			by = append(by, d)
		}
	}
	return of, by, nil
}
