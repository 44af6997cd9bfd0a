package hr

import (
	"cmp"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/evidence"
	"zaemme/internal/i18n"
	"zaemme/internal/payroll"
	"zaemme/internal/pending"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// pendingPage says what HR has to do, then what the data lacks, what ends, and how
// much learning is ahead. It names nobody.
type pendingPage struct {
	page.Base
	page.Heading
	Waiting []waitingRow
	Gaps    []page.Figure
	Staff   int
	Ending  []page.Figure
	Work    *workView // nil: nothing comes due
}

// waitingRow is one kind of what waits.
type waitingRow struct {
	What, URL, Count, Since, Age string
	Note                         string // what of it the viewer cannot decide, or need not
}

func (h *Handlers) pendingShow(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	whole, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return err
	}
	scope := whole.ForHR()
	waiting, err := pending.ReadWaiting(ctx, h.DB, pending.Viewer{Scope: scope, Decide: whole.ForLeading(), Confirm: evidence.Confirmers(whole, v.Settings), Now: v.Now})
	if err != nil {
		return err
	}
	if scope.Everyone {
		waiting = h.withReviews(waiting, v.Today)
		months, err := payroll.Open(ctx, h.DB, v.Today)
		if err != nil {
			return err
		}
		waiting = withPayroll(waiting, months)
	}
	gaps, err := pending.ReadGaps(ctx, h.DB, scope)
	if err != nil {
		return err
	}
	ending, err := pending.ReadEnding(ctx, h.DB, scope)
	if err != nil {
		return err
	}
	tree, err := people.Tree(ctx, h.DB, v.Today)
	if err != nil {
		return err
	}
	work, err := pending.ReadWorkload(ctx, h.DB, scope, tree, h.minutesOf)
	if err != nil {
		return err
	}
	return page.Render(c, "hr/pending", newPending(page.From(c), waiting, gaps, ending, work, v.Today))
}

// minutesOf is the length of a course as it is offered today, 0 for one that was
// published a moment ago.
func (h *Handlers) minutesOf(course int64) int {
	v, err := h.Catalogue.Current(course)
	if err != nil {
		return 0
	}
	return v.Content.Minutes
}

// withReviews adds the courses whose yearly review is due.
func (h *Handlers) withReviews(list []pending.Item, today calendar.Date) []pending.Item {
	due := pending.Item{Kind: pending.Reviews}
	for _, v := range h.Catalogue.All() {
		if on := v.Content.ReviewDue; on != 0 && on <= today && !h.Catalogue.Retired(v.CourseID, today) {
			if due.Count++; due.Oldest == 0 || on < due.Oldest {
				due.Oldest = on
			}
		}
	}
	if due.Count == 0 {
		return list
	}
	return among(list, due)
}

// withPayroll adds the months that are over and not closed; each waits since its end.
func withPayroll(list []pending.Item, months []calendar.Date) []pending.Item {
	if len(months) == 0 {
		return list
	}
	return among(list, pending.Item{Kind: pending.Payroll, Count: len(months), Oldest: months[0].AddMonths(1), Month: months[0]})
}

// among puts the item into its place.
func among(list []pending.Item, item pending.Item) []pending.Item {
	list = append(list, item)
	slices.SortStableFunc(list, func(a, b pending.Item) int { return cmp.Compare(a.Oldest, b.Oldest) })
	return list
}

func newPending(base page.Base, waiting []pending.Item, gaps pending.Gaps, ending [3]int, work pending.Work, today calendar.Date) *pendingPage {
	l := base.L
	base.Title = l.T("pending.title")
	p := &pendingPage{Base: base, Heading: pendingHeading(l, waiting, today), Staff: gaps.Staff}
	for _, item := range waiting {
		row := waitingRow{What: l.T("pending.kind." + string(item.Kind)), URL: pendingURL(item), Count: l.Int(item.Count),
			Since: l.Date(item.Oldest), Age: l.Days(-item.Oldest.DaysUntil(today))}
		switch {
		case item.Own > 0:
			row.Note = l.N("pending.own", item.Own)
		case item.Kind.Runs():
			row.Note = l.T("pending.running")
		case item.Kind == pending.Payroll:
			row.Note = l.N("pending.payroll.oldest", item.Count, "month", l.Month(item.Month))
		}
		p.Waiting = append(p.Waiting, row)
	}
	for _, gap := range pending.AllGaps {
		n := gaps.Of(gap)
		figure := page.Figure{Value: l.Int(n), Label: l.N("pending.gap."+string(gap), n)}
		if n > 0 {
			figure.URL = gapsPath + "?was=" + string(gap)
		}
		p.Gaps = append(p.Gaps, figure)
	}
	for i, n := range ending {
		figure := page.Figure{Value: l.Int(n), Label: l.N("pending.ending.within", n, "days", pending.Spans[i])}
		if n > 0 {
			figure.URL = endingPath + "?tage=" + l.Int(pending.Spans[i])
		}
		p.Ending = append(p.Ending, figure)
	}
	if work.Sum() > 0 {
		p.Work = newWorkView(l, work)
	}
	return p
}

// pendingHeading answers «what waits?»: what runs by itself does not.
func pendingHeading(l *i18n.Printer, waiting []pending.Item, today calendar.Date) page.Heading {
	n, oldest := 0, today
	for _, item := range waiting {
		if item.Kind.Runs() {
			continue
		}
		n += item.Count - item.Own
		oldest = min(oldest, item.Oldest)
	}
	switch {
	case n == 0:
		return page.Heading{Text: l.T("pending.none"), Lead: l.T("pending.none_lead")}
	case oldest == today:
		return page.Heading{Text: l.N("pending.heading_today", n), Lead: l.T("pending.lead")}
	default:
		return page.Heading{Text: l.N("pending.heading", n, "since", l.Days(-oldest.DaysUntil(today))), Lead: l.T("pending.lead")}
	}
}

// pendingURL is where what waits is decided.
func pendingURL(item pending.Item) string {
	switch item.Kind {
	case pending.Imports, pending.Running, pending.Failed:
		return importsPath
	case pending.Payroll:
		return payrollPath + "?monat=" + item.Month.String()[:7]
	case pending.Extensions:
		return requestsPath
	case pending.Corrections, pending.Evidence, pending.Sessions, pending.Lists:
		return confirmPath
	case pending.Attendance:
		return trainingsOpen
	case pending.Feedback:
		return feedbackPath
	case pending.Drafts, pending.Reviews:
		return reviewsPath
	case pending.Reports:
		return plansPath
	default:
		return previewsPath
	}
}
