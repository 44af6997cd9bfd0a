package line

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// teamShow is «Was ist in meinem Team offen?».
func (h *Handlers) teamShow(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadQuery(c)
	a := read(f, v)
	var p *teamPage
	err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		scope, err := people.ScopeOf(c.UserContext(), tx, v.ViewerID(), v.Today)
		if err != nil {
			return err
		}
		team, err := report.ReadTeam(c.UserContext(), tx, report.TeamQuery{
			Scope: scope, Day: a.Day, Department: a.Department, Courses: h.courses(),
		})
		if err != nil {
			return err
		}
		review, err := inReview(c.UserContext(), tx, team)
		if err != nil {
			return err
		}
		p = newTeamPage(page.From(c), v, scope, team, review, a, f)
		requests, err := extension.CountToDecide(c.UserContext(), tx, scope.ForLeading())
		if err != nil {
			return err
		}
		p.requests(requests)
		cases, err := evidence.CountToConfirm(c.UserContext(), tx, evidence.Confirmers(scope, v.Settings))
		if err != nil {
			return err
		}
		p.confirmations(cases)
		return look(c.UserContext(), tx, v, scope, "line.team", team, p.shown)
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return page.Invalid(c, "line/team", p)
	}
	return page.Render(c, "line/team", p)
}

// inReview are the duties of the team for which evidence waits to be confirmed.
func inReview(ctx context.Context, tx *db.Tx, team *report.Team) (map[evidence.Duty]bool, error) {
	ids := make([]int64, len(team.Members))
	for i, m := range team.Members {
		ids[i] = m.ID
	}
	list, err := evidence.InReview(ctx, tx, ids)
	review := make(map[evidence.Duty]bool, len(list))
	for _, d := range list {
		review[d] = true
	}
	return review, err
}

// look logs whom the page shows by name.
func look(ctx context.Context, tx *db.Tx, v *visit.Visit, scope people.Scope, name string, team *report.Team, persons []int64) error {
	return audit.Looked(ctx, tx, audit.Look{
		ViewerID: v.ViewerID(), Page: name, Scope: scope.Name(), AsOf: team.Day, PersonIDs: persons,
	})
}
