package reminder

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/mail"
	"zaemme/internal/people"
)

// contact is a person as a message addresses them.
type contact struct {
	Person
	FirstName string
	LastName  string
	Email     string
	Language  string
	// Department is the name of the main employment's.
	Department string
	UID        uuid.UUID
}

func (c contact) name() string { return strings.TrimSpace(c.FirstName + " " + c.LastName) }

func (c contact) address() mail.Address { return mail.Address{Name: c.name(), Email: c.Email} }

// readContacts reads the persons as they stand on the day, in one statement; it
// says the same of them as NewPerson. Unknown ones are left out.
func (s *Service) readContacts(ctx context.Context, c db.Conn, ids []int64, day calendar.Date) (map[int64]contact, error) {
	var rows []struct {
		ID                                   int64
		FirstName, LastName, Email, Language string
		Category, Calendar, Employed, Away   string
		Department                           string
		UID                                  uuid.UUID
		Bounced                              bool
	}
	if err := c.Query(ctx).Raw(`
		with held as (
			select f.person_id, f.category, f.site_id, f.department_id, f.entry_on, f.exit_on,
				row_number() over (partition by f.person_id order by coalesce(f.pensum, 0) desc, f.entry_on, e.no) as place
			from employment_facts f
			join employments e on e.id = f.employment_id
			where f.person_id = any(cast(@ids as bigint[])) and f.valid_from <= @day and f.valid_to > @day
				and f.entry_on <= @day and f.exit_on >= @day and f.known_to = '9999-12-31 00:00:00+00'
		)
		select p.id, p.uid, p.first_name, p.last_name, coalesce(p.email, '') as email, p.language,
			coalesce((select d.name from department_facts d where d.department_id = h.department_id and d.valid_from <= @day and d.valid_to > @day
				and d.known_to = '9999-12-31 00:00:00+00'), '') as department,
			coalesce(h.category, '') as category, coalesce(k.code, s.calendar, '') as calendar,
			coalesce((select string_agg(a.entry_on || ' ' || a.exit_on, ',') from held a where a.person_id = p.id), '') as employed,
			coalesce((select string_agg(a.from_on || ' ' || a.until_on, ',') from absences a
				where a.person_id = p.id and a.until_on >= @day and a.known_to = '9999-12-31 00:00:00+00'), '') as away,
			p.id in (`+bounces+` and o.recipient_id = any(cast(@ids as bigint[]))) as bounced
		from persons p
		left join held h on h.person_id = p.id and h.place = 1
		left join sites s on s.id = h.site_id
		left join site_calendars c on c.site_id = s.id
			and c.valid_from <= @day and c.valid_to > @day and c.known_to = '9999-12-31 00:00:00+00'
		left join calendars k on k.id = c.calendar_id
		where p.id = any(cast(@ids as bigint[]))`,
		map[string]any{"ids": db.Numbers(ids), "day": day}).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reminder: persons: %w", err)
	}
	contacts := make(map[int64]contact, len(rows))
	for _, r := range rows {
		who := contact{FirstName: r.FirstName, LastName: r.LastName, Email: r.Email, Language: r.Language, Department: r.Department, UID: r.UID}
		who.ID, who.Mailbox = r.ID, r.Email != ""
		who.Cared = cared(people.Category(r.Category))
		who.Site = s.Calendars(r.Calendar)
		who.Bounced = r.Bounced
		var err error
		if who.Employed, err = intervals(r.Employed); err != nil {
			return nil, err
		}
		if who.Away, err = intervals(r.Away); err != nil {
			return nil, err
		}
		contacts[r.ID] = who
	}
	return contacts, nil
}

// intervals reads «2026-01-01 9999-12-31,…».
func intervals(text string) ([]calendar.Interval, error) {
	if text == "" {
		return nil, nil
	}
	var list []calendar.Interval
	for one := range strings.SplitSeq(text, ",") {
		first, last, _ := strings.Cut(one, " ")
		from, err := calendar.ParseISO(first)
		if err != nil {
			return nil, fmt.Errorf("reminder: interval: %w", err)
		}
		until, err := calendar.ParseISO(last)
		if err != nil {
			return nil, fmt.Errorf("reminder: interval: %w", err)
		}
		list = append(list, calendar.Interval{From: from, Until: until})
	}
	return list, nil
}
