package authoring

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

func (s *Service) publish(ctx context.Context, tx *db.Tx, act Act, d Draft, c *coursefile.Course, reasons map[string]string, pilot int64) (int64, error) {
	version, err := course.Publish(ctx, tx, course.Publication{
		Content: c, Base: d.Base, Draft: d.ID, Reasons: reasons, Actor: act.PersonID, Pilot: pilot, Today: act.Today,
	})
	if err != nil || d.Takes == "" {
		return version, err
	}
	v, err := s.Courses.VersionIn(ctx, tx, version)
	if err != nil {
		return 0, err
	}
	return version, course.TakeUpdate(ctx, tx, v.CourseID, d.Takes, version)
}

// Rebase puts a draft on the newest version of its course, where that has come
// since: what the version has changed is merged into the draft. Conflict where the
// draft is closed, or stands on the newest version already.
func (s *Service) Rebase(ctx context.Context, tx *db.Tx, act Act, id int64) error {
	d, err := lock(ctx, tx, id)
	if err != nil {
		return err
	}
	newest, err := s.Courses.Head(d.Code)
	if err != nil || newest.ID == d.Base { // a new course, or nothing newer
		return apperr.New(apperr.Conflict, "error.authoring.no_newer", nil)
	}
	if d.State != Editing {
		return apperr.New(apperr.Conflict, "error.authoring.closed", nil)
	}
	var base *coursefile.Course
	if d.Base != 0 {
		v, err := s.Courses.VersionIn(ctx, tx, d.Base)
		if err != nil {
			return err
		}
		base = v.Source()
	}
	merged, notes, err := Merge(base, d.Course(), newest.Source())
	if err != nil {
		return err
	}
	if merged, err = course.WithImages(ctx, tx, merged); err != nil {
		return err
	}
	if err := writeFiles(ctx, tx, id, d.Files, merged.Files()); err != nil {
		return err
	}
	d.Base, d.Notes = newest.ID, notes
	if err := touch(ctx, tx, act, id); err != nil {
		return err
	}
	return s.step(ctx, tx, act, d, Editing, d.Remark)
}

// Retire ends offering a course to people who have nothing to do with it yet; with
// again it is offered anew. Who has a duty, a completion or an attempt keeps all of
// it. Invalid while a rule assigns the course: HR takes it out of the curriculum
// first.
func (s *Service) Retire(ctx context.Context, tx *db.Tx, act Act, code string, again bool) error {
	v, err := s.Courses.ByCode(code)
	if err != nil {
		return err
	}
	if !again {
		titles, err := assignedBy(ctx, tx, code, act.Today)
		if err != nil {
			return err
		}
		if len(titles) > 0 {
			return apperr.New(apperr.Invalid, "error.authoring.assigned", map[string]any{"title": titles[0]})
		}
	}
	if err := course.Retire(ctx, tx, v.CourseID, act.PersonID, act.Today, again); err != nil {
		return err
	}
	action := "course.retired"
	if again {
		action = "course.offered"
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: act.PersonID, Action: action, ObjectKind: "course", ObjectID: code})
}
