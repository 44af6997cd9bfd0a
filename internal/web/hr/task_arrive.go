package hr

import (
	"encoding/json"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/hrimport"
	"zaemme/internal/report"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// planPath is the page of a plan.
func planPath(kind change.Kind, uid string) string {
	switch kind {
	case change.Rules:
		return rulesPath(uid)
	case hrimport.Edit:
		return editPath(uid)
	case change.Undo:
		return undoPath(uid)
	case change.Records:
		return trainingsPlan(uid)
	case change.Calendar:
		return datesPath(uid)
	case change.Outage:
		return outagePath(uid)
	case change.Version:
		return versionPath(uid)
	default:
		return importPath(uid)
	}
}

// appliedKey is the message after a plan was applied.
func appliedKey(kind change.Kind) string {
	switch kind {
	case change.Rules:
		return "hr.rules.applied"
	case hrimport.Edit:
		return "hr.edit.applied"
	case change.Undo:
		return "hr.undo.applied"
	case change.Calendar:
		return "calendar.dates.applied"
	case change.Outage:
		return "outage.applied"
	case change.Version:
		return "version.applied"
	default:
		return "hr.import.applied"
	}
}

// arrive leads from a task that has ended to its result.
func (h *Handlers) arrive(c *fiber.Ctx, t task.Task) error {
	if t.Kind == report.FileTask {
		return page.To(c, report.FilePath(t.UID.String()))
	}
	if t.Kind == change.ProposeTask {
		return h.arriveAtPlan(c, t)
	}
	result := t.Result
	if t.Failure != nil {
		result = t.Failure.Value
	}
	var of struct{ Plan string }                                         // of Done and of Refused
	if err := json.Unmarshal(result, &of); err != nil || of.Plan == "" { // given up, or a fault
		about := aboutOf(t)
		path := beginPath(about.Kind, about.List)
		if about.Plan != "" {
			path = planPath(about.Kind, about.Plan)
		}
		return page.Warned(c, path, "error.task.failed")
	}
	plan, err := change.Load(c.UserContext(), h.DB, of.Plan)
	if err != nil {
		return err
	}
	path := planPath(plan.Kind, of.Plan)
	switch {
	case t.Failure == nil:
		return page.Done(c, path, appliedKey(plan.Kind))
	case plan.State == change.IsStale:
		return page.To(c, path+"?auftrag="+t.UID.String())
	case t.Failure.Kind == apperr.Conflict:
		return page.Warned(c, path, "hr.plan.already_applied")
	default:
		return warned(c, path, t.Failure)
	}
}

func (h *Handlers) arriveAtPlan(c *fiber.Ctx, t task.Task) error {
	if t.Failure != nil {
		about := aboutOf(t)
		return warned(c, beginPath(about.Kind, about.List), t.Failure)
	}
	var made change.Proposed
	if err := json.Unmarshal(t.Result, &made); err != nil {
		return fmt.Errorf("hr: result of task %d: %w", t.ID, err)
	}
	plan, err := change.Load(c.UserContext(), h.DB, made.Plan)
	if err != nil {
		return err
	}
	switch path := planPath(plan.Kind, made.Plan); {
	case made.Renewed:
		return page.Done(c, path, "hr.plan.renewed")
	case made.Revised:
		return page.Done(c, path, "hr.plan.recomputed")
	default:
		return page.To(c, path)
	}
}

// aboutOf is what the task is about; the zero About of one from before that was kept.
func aboutOf(t task.Task) (about change.About) {
	if json.Unmarshal(t.About, &about) != nil {
		return change.About{}
	}
	return about
}

func warned(c *fiber.Ctx, path string, f *task.Failure) error {
	var args []any
	for name, value := range f.Args {
		args = append(args, name, value)
	}
	return page.Warned(c, path, f.Key, args...)
}

// refused is what stood in the way when the task in the address tried to apply
// the plan; nil where no task is named, or another's.
func (h *Handlers) refused(c *fiber.Ctx, plan change.Plan) *change.Differs {
	uid := c.Query("auftrag")
	if uid == "" || plan.State != change.IsStale {
		return nil
	}
	t, err := task.Load(c.UserContext(), h.DB, uid, visit.Of(c).ViewerID())
	if err != nil || t.Failure == nil {
		return nil
	}
	var r change.Refused
	if json.Unmarshal(t.Failure.Value, &r) != nil || r.Plan != plan.UID.String() {
		return nil
	}
	return r.Differs
}
