package line

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
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
	v, f, ctx := visit.Of(c), page.ReadQuery(c), c.UserContext()
	a := read(f, v)
	var p *teamPage
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := people.ScopeOf(ctx, tx, v.ViewerID(), v.Today)
		if err != nil {
			return err
		}
		q := h.complete(a.query(perPage), scope, page.From(c).L.Lang())
		q.Asides = []db.Part{extension.ToDecideSQL(scope.ForLeading()), evidence.ToConfirmSQL(evidence.Confirmers(scope, v.Settings))}
		var rows []report.Listed
		list, err := report.ReadList(ctx, tx, q, func(r report.Listed) error {
			rows = append(rows, r)
			return nil
		})
		if err != nil {
			return err
		}
		p = newTeamPage(page.From(c), v, scope, list, rows, a, f, h.way(v))
		p.requests(list.Asides[0])
		p.confirmations(list.Asides[1])
		return look(ctx, tx, v, scope, "line.team", a.Day, shown(rows))
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return page.Invalid(c, "line/team", p)
	}
	return page.Render(c, "line/team", p)
}

// complete adds whom the viewer sees and what the catalogue knows.
func (h *Handlers) complete(q report.ListQuery, scope people.Scope, lang string) report.ListQuery {
	q.Scope, q.Courses, q.InReview = scope, h.courses(), evidence.InReviewSQL
	q.Titles = func(c *report.Course) string { return c.Titles.In(lang) }
	return q
}

// way tells how rows are done.
func (h *Handlers) way(v *visit.Visit) func(report.Listed) way {
	return func(r report.Listed) way {
		current, err := h.Courses.Current(r.Course.ID)
		switch {
		case err != nil || r.Subject.ID == v.ViewerID() || !v.Session.Leads && !v.Session.Has(people.RoleHR):
			return wayOwn
		case reservable(current):
			return wayOnline
		default:
			return wayClassroom
		}
	}
}

// reservable reports whether learning time can be reserved for a course: it is taken
// online, and its length is known.
func reservable(v *course.Version) bool { return v.Online() && v.Content.Minutes > 0 }

// shown are the persons of rows, each once.
func shown(rows []report.Listed) (persons []int64) {
	seen := map[int64]bool{}
	for _, r := range rows {
		if !seen[r.Subject.ID] {
			seen[r.Subject.ID] = true
			persons = append(persons, r.Subject.ID)
		}
	}
	return persons
}

// look logs whom the page shows by name.
func look(ctx context.Context, tx *db.Tx, v *visit.Visit, scope people.Scope, name string, day calendar.Date, persons []int64) error {
	return audit.Looked(ctx, tx, audit.Look{ViewerID: v.ViewerID(), Page: name, Scope: scope.Name(), AsOf: day, PersonIDs: persons})
}
