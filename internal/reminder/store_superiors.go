package reminder

import (
	"context"
	"fmt"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// readSuperiors adds to the organisation who stands in for whom, who has a role,
// and whose address is no good.
func readSuperiors(ctx context.Context, c db.Conn, org *people.Org, current settings.Settings, day calendar.Date) (*superiors, error) {
	s := &superiors{org: org, deputies: map[int64][]int64{}, contacts: map[people.Category]int64{}, bounced: map[int64]bool{}}
	var rows []struct {
		Kind     string
		PersonID int64
		OfID     int64
	}
	if err := c.Query(ctx).Raw(`
		select 'deputy' as kind, deputy_id as person_id, person_id as of_id from deputies
		where valid_from <= @day and valid_to > @day and known_to = '9999-12-31 00:00:00+00'
		union all
		select role, person_id, coalesce(department_id, 0) from role_grants
		where (role = 'hr' or role = 'officials_care' and department_id is null)
			and valid_from <= @day and valid_to > @day and known_to = '9999-12-31 00:00:00+00'
		union all
		select 'militia', id, 0 from persons where lower(email) = lower(@militia)
		union all
		select 'external', id, 0 from persons where lower(email) = lower(@external)
		order by person_id`,
		map[string]any{"day": day, "militia": current.Text("militia_contact"), "external": current.Text("external_contact")}).
		Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reminder: deputies and roles: %w", err)
	}
	for _, r := range rows {
		switch r.Kind {
		case "deputy":
			s.deputies[r.OfID] = append(s.deputies[r.OfID], r.PersonID)
		case string(people.RoleHR):
			s.hr = append(s.hr, hrGrant{r.PersonID, r.OfID})
		case string(people.Militia), string(people.External):
			s.contacts[people.Category(r.Kind)] = r.PersonID
		default:
			s.care = append(s.care, r.PersonID)
		}
	}
	bounced, err := readBounced(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, id := range bounced {
		s.bounced[id] = true
	}
	return s, nil
}

// bounces are messages that a mail server refused for good, for their address,
// that their recipient still has.
const bounces = `
	select o.recipient_id from outbox o join persons b on b.id = o.recipient_id
	where o.refused_address = sha256(convert_to(lower(b.email), 'UTF8')) and o.state = 'parked'`

func readBounced(ctx context.Context, c db.Conn) ([]int64, error) {
	var ids []int64
	if err := c.Query(ctx).Raw(`select distinct recipient_id from (` + bounces + `) b`).Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("reminder: refused addresses: %w", err)
	}
	return ids, nil
}
