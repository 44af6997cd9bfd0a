package authoring

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// Submit sends a draft to the review, after what has one right form has been
// corrected in it. Who sends it counts as one of its authors. Errors: Conflict
// where it is not being written, Invalid where something keeps it from being
// published.
func (s *Service) Submit(ctx context.Context, tx *db.Tx, act Act, id int64, check Surroundings) error {
	d, err := writable(ctx, tx, id)
	if err != nil {
		return err
	}
	c := d.Course()
	d.Notes = Correct(c)
	after := c.Files()
	if list := Check(d.Code, after, check); HasRefused(list) {
		return apperr.New(apperr.Invalid, "error.authoring.refused", map[string]any{"n": count(list, Refused)})
	}
	if err := writeFiles(ctx, tx, id, d.Files, after); err != nil {
		return err
	}
	if err := touch(ctx, tx, act, id); err != nil {
		return err
	}
	return s.step(ctx, tx, act, d, Review, "")
}

func count(list []Finding, weight Weight) (n int) {
	for _, f := range list {
		if f.Weight == weight {
			n++
		}
	}
	return n
}

// Return gives a draft back to its authors with a remark, or takes it back from the
// review.
func (s *Service) Return(ctx context.Context, tx *db.Tx, act Act, id int64, remark string) error {
	d, err := lock(ctx, tx, id)
	if err != nil {
		return err
	}
	if d.State != Review {
		return apperr.New(apperr.Conflict, "error.authoring.not_in_review", nil)
	}
	return s.step(ctx, tx, act, d, Editing, remark)
}

// Discard ends a draft that is not published; what it held is gone from then on.
func (s *Service) Discard(ctx context.Context, tx *db.Tx, act Act, id int64) error {
	d, err := lock(ctx, tx, id)
	if err != nil {
		return err
	}
	if d.State != Editing && d.State != Review {
		return apperr.New(apperr.Conflict, "error.authoring.closed", nil)
	}
	if err := writeFiles(ctx, tx, id, d.Files, nil); err != nil {
		return err
	}
	return s.step(ctx, tx, act, d, Discarded, "")
}

// Decision is what a reviewer says when publishing.
type Decision struct {
	Seen        string // of the draft as it was shown
	Materiality coursefile.Materiality
	Note        coursefile.Texts  // what is new, at least in German
	Reasons     map[string]string // per code of Reasons
	Pilot       int64             // the department that gets it first, 0: all do
}

// Publish makes a version of a draft in review. The catalogue must be refreshed
// afterwards. Errors: Forbidden for its authors, Stale where it or the course has
// changed since it was shown, Invalid with the field for what is missing or wrong.
func (s *Service) Publish(ctx context.Context, tx *db.Tx, act Act, id int64, what Decision, check Surroundings) (version int64, err error) {
	d, err := lock(ctx, tx, id)
	switch {
	case err != nil:
		return 0, err
	case d.State != Review:
		return 0, apperr.New(apperr.Conflict, "error.authoring.not_in_review", nil)
	case !d.MayPublish(act.PersonID):
		return 0, apperr.New(apperr.Forbidden, "error.authoring.own", nil)
	case d.Seen() != what.Seen:
		return 0, apperr.New(apperr.Stale, "error.authoring.stale_draft", nil)
	}
	if err := what.check(); err != nil {
		return 0, err
	}
	c := d.Course()
	c.Version = coursefile.VersionNote{Materiality: what.Materiality, Note: what.Note}
	files := c.Files()
	findings := Check(d.Code, files, check)
	if HasRefused(findings) {
		return 0, apperr.New(apperr.Invalid, "error.authoring.refused", map[string]any{"n": count(findings, Refused)})
	}
	reasons := map[string]string{}
	for _, code := range Reasons(findings) {
		if reasons[code] = what.Reasons[code]; reasons[code] == "" {
			return 0, apperr.New(apperr.Invalid, "error.authoring.reason", nil).At("reason-" + code)
		}
	}
	if version, err = s.publish(ctx, tx, act, d, c, reasons, what.Pilot); err != nil {
		return 0, err
	}
	if err := writeFiles(ctx, tx, id, d.Files, files); err != nil {
		return 0, err
	}
	d.Version = version
	return version, s.step(ctx, tx, act, d, Published, "")
}

func (d Decision) check() error {
	switch d.Materiality {
	case coursefile.Editorial, coursefile.Minor, coursefile.Material:
	default:
		return apperr.New(apperr.Invalid, "error.authoring.materiality", nil).At("materiality")
	}
	if d.Note["de"] == "" {
		return apperr.New(apperr.Invalid, "error.form.required", nil).At("note-de")
	}
	return nil
}

func (s *Service) step(ctx context.Context, tx *db.Tx, act Act, d Draft, to State, remark string) error {
	if err := step(ctx, tx, act, d, to, remark); err != nil {
		return err
	}
	if to == Published || to == Discarded {
		if err := dropImport(ctx, tx, d.ID); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: act.PersonID, Action: "course.draft." + string(to), ObjectKind: "course", ObjectID: d.Code})
}
