package line

import (
	"context"
	"io"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/sheet"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const listPath = "/team/liste"

// listColumns are those of the page; what it sets below one another stands side by
// side, and a course is named by its code too.
var listColumns = []string{"person", "unit", "no_pc", "outside_total", "code", "course", "status", "in_review", "due", "days"}

// rowWriter takes the rows of a file.
type rowWriter interface {
	Row(values ...any) error
	Close() error
}

// listDownload hands out what the page lists with its filters, all pages of it, as
// csv or JSON lines. It is logged before the first byte leaves.
func (h *Handlers) listDownload(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadQuery(c)
	a := read(f, v)
	if !f.OK() {
		return apperr.New(apperr.Invalid, "error.report.future", nil)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), reportTime)
	defer cancel()
	l, kind, ending := page.From(c).L, csvType, "csv"
	if f.Get("form") == "jsonl" {
		kind, ending = jsonType, "jsonl"
	}
	return page.Spool(c, kind, func(out io.Writer) (string, error) {
		w, err := newRows(out, ending, l)
		if err != nil {
			return "", err
		}
		if err := h.writeList(ctx, w, v, a, l); err != nil {
			return "", err
		}
		return l.T("line.list.file", "day", a.Day.String()) + "." + ending, w.Close()
	})
}

// newRows begins a file; in csv heads are in the reader's language, keys of JSON
// never change.
func newRows(out io.Writer, ending string, l *i18n.Printer) (rowWriter, error) {
	if ending == "jsonl" {
		return sheet.NewJSONLines(out, listColumns...), nil
	}
	heads := make([]string, len(listColumns))
	for i, name := range listColumns {
		heads[i] = l.T("line.list.col." + name)
	}
	return sheet.NewCSV(out, heads...)
}

func (h *Handlers) writeList(ctx context.Context, w rowWriter, v *visit.Visit, a asked, l *i18n.Printer) error {
	return h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := people.ScopeOf(ctx, tx, v.ViewerID(), v.Today)
		if err != nil {
			return err
		}
		a.Page = 1
		seen, persons := map[int64]bool{}, []int64(nil)
		_, err = report.ReadList(ctx, tx, h.complete(a.query(0), scope, l.Lang()), func(r report.Listed) error {
			if !seen[r.Subject.ID] {
				seen[r.Subject.ID] = true
				persons = append(persons, r.Subject.ID)
			}
			return w.Row(listed(l, a.Day, r)...)
		})
		if err != nil {
			return err
		}
		return look(ctx, tx, v, scope, "line.list", a.Day, persons)
	})
}

// listed are the values of listColumns.
func listed(l *i18n.Printer, day calendar.Date, r report.Listed) []any {
	review, due, days, noPC, outside := any(nil), any(nil), any(nil), any(nil), any(nil)
	if r.InReview {
		review = l.T("common.yes")
	}
	if !r.Subject.HasPC {
		noPC = l.T("common.yes")
	}
	if !r.Subject.Counted {
		outside = l.T("report.category." + string(r.Subject.Category))
	}
	if u := r.Until(); u != calendar.Forever {
		due = u
		if !r.Status.Fulfilled() {
			days = day.DaysUntil(u)
		}
	}
	return []any{r.Subject.Name(), r.Subject.Names(), noPC, outside, r.Course.Code, r.Course.Titles.In(l.Lang()), word(l, r.Status), review, due, days}
}
