package curriculum

import (
	"context"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// RequirementFact is a requirement in force, for the pages of the courses.
type RequirementFact struct {
	VersionID int64
	Whole     bool
	DueOn     calendar.Date
	BatchID   int64
	PlanUID   string // that declared it
}

// RequirementsInForce are the requirements in force, by ID of the version.
func RequirementsInForce(ctx context.Context, c db.Conn) (map[int64]RequirementFact, error) {
	var rows []RequirementFact
	if err := c.Query(ctx).Raw(`
		select r.version_id, r.whole, r.due_on, r.batch_id, coalesce(p.uid::text, '') as plan_uid
		from version_requirements r
		join batches b on b.id = r.batch_id left join plans p on p.id = b.plan_id
		where r.` + knownNow).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("curriculum: requirements in force: %w", err)
	}
	facts := map[int64]RequirementFact{}
	for _, r := range rows {
		facts[r.VersionID] = r
	}
	return facts, nil
}

// requirementsWith are the requirements in force and the proposed one, nil: none.
// Invalid where the version is not material, or required already.
func requirementsWith(ctx context.Context, c db.Conn, proposed *Requirement) ([]Required, error) {
	var rows []struct {
		Course      string
		CourseID    int64
		ID          int64 // of the version
		Number      int
		Materiality coursefile.Materiality
		PublishedOn calendar.Date
		Pilot       bool // of a department, or was: all do not have it
		Required    bool
		Whole       bool
		DueOn       calendar.Date
	}
	code := ""
	if proposed != nil {
		code = proposed.Course
	}
	if err := c.Query(ctx).Raw(`
		select c.code as course, c.id as course_id, v.id, v.number, v.materiality, coalesce(p.released, v.published_on) as published_on, p.piloted and p.released is null as pilot,
			r.id is not null as required, coalesce(r.whole, false) as whole, r.due_on
		from course_versions v
		join courses c on c.id = v.course_id
		cross join lateral (
			select count(*) > 0 as piloted, min(s.day) filter (where s.step = 'released') as released
			from course_pilot_steps s where s.version_id = v.id) p
		left join version_requirements r on r.version_id = v.id and r.`+knownNow+`
		where c.code = ? or exists (
			select from version_requirements x join course_versions w on w.id = x.version_id
			where w.course_id = v.course_id and x.`+knownNow+`)
		order by c.id, v.number`, code).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("curriculum: requirements: %w", err)
	}
	numbers := map[int64]map[int64]int{}
	var list []Required
	found := proposed == nil
	for _, r := range rows {
		if numbers[r.CourseID] == nil {
			numbers[r.CourseID] = map[int64]int{}
		}
		numbers[r.CourseID][r.ID] = r.Number
		one := Required{Requirement{r.Course, r.Number, r.Whole, r.DueOn}, r.CourseID, r.PublishedOn, numbers[r.CourseID]}
		if proposed != nil && r.Course == proposed.Course && r.Number == proposed.Version {
			switch {
			case r.Required:
				return nil, apperr.New(apperr.Conflict, "error.requirement.twice", nil)
			case r.Materiality != coursefile.Material || r.Number == 1 || r.Pilot:
				return nil, apperr.New(apperr.Invalid, "error.requirement.not_material", nil)
			}
			one.Requirement, r.Required, found = *proposed, true, true
		}
		if r.Required {
			list = append(list, one)
		}
	}
	if !found {
		return nil, apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	return list, nil
}

// require declares that the version is asked for.
func require(ctx context.Context, tx *db.Tx, r Requirement, batch, actor int64) error {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	var id int64
	if err := db.One(tx.Query(ctx), &id, `
		insert into version_requirements (version_id, whole, due_on, declared_by, batch_id, known_from)
		select v.id, @whole, @due, nullif(@actor, 0), @batch, @stamp
		from course_versions v join courses c on c.id = v.course_id where c.code = @course and v.number = @number
		returning id`, map[string]any{"whole": r.Whole, "due": r.DueOn, "actor": actor, "batch": batch, "stamp": stamp,
		"course": r.Course, "number": r.Version}); err != nil {
		return fmt.Errorf("curriculum: require a version: %w", err)
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "course.version.required", ObjectKind: "course", ObjectID: r.Course,
		Fields: []string{"version", "whole", "due_on"}})
}

// endRequirements ends what the batch has declared, and says how many that are.
func endRequirements(ctx context.Context, tx *db.Tx, batch int64) (int, error) {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return 0, err
	}
	result := tx.Query(ctx).Exec(`update version_requirements set known_to = ? where batch_id = ? and `+knownNow, stamp, batch)
	if result.Error != nil {
		return 0, fmt.Errorf("curriculum: end requirements: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}
