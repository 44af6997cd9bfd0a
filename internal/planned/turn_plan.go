package planned

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Turn pauses a plan, ends it, or lets it go on from today: also one that has ended,
// so ending can be undone. What was due in between is not made up for. Who resumes the
// plan of somebody else owns it from then on. Errors: NotFound; Conflict where it is
// so already, or where the actor may not answer for it.
func (s *Service) Turn(ctx context.Context, tx *db.Tx, uid string, to State, act Act) error {
	j, err := newJudge(ctx, tx, calendar.DateOf(act.Now))
	if err != nil {
		return err
	}
	p, err := s.held(ctx, tx, j, uid, act)
	if err != nil {
		return err
	}
	if p.State == to || to == Paused && p.State != Active {
		return apperr.New(apperr.Conflict, "error.planned.already", nil)
	}
	p.State, p.Why, p.ChangedAt, p.ChangedBy = to, "", act.Now, act.Scope.Viewer
	switch to {
	case Paused:
		p.Why = ByHand
	case Active:
		if p.OwnerID, p.Since = act.Scope.Viewer, j.today; !j.mayOwn(act.Scope, p) {
			return apperr.New(apperr.Conflict, "error.planned.not_answer", nil)
		}
	case Ended:
	default:
		return apperr.New(apperr.Invalid, "error.planned.already", nil)
	}
	if err := updatePlan(ctx, tx, p); err != nil {
		return err
	}
	action := map[State]string{Active: "report_plan.resumed", Paused: "report_plan.paused", Ended: "report_plan.ended"}[to]
	return audit.Record(ctx, tx, audit.Entry{ActorID: act.Scope.Viewer, Action: action, ObjectKind: "report_plan", ObjectID: p.UID})
}
