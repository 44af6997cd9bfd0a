package report

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// dutyKey names one cycle of a duty.
type dutyKey struct {
	person, course int64
	cycle          int16
}

func keyOf(r *Row) dutyKey { return dutyKey{r.Subject.ID, r.Course.ID, r.Cycle.No} }

// extra is what Detail shows of a cycle beyond the row; none of it is hashed.
type extra struct {
	reasons   []ledger.Reason // every rule that asks for it
	extension string          // code of its reason
	exemption string          // code of its reason; it covers the duty, whatever the cycle
	language  string          // of the completion's content
	reminded  string          // step of the last reminder
	remindOn  calendar.Date
	completed string // departments on the day of completion
}

// extras are those of a batch of persons.
type extras map[dutyKey]*extra

func (e extras) at(k dutyKey) *extra {
	x := e[k]
	if x == nil {
		x = &extra{}
		e[k] = x
	}
	return x
}

// of is what is known of a row beyond itself.
func (e extras) of(r *Row) *extra {
	x := extra{}
	if found := e[keyOf(r)]; found != nil {
		x = *found
	}
	if duty := e[dutyKey{person: r.Subject.ID, course: r.Course.ID}]; duty != nil {
		x.exemption = duty.exemption
	}
	return &x
}

// readExtras reads them in three statements for all persons of the batch, and once
// the names of departments.
func (s *snapshot) readExtras(ctx context.Context, rows []*Row) (extras, error) {
	e := extras{}
	var persons []int64
	for _, r := range rows {
		if n := len(persons); n == 0 || persons[n-1] != r.Subject.ID {
			persons = append(persons, r.Subject.ID)
		}
	}
	if len(persons) == 0 {
		return e, nil
	}
	err := s.tx.Raw(func(conn *pgx.Conn) error {
		for _, step := range []func(context.Context, *pgx.Conn) error{
			func(ctx context.Context, c *pgx.Conn) error { return s.readReasons(ctx, c, persons, e) },
			func(ctx context.Context, c *pgx.Conn) error { return s.readLastReminders(ctx, c, persons, e) },
			func(ctx context.Context, c *pgx.Conn) error { return s.readThen(ctx, c, persons, rows, e) },
		} {
			if err := step(ctx, conn); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("report: details: %w", err)
	}
	return e, nil
}

func (s *snapshot) readReasons(ctx context.Context, conn *pgx.Conn, persons []int64, e extras) error {
	rows, err := conn.Query(ctx, `
		select e.person_id, e.course_id, e.cycle, e.kind, e.reason, e.reasons, coalesce(e.content_language, '')
		from ledger_events e
		where e.person_id = any ($1::bigint[]) and e.effective_on <= $2::date and e.recorded_at <= $3::timestamptz
			and (e.reasons is not null or e.content_language is not null or e.kind in ('extended', 'exempted'))
			and not exists (select from ledger_events v where v.voids = e.id and v.recorded_at <= $3::timestamptz)
		order by e.id`, persons, s.query.AsOf.Time(), s.known)
	if err != nil {
		return err
	}
	defer rows.Close()
	var k dutyKey
	var kind, reason, language string
	var reasons []byte
	same := map[string][]ledger.Reason{} // most duties are asked for by the same rules
	for rows.Next() {
		if err := rows.Scan(&k.person, &k.course, &k.cycle, &kind, &reason, &reasons, &language); err != nil {
			return err
		}
		x := e.at(k)
		if len(reasons) > 0 {
			list, ok := same[string(reasons)]
			if !ok {
				if err := json.Unmarshal(reasons, &list); err != nil {
					return err
				}
				same[string(reasons)] = list
			}
			x.reasons = list
		}
		switch kind {
		case string(ledger.KindExtended):
			x.extension = reason
		case string(ledger.KindExempted):
			e.at(dutyKey{person: k.person, course: k.course}).exemption = reason
		}
		if language != "" {
			x.language = language
		}
	}
	return rows.Err()
}

func (s *snapshot) readLastReminders(ctx context.Context, conn *pgx.Conn, persons []int64, e extras) error {
	rows, err := conn.Query(ctx, `
		select distinct on (person_id, course_id, cycle) person_id, course_id, cycle, step, created_at
		from reminder_keys
		where person_id = any ($1::bigint[]) and suppressed = '' and created_at < $2 and created_at <= $3
		order by person_id, course_id, cycle, created_at desc`, persons, s.query.AsOf.End(), s.known)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k dutyKey
		var step string
		var at time.Time
		if err := rows.Scan(&k.person, &k.course, &k.cycle, &step, &at); err != nil {
			return err
		}
		x := e.at(k)
		x.reminded, x.remindOn = step, calendar.DateOf(at)
	}
	return rows.Err()
}

// readDeputies reads who deputises for whom at the moment: names by the ID of the
// person deputised for.
func (s *snapshot) readDeputies(ctx context.Context) (map[int64]string, error) {
	names := map[int64]string{}
	err := s.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select d.person_id, string_agg(trim(p.first_name || ' ' || p.last_name), ' | ' order by p.sort_name)
			from deputies d
			join persons p on p.id = d.deputy_id
			where `+knownAt("d")+`
			group by d.person_id`, pgx.NamedArgs{"day": s.query.AsOf.Time(), "known": s.known})
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var name string
			if err := rows.Scan(&id, &name); err != nil {
				return err
			}
			names[id] = name
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("report: deputies: %w", err)
	}
	return names, nil
}
