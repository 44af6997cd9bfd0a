package hr

import (
	"cmp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// batchRows on a page of what was applied.
const batchRows = 25

type batchesPage struct {
	page.Base
	page.Heading
	Rows  []batchRow
	Tabs  []page.Choice // what people applied, and what the nights did
	Empty page.Empty    // instead of rows
	Pager page.Pager
}

// batchRow is one change that was applied.
type batchRow struct {
	URL, Title, Kind string
	Day, Applied     string
	What             string // «12 neu, 3 Austritte»
	State            string // that it was taken back, or takes back
	TakeBack         string // address of the button, empty where there is nothing to take back
}

// batchesList shows every change of staff that was applied, with a way back.
func (h *Handlers) batchesList(c *fiber.Ctx) error {
	address := page.AddressOf(c)
	nights := page.ReadQuery(c).Get("was") == "nacht"
	list, total, err := change.Batches(c.UserContext(), h.DB, nights, batchRows, address.Offset(batchRows))
	if err != nil {
		return err
	}
	var ids []int64
	for _, b := range list {
		ids = append(ids, b.ActorID)
	}
	names, err := people.Names(c.UserContext(), h.DB, ids...)
	if err != nil {
		return err
	}
	p := newBatches(page.From(c), list, names)
	p.Pager = address.Pager(batchRows, total)
	l := p.L
	p.Tabs = []page.Choice{{Value: batchesPath, Label: l.T("hr.batches.by_people"), Selected: !nights},
		{Value: batchesPath + "?was=nacht", Label: l.T("hr.batches.by_night"), Selected: nights}}
	return page.Render(c, "hr/batches", p)
}

func newBatches(base page.Base, list []change.Batch, names map[int64]string) *batchesPage {
	l := base.L
	base.Title = l.T("hr.batches.title")
	p := &batchesPage{Base: base, Heading: page.Heading{Text: l.T("hr.batches.heading"), Lead: l.T("hr.batches.lead")},
		Empty: page.Empty{Title: l.T("hr.batches.none"), Text: l.T("hr.batches.none_text"),
			Next: page.Link{Label: l.T("hr.batches.to_import"), URL: "/import"}}}
	for _, b := range list {
		row := batchRow{Title: cmp.Or(b.Title, l.T("hr.batches.kind."+kindWord(b.Kind))), Kind: l.T("hr.batches.kind." + kindWord(b.Kind)), Day: l.Date(b.EffectiveOn),
			Applied: l.T("hr.by", "at", page.Clock(l, b.AppliedAt), "who", nameOr(l, names[b.ActorID])), What: countsText(l, b.Counts)}
		if b.PlanUID != "" {
			row.URL = planPath(b.Kind, b.PlanUID)
		}
		switch {
		case b.UndoneBy != 0:
			row.State = l.T("hr.batches.undone")
		case b.Undoable():
			row.TakeBack = takeBackPath(b.ID)
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// kindWord is the kind as the texts call it.
func kindWord(kind change.Kind) string {
	switch kind {
	case change.Undo, change.Rules, change.Nightly, change.Calendar, change.Outage, change.Version, change.Records, hrimport.Edit:
		return string(kind)
	default:
		return string(change.People)
	}
}

// countsText is «12 neu, 3 Austritte, 24 Pflichten beginnen».
func countsText(l *i18n.Printer, counts map[string]int) string {
	var parts []string
	for _, kind := range people.Kinds {
		if n := counts[string(kind)]; n > 0 {
			parts = append(parts, l.N("hr.batches.count."+string(kind), n))
		}
	}
	for _, what := range []string{"departments", "duties_gain", "duties_lose", "duties_move", "records"} {
		if n := counts[what]; n > 0 {
			parts = append(parts, l.N("hr.batches.count."+what, n))
		}
	}
	return strings.Join(parts, ", ")
}

const batchesPath = "/import/verlauf"

// undoBegin asks for the counter-plan of a batch.
func (h *Handlers) undoBegin(c *fiber.Ctx) error {
	v := visit.Of(c)
	id, err := c.ParamsInt("id")
	if err != nil {
		return fiber.ErrNotFound
	}
	b, err := change.BatchByID(c.UserContext(), h.DB, int64(id))
	if err != nil {
		return err
	}
	return h.begin(c, task.Request{Kind: change.ProposeTask, Title: b.Title,
		Input: change.Wanted{Request: change.TakeBack(b.ID, b.Title, v.ViewerID(), v.Today)}})
}
