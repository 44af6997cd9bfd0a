package course

import (
	"context"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// Pilot is a version that a department, with those below it, gets before all others.
// What somebody completes in it is a completion of the course in that version, and
// stays one however the pilot ends.
type Pilot struct {
	Version    *Version
	Department int64
	Since      calendar.Date
}

// Pilot is the one that runs of the course; NotFound if none does.
func (c *Catalogue) Pilot(courseID int64) (Pilot, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if i := slices.IndexFunc(c.pilots, func(p Pilot) bool { return p.Version.CourseID == courseID }); i >= 0 {
		return c.pilots[i], nil
	}
	return Pilot{}, apperr.New(apperr.NotFound, "error.course.no_pilot", nil)
}

// Held reports a course of which no version is for all: it is in its first pilot, or
// that was withdrawn. Who has nothing to do with it does not meet it.
func (c *Catalogue) Held(courseID int64) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.held[courseID]
}

// Head is the version that a draft begins with: the newest, of a running pilot too;
// NotFound if there is no such course.
func (c *Catalogue) Head(code string) (*Version, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return found(c.heads[code])
}

// Own are the versions that a person gets otherwise than all do.
type Own map[int64]*Version

// Of is the version of the course that the person gets, where all get v.
func (o Own) Of(v *Version) *Version {
	if own := o[v.CourseID]; own != nil {
		return own
	}
	return v
}

// Own are the pilots that the person is in on the day, by course: one statement, none
// while no pilot runs.
func (c *Catalogue) Own(ctx context.Context, conn db.Conn, person int64, day calendar.Date) (Own, error) {
	c.mu.RLock()
	pilots := c.pilots
	c.mu.RUnlock()
	if len(pilots) == 0 {
		return nil, nil
	}
	in, err := pilotsOf(ctx, conn, pilots, person, day)
	if err != nil {
		return nil, err
	}
	own := Own{}
	for _, p := range pilots {
		if slices.Contains(in, p.Version.ID) {
			own[p.Version.CourseID] = p.Version
		}
	}
	return own, nil
}

// begin makes the version a pilot of the department; a pilot of the course that runs
// ends by it, and by a version for all (department 0) too.
func begin(ctx context.Context, tx *db.Tx, course, version, department int64, p Publication) error {
	if err := replacePilot(ctx, tx, course, p.Actor, p.Today); err != nil || department == 0 {
		return err
	}
	return insertStep(ctx, tx, pilotStep{version: version, step: "begun", department: department, actor: p.Actor, day: p.Today})
}

// Release gives the version of a running pilot to all from the day on. The catalogue
// must be refreshed afterwards. Conflict where the pilot has ended.
func Release(ctx context.Context, tx *db.Tx, v *Version, actor int64, today calendar.Date) error {
	if err := lock(ctx, tx); err != nil {
		return err
	}
	if err := insertStep(ctx, tx, pilotStep{version: v.ID, step: "released", actor: actor, day: today}); err != nil {
		return err
	}
	if err := replaceEquivalents(ctx, tx, []*coursefile.Course{v.Content}, map[string]int64{v.Code(): v.CourseID}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "course.pilot.released", ObjectKind: "course", ObjectID: v.Code()})
}

// Withdraw ends a running pilot: its department gets the version that all have. The
// catalogue must be refreshed afterwards. Conflict where the pilot has ended.
func Withdraw(ctx context.Context, tx *db.Tx, v *Version, actor int64, today calendar.Date, reason string) error {
	if err := lock(ctx, tx); err != nil {
		return err
	}
	if err := insertStep(ctx, tx, pilotStep{version: v.ID, step: "withdrawn", actor: actor, day: today, reason: reason}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "course.pilot.withdrawn", ObjectKind: "course", ObjectID: v.Code()})
}
