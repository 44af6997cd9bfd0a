package hr

import (
	"cmp"
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/pending"
	"zaemme/internal/people"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// mostChanges are listed; nobody has more on their way.
const mostChanges = 200

type changesPage struct {
	page.Base
	page.Heading
	What, By string // heads of columns
	Rows     []wayRow
	Empty    page.Empty
}

// wayRow is a change on its way, with what to do next. URL is empty where there is
// nothing to look at for this viewer, Settle where nothing is to be put away.
type wayRow struct{ URL, Title, Kind, State, Why, Next, By, Term, Settle string }

// onTheirWay is one of the two lists: HR's lists, and all other changes.
type onTheirWay struct {
	path, texts string
	empty       string // where the empty page leads, and
	emptyKey    string // its text
	read        func(ctx context.Context, c db.Conn, scope people.Scope, now time.Time, limit int) ([]pending.Change, error)
}

var (
	importsOnTheirWay = onTheirWay{importsPath, "pending.imports", "/import", "nav.import", pending.ReadImports}
	changesOnTheirWay = onTheirWay{previewsPath, "pending.changes", batchesPath, "hr.batches.title", pending.ReadChanges}
)

// changesList shows what runs, waits or has failed.
func (h *Handlers) changesList(which onTheirWay) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := visit.Of(c)
		whole := people.Scope{Viewer: v.ViewerID(), Day: v.Today, Everyone: true} // as the route asks for
		list, err := which.read(c.UserContext(), h.DB, whole, v.Now, mostChanges)
		if err != nil {
			return err
		}
		return page.Render(c, "hr/pending-changes", newChanges(page.From(c), which, list, v.ViewerID()))
	}
}

func newChanges(base page.Base, which onTheirWay, list []pending.Change, viewer int64) *changesPage {
	l, key, todo := base.L, which.texts, 0
	base.Title = l.T(key)
	p := &changesPage{Base: base, What: l.T(key + ".what"), By: l.T(key + ".by")}
	for _, one := range list {
		if !one.Runs() {
			todo++
		}
		p.Rows = append(p.Rows, newWayRow(l, which, one, viewer))
	}
	p.Heading = page.Heading{Kicker: l.T("pending.title"), Text: l.N(key+".heading", todo), Lead: l.T(key + ".lead")}
	switch {
	case len(list) == 0:
		p.Text, p.Lead = l.T(key+".none"), ""
		p.Empty = page.Empty{Title: l.T(key + ".empty"), Text: l.T(key + ".empty_text"), Next: page.Link{Label: l.T(which.emptyKey), URL: which.empty}}
	case todo == 0:
		p.Text = l.N(key+".running", len(list))
	}
	return p
}

func newWayRow(l *i18n.Printer, which onTheirWay, one pending.Change, viewer int64) wayRow {
	kind := l.T("pending.of." + kindWord(one.Kind))
	row := wayRow{Title: cmp.Or(one.Title, kind), Kind: kind, State: l.T("pending.step." + string(one.Step)), Next: l.T("pending.next." + string(one.Step)),
		By: l.T("hr.by", "at", page.Clock(l, one.Since), "who", nameOr(l, one.By))}
	if one.Kind == change.People {
		if row.Kind = ""; one.List != "" { // HR knows its lists by name
			row.Kind = l.T("hr.import.list." + one.List)
		}
	}
	if one.Failure != nil {
		row.Why = failureText(l, one.Failure)
	}
	if one.Step == pending.Deciding {
		row.Term = l.T("pending.changes.term", "from", one.EffectiveOn, "until", calendar.DateOf(one.ExpiresAt))
		if one.Kind == change.Records && one.ByID == viewer {
			row.Next = l.T("pending.next.other")
		}
	}
	switch {
	case one.Task != "" && one.ByID == viewer:
		row.URL = taskPath(one.Task)
	case one.Plan:
		row.URL = planPath(one.Kind, one.UID)
	case one.Step == pending.Unfinished:
		row.URL = beginPath(one.Kind, one.List)
	}
	switch one.Step {
	case pending.Unfinished:
		row.Settle = which.path + "/" + one.UID + "/erledigt"
	case pending.Outdated:
		row.Settle = planPath(one.Kind, one.UID) + "/verwerfen"
	}
	return row
}

// beginPath is where a change of a kind is begun.
func beginPath(kind change.Kind, list string) string {
	switch kind {
	case change.Rules:
		return "/regeln"
	case hrimport.Edit:
		return "/personen"
	case change.Undo:
		return batchesPath
	case change.Records:
		return trainingsPath
	case change.Calendar:
		return calendarsPath
	case change.Outage:
		return outagesPath
	case change.Version:
		return versionsPath
	default:
		return listPath(hrimport.List(cmp.Or(list, string(hrimport.Staff))))
	}
}

// failureText says why a task has failed.
func failureText(l *i18n.Printer, f *task.Failure) string { return l.Map(f.Key, f.Args) }

// changeSettle puts a change away of which nothing came to be.
func (h *Handlers) changeSettle(which onTheirWay) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := task.Dismiss(c.UserContext(), h.DB, c.Params("task"), change.ProposeTask); err != nil {
			return err
		}
		return page.Done(c, which.path, which.texts+".settled")
	}
}
