package course

import (
	"context"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// forAll is the condition that everybody gets the version v: it was never a pilot, or
// the pilot was released.
const forAll = `(not exists (select from course_pilot_steps b where b.version_id = v.id)
	or exists (select from course_pilot_steps b where b.version_id = v.id and b.step = 'released'))`

// over is the condition that v was a pilot and no longer is a version for anybody.
const over = `exists (select from course_pilot_steps b where b.version_id = v.id and b.step in ('withdrawn', 'replaced'))`

// newestID is a version of the catalogue.
type newestID struct {
	ID       int64
	CourseID int64
	ForAll   bool // false: no version of the course is
	Head     int64
}

// newestIDs are, per course, the newest version for all (the newest of all where there
// is none) and the one that drafts begin with.
func newestIDs(ctx context.Context, c db.Conn) ([]newestID, error) {
	var list []newestID
	if err := c.Query(ctx).Raw(`
		select distinct on (v.course_id) v.id, v.course_id, v.for_all, first_value(v.id) over (partition by v.course_id order by v.over, v.number desc) as head
		from (select v.id, v.course_id, v.number, ` + forAll + ` as for_all, ` + over + ` as over from course_versions v) v
		order by v.course_id, v.for_all desc, v.over, v.number desc`).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("course: newest versions: %w", err)
	}
	return list, nil
}

// runningPilot is a pilot without its content.
type runningPilot struct {
	VersionID, DepartmentID int64
	Day                     calendar.Date
}

func runningPilots(ctx context.Context, c db.Conn) ([]runningPilot, error) {
	var list []runningPilot
	if err := c.Query(ctx).Raw(`
		select p.version_id, p.department_id, p.day from course_pilot_steps p
		where p.step = 'begun' and not exists (select from course_pilot_steps e where e.version_id = p.version_id and e.step <> 'begun')
		order by p.version_id`).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("course: pilots: %w", err)
	}
	return list, nil
}

// pilotsOf are the versions among those of the pilots that the person gets on the day.
func pilotsOf(ctx context.Context, c db.Conn, pilots []Pilot, person int64, day calendar.Date) ([]int64, error) {
	var versions, departments, in []int64
	for _, p := range pilots {
		versions, departments = append(versions, p.Version.ID), append(departments, p.Department)
	}
	if err := c.Query(ctx).Raw(`
		select p.version from unnest(cast(@versions as bigint[]), cast(@departments as bigint[])) as p (version, department)
		where exists (select from people_within(array[p.department], cast(@day as date)) w where w.person_id = @person)`,
		map[string]any{"versions": db.Numbers(versions), "departments": db.Numbers(departments), "day": day, "person": person}).Scan(&in).Error; err != nil {
		return nil, fmt.Errorf("course: pilots of a person: %w", err)
	}
	return in, nil
}

type pilotStep struct {
	version, department, actor int64
	step, reason               string
	day                        calendar.Date
}

// insertStep adds a step; Conflict where the pilot has ended already.
func insertStep(ctx context.Context, tx *db.Tx, s pilotStep) error {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	result := tx.Query(ctx).Exec(`
		insert into course_pilot_steps (version_id, step, department_id, day, reason, actor_id, known_from)
		select @version, @step, nullif(@department, 0), @day, @reason, @actor, @stamp
		where @step = 'begun' or not exists (select from course_pilot_steps where version_id = @version and step <> 'begun')`,
		map[string]any{"version": s.version, "step": s.step, "department": s.department, "day": s.day, "reason": s.reason, "actor": s.actor, "stamp": stamp})
	if result.Error != nil {
		return fmt.Errorf("course: pilot of version %d: %w", s.version, result.Error)
	}
	if result.RowsAffected == 0 {
		return apperr.New(apperr.Conflict, "error.course.no_pilot", nil)
	}
	return nil
}

// replacePilot ends the running pilot of the course, if one runs.
func replacePilot(ctx context.Context, tx *db.Tx, course, actor int64, day calendar.Date) error {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	if err := tx.Query(ctx).Exec(`
		insert into course_pilot_steps (version_id, step, day, actor_id, known_from)
		select p.version_id, 'replaced', @day, @actor, @stamp
		from course_pilot_steps p join course_versions v on v.id = p.version_id
		where v.course_id = @course and p.step = 'begun'
			and not exists (select from course_pilot_steps e where e.version_id = p.version_id and e.step <> 'begun')`,
		map[string]any{"course": course, "day": day, "actor": actor, "stamp": stamp}).Error; err != nil {
		return fmt.Errorf("course: end the pilot before: %w", err)
	}
	return nil
}

// PilotFigures are what a running pilot has come to; nobody is named.
type PilotFigures struct {
	People    int // in the department on the day
	Completed int // the version, whoever they are
	Tried     int // who handed in its test
	Feedback  int // on the course since the pilot began, by everybody: it does not say of which version
	Helpful   int // of it
}

// FiguresOf counts them.
func FiguresOf(ctx context.Context, c db.Conn, p Pilot, day calendar.Date) (PilotFigures, error) {
	var f PilotFigures
	if err := db.One(c.Query(ctx), &f, `
		select (select count(*) from people_within(array[cast(@department as bigint)], cast(@day as date))) as people,
			(select count(distinct e.person_id) from ledger_events e
				where e.version_id = @version and e.kind in ('completed', 'acknowledged', 'taken', 'recorded')
					and not exists (select from ledger_events x where x.voids = e.id)) as completed,
			(select count(distinct a.person_id) from attempts a where a.version_id = @version and a.handed_in_at is not null) as tried,
			(select count(*) from feedback where course_id = @course and given_on >= @since) as feedback,
			(select count(*) from feedback where course_id = @course and given_on >= @since and kind = 'helpful') as helpful`,
		map[string]any{"department": p.Department, "day": day, "version": p.Version.ID, "course": p.Version.CourseID, "since": p.Since}); err != nil {
		return f, fmt.Errorf("course: figures of a pilot: %w", err)
	}
	return f, nil
}
