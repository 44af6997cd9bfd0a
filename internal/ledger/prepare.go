package ledger

import (
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
)

// prepare completes what an event leaves unstated and refuses what is wrong
// with it whatever the duty's history.
func prepare(e *Event) error {
	if e.ID != 0 || !e.RecordedAt.IsZero() {
		return fmt.Errorf("ledger: event %d of person %d course %d is already recorded", e.ID, e.PersonID, e.CourseID)
	}
	if e.PersonID == 0 || e.CourseID == 0 || e.EffectiveOn == 0 || e.EffectiveOn == calendar.Forever {
		return invalid(e, "incomplete")
	}
	if e.Kind != KindCorrected {
		complete(e, e.Kind)
		if err := checkKind(e, e.Kind); err != nil {
			return err
		}
		if e.Cycle < 1 {
			return invalid(e, "wrong_cycle")
		}
	}
	switch {
	case (e.Kind == KindCorrected) != (e.Voids != 0) || e.Replaces && e.Kind != KindCorrected:
		return invalid(e, "void")
	case e.GraceUntil != 0 && (e.DueOn == 0 || e.GraceUntil < e.DueOn):
		return invalid(e, "grace")
	case e.ConfirmedBy != 0 && (e.ConfirmedBy == e.PersonID || e.ConfirmedBy == e.ActorID):
		return apperr.New(apperr.Forbidden, "error.ledger.confirm_self", detail(e)).At("confirmed_by")
	case e.ActorID == e.PersonID && e.BatchID == 0 && decides(e.Kind):
		return apperr.New(apperr.Forbidden, "error.ledger.own_duty", detail(e))
	}
	return nil
}

// decides lists the kinds in which somebody decides about somebody; a rule that
// is applied (a batch) decides about its author as about all.
func decides(k Kind) bool {
	switch k {
	case KindRecorded, KindExempted, KindExtended, KindRevoked, KindCorrected:
		return true
	default:
		return false
	}
}

// complete writes out what a kind takes for granted.
func complete(e *Event, kind Kind) {
	if e.DueOn != 0 && e.GraceUntil == 0 {
		e.GraceUntil = e.DueOn
	}
	switch {
	case completes(kind, e.How):
		e.ValidUntil = stated(e.ValidUntil, calendar.Forever)
	case kind == KindPaused:
		e.PauseFrom = stated(e.PauseFrom, e.EffectiveOn)
		e.PauseUntil = stated(e.PauseUntil, calendar.Forever)
	case kind == KindResumed:
		e.PauseUntil = stated(e.PauseUntil, e.EffectiveOn.AddDays(-1))
	case kind == KindExempted:
		e.ExemptUntil = stated(e.ExemptUntil, calendar.Forever)
	}
}

// checkKind holds an event to what its kind needs. A replacement is held to the
// kind of what it replaces.
func checkKind(e *Event, kind Kind) error {
	if completes(kind, e.How) {
		return checkCompletion(e, kind)
	}
	switch kind {
	case KindAssigned, KindStarted, KindAcknowledged, KindResumed, KindWithdrawn, KindRevoked:
	case KindDueSet:
		if e.DueOn == 0 && e.ValidUntil == 0 && e.WindowFrom == 0 && e.Mandatory == nil && e.RuleID == 0 {
			return invalid(e, "incomplete")
		}
	case KindExtended:
		if e.DueOn == 0 {
			return invalid(e, "incomplete").At("due_on")
		}
	case KindPaused:
		if e.PauseUntil < e.PauseFrom {
			return invalid(e, "order").At("pause_until")
		}
	case KindExempted: // the day before ends it
		if e.ExemptUntil < e.EffectiveOn.AddDays(-1) {
			return invalid(e, "order").At("exempt_until")
		}
	default:
		return invalid(e, "kind")
	}
	return nil
}

func checkCompletion(e *Event, kind Kind) error {
	switch {
	case e.How == "":
		return invalid(e, "incomplete").At("how")
	case e.EvidenceNo == "":
		return invalid(e, "incomplete").At("evidence_no")
	case e.ValidUntil < e.EffectiveOn:
		return invalid(e, "order").At("valid_until")
	case e.How == HowEquivalence && e.SourceEvent == 0:
		return invalid(e, "source").At("source_event")
	case (e.How == HowClassroom || e.How == HowPaper) && e.ConfirmedBy == 0:
		return invalid(e, "confirm").At("confirmed_by")
	case e.How == HowPractical && e.ConfirmedBy == 0 && (e.ActorID == 0 || e.ActorID == e.PersonID):
		return invalid(e, "confirm").At("confirmed_by")
	case kind == KindCompleted && e.How != HowOnline && e.How != HowTestOut:
		return invalid(e, "how").At("how")
	}
	return nil
}

func invalid(e *Event, what string) *apperr.Error {
	return apperr.New(apperr.Invalid, "error.ledger."+what, detail(e))
}

func detail(e *Event) map[string]any {
	return map[string]any{"Person": e.PersonID, "Course": e.CourseID, "Cycle": e.Cycle, "Kind": string(e.Kind)}
}
