package session

import (
	"context"
	"fmt"

	"zaemme/internal/db"
	"zaemme/internal/people"
)

// attendees are those on the list by name, and whether the scope contains them; the
// evidence is the latest of the session.
func attendees(ctx context.Context, c db.Conn, session int64, scope people.Scope) ([]Attendee, error) {
	where, args := scope.Where("t.person_id")
	args["session"], args["today"] = session, scope.Day
	var list []Attendee
	if err := c.Query(ctx).Raw(`
		select t.person_id, p.uid::text as person_uid, p.last_name, p.first_name, coalesce(p.personnel_no, '') as personnel_no,
			coalesce(d.name, '') as department, t.state, t.since, t.present, t.passed, coalesce(e.state, '') as evidence,
			coalesce(e.proposed_by, 0) as proposer, coalesce(e.reason, '') as reason, coalesce(`+where+`, false) as in_scope
		from training_people t
		join persons p on p.id = t.person_id
		left join `+people.MainDepartment("t.person_id")+` d on true
		left join lateral (
			select c.state, c.proposed_by, c.reason from evidence_cases c
			where c.session_id = t.session_id and c.person_id = t.person_id order by c.id desc limit 1) e on true
		where t.session_id = @session
		order by p.sort_name collate "de-CH-x-icu", p.uid`, args).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("session: people: %w", err)
	}
	return list, nil
}

// Entry is a session in a list.
type Entry struct {
	Session
	People  int // on the list, without those who have withdrawn
	Present int
	Waits   int // cases that wait
}

// Filter narrows a list of sessions.
type Filter struct {
	Course        int64 // 0: all
	State         State // empty: all
	Limit, Offset int   // rows
}

// List are the sessions that the viewer of the scope runs, is or has people in, or may
// sign up for, the latest day first, and how many there are.
func (s *Service) List(ctx context.Context, c db.Conn, scope people.Scope, f Filter) ([]Entry, int, error) {
	where, args := scope.Where("t.person_id")
	args["viewer"], args["course"], args["state"], args["limit"], args["offset"] = scope.Viewer, f.Course, string(f.State), f.Limit, f.Offset
	args["everyone"], args["today"] = scope.Everyone, scope.Day
	var rows []struct {
		Entry
		Total int
	}
	if err := c.Query(ctx).Raw(`
		select `+columns+`, n.people, n.present, w.waits, count(*) over () as total
		from training_sessions s
		cross join lateral (
			select count(*) filter (where t.state <> 'withdrawn') as people, count(*) filter (where t.present) as present
			from training_people t where t.session_id = s.id) n
		cross join lateral (select count(*) as waits from evidence_cases e where e.session_id = s.id and e.state = 'waiting') w
		where (cast(@course as bigint) = 0 or s.course_id = @course) and (@state = '' or s.state = @state)
			and (@everyone or s.owner_id = @viewer or s.trainer_id = @viewer or exists (
				select from training_people t where t.session_id = s.id and t.state <> 'withdrawn' and (t.person_id = @viewer or `+where+`))
				or `+openTo+`)
		order by s.held_on desc, s.id desc limit @limit offset @offset`, args).Scan(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("session: list: %w", err)
	}
	list, total := make([]Entry, len(rows)), 0
	for i, r := range rows {
		list[i], total = r.Entry, r.Total
	}
	return list, total, nil
}

// Undecided is a session with evidence that waits for a viewer.
type Undecided struct {
	Entry
	Recorder string // name
	Own      bool   // the viewer has recorded it: somebody else confirms
}

// ToConfirm are the recorded sessions with evidence of others that waits and that
// the viewer of the scope may confirm, and those that the viewer has recorded; the
// oldest first.
func (s *Service) ToConfirm(ctx context.Context, c db.Conn, confirmers people.Scope) ([]Undecided, error) {
	where, args := confirmers.Where("e.person_id")
	args["viewer"] = confirmers.Viewer
	var list []Undecided
	if err := c.Query(ctx).Raw(`
		select `+columns+`, n.people, n.present, w.waits, trim(r.first_name || ' ' || r.last_name) as recorder, s.recorded_by = @viewer as own
		from training_sessions s
		join persons r on r.id = s.recorded_by
		cross join lateral (
			select count(*) filter (where t.state <> 'withdrawn') as people, count(*) filter (where t.present) as present
			from training_people t where t.session_id = s.id) n
		cross join lateral (
			select count(*) as waits from evidence_cases e where e.session_id = s.id and e.state = 'waiting'
				and (s.recorded_by = @viewer or e.person_id <> @viewer and `+where+`)) w
		where s.state = 'recorded' and w.waits > 0
		order by s.recorded_at, s.id`, args).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("session: to confirm: %w", err)
	}
	return list, nil
}

// RenewedBy are the persons who have ever had the course of the code as the short
// form of another, with those other courses.
func RenewedBy(ctx context.Context, c db.Conn, code string, persons []int64) (map[int64][]int64, error) {
	var rows []struct{ PersonID, CourseID int64 }
	if err := c.Query(ctx).Raw(`
		select distinct person_id, course_id from ledger_events
		where person_id = any (cast(? as bigint[])) and variant = ?`, db.Numbers(persons), code).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("session: short forms: %w", err)
	}
	list := map[int64][]int64{}
	for _, r := range rows {
		list[r.PersonID] = append(list[r.PersonID], r.CourseID)
	}
	return list, nil
}
