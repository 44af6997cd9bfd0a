package course

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// Publication is a version that was written here.
type Publication struct {
	Content *coursefile.Course
	Base    int64             // the version it was written on, 0: a new course
	Draft   int64             // what it was written as
	Reasons map[string]string // per warning that was overridden: why
	Actor   int64
	Pilot   int64 // the department that gets it first, 0: it is for all
	Today   calendar.Date
}

// Publish makes a version of content that was written here, and returns its ID.
// From then on a release no longer replaces this course. Errors: Stale where Base
// is no longer the newest version, Conflict where nothing has changed.
func Publish(ctx context.Context, tx *db.Tx, p Publication) (int64, error) {
	if err := lock(ctx, tx); err != nil {
		return 0, err
	}
	id, err := ensureCourse(ctx, tx, p.Content)
	if err != nil {
		return 0, err
	}
	before, err := newest(ctx, tx, id)
	switch {
	case err != nil:
		return 0, err
	case before.ID != p.Base:
		return 0, apperr.New(apperr.Stale, "error.course.newer", nil)
	case before.Hash == p.Content.Hash() && !before.Over:
		return 0, apperr.New(apperr.Conflict, "error.course.unchanged", nil)
	}
	version, err := insertVersion(ctx, tx, id, before.Last+1, p.Content, p.Today)
	if err != nil {
		return 0, err
	}
	if err := insertLocal(ctx, tx, version, p); err != nil {
		return 0, err
	}
	if err := begin(ctx, tx, id, version, p.Pilot, p); err != nil {
		return 0, err
	}
	if p.Pilot != 0 { // what it fulfils besides is for all or for nobody
		return version, audit.Record(ctx, tx, audit.Entry{ActorID: p.Actor, Action: "course.pilot.begun", ObjectKind: "course", ObjectID: p.Content.Code})
	}
	if err := replaceEquivalents(ctx, tx, []*coursefile.Course{p.Content}, map[string]int64{p.Content.Code: id}); err != nil {
		return 0, err
	}
	return version, audit.Record(ctx, tx, audit.Entry{
		ActorID: p.Actor, Action: "course.version.published", ObjectKind: "course", ObjectID: p.Content.Code,
	})
}
