package author

import (
	"cmp"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
)

// difference is one part of a course before and after.
type difference struct {
	Where, Says string
	Rows        []differenceRow
	Same        string // «12 Abschnitte sind unverändert»
}

type differenceRow struct {
	Label    string
	Old, New []authoring.Span
}

type comparePage struct {
	page.Base
	page.Heading
	Old, New    string // names of the versions
	Differences []difference
	Back        page.Link
}

// compareShow sets two versions side by side: those asked for, or the newest and
// the one before.
func (h *Handlers) compareShow(c *fiber.Ctx) error {
	query := page.ReadQuery(c)
	newest, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	before, err := h.edition(c, cmp.Or(query.Get("von"), strconv.Itoa(max(newest.Number-1, 1))))
	if err != nil {
		return err
	}
	after, err := h.edition(c, cmp.Or(query.Get("bis"), strconv.Itoa(newest.Number)))
	if err != nil {
		return err
	}
	base := page.From(c)
	l := base.L
	base.Title = l.T("author.compare")
	compared := authoring.Compare(before.Content, after.Content)
	p := &comparePage{Base: base, Old: l.T("author.version_no", "no", before.Number), New: l.T("author.version_no", "no", after.Number),
		Differences: newDifferences(l, after.Content, compared), Back: page.Link{Label: after.Title(l.Lang()), URL: courseURL(after.Code())}}
	p.Heading = page.Heading{Kicker: after.Code(), Text: l.N("author.compare.heading", len(compared), "old", before.Number, "new", after.Number)}
	return page.Render(c, "author/compare", p)
}

func newDifferences(l *i18n.Printer, c *coursefile.Course, list []authoring.Difference) []difference {
	var out []difference
	for _, d := range list {
		where := d.Place
		one := difference{Where: placeText(l, c, where)}
		if d.Gone || where.Part == authoring.PartQuestion {
			one.Where = cmp.Or(d.Title, one.Where)
		}
		switch {
		case d.Gone:
			one.Says = l.T("author.compare.gone")
		case d.Fresh:
			one.Says = l.T("author.compare.fresh")
		}
		if d.Same > 0 {
			one.Same = l.N("author.compare.same", d.Same)
		}
		for _, row := range d.Rows {
			label := ""
			if row.Label != "" {
				label = l.T(row.Label)
			}
			one.Rows = append(one.Rows, differenceRow{Label: label, Old: row.Old, New: row.New})
		}
		out = append(out, one)
	}
	return out
}
