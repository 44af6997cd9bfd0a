package cards

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const pageRows = 50

// printPage is the people of a department who have no mailbox, and their cards.
type printPage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Departments []page.Choice
	Whom        []page.Choice
	Rows        []printRow
	Pager       page.Pager
	Print       string // the button; "" where there is nothing to print
	Warning     string // what printing does to cards that people hold
	Department  string
	Chosen      string // the choice, as the form sends it
	Seen        string // which cards this page has shown, see digest
}

type printRow struct{ Name, URL, Note, Department, Card string }

// printShow shows whom a printing would reach, before anything is issued.
func (h *Handlers) printShow(c *fiber.Ctx) error {
	v, f, address := visit.Of(c), page.ReadQuery(c), page.AddressOf(c)
	scope, err := people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return err
	}
	scope = scope.ForHR()
	r, err := h.read(c, scope, f)
	if err != nil {
		return err
	}
	tree, err := people.Tree(c.UserContext(), h.DB, v.Today)
	if err != nil {
		return err
	}
	from := min(address.Offset(pageRows), len(r.people))
	shown := r.people[from:min(from+pageRows, len(r.people))]
	ids := make([]int64, len(shown))
	for i, p := range shown {
		ids[i] = p.ID
	}
	if err := audit.Looked(c.UserContext(), h.DB, audit.Look{
		ViewerID: v.ViewerID(), Page: "hr.cards", Scope: scope.Name(), AsOf: v.Today, PersonIDs: ids,
	}); err != nil {
		return err
	}
	p := newPrint(page.From(c), f, r, shown, tree, v.Today)
	p.Pager = address.Pager(pageRows, len(r.people))
	return page.Render(c, "card/print", p)
}

func newPrint(base page.Base, f *page.Form, r round, shown []people.DirectoryEntry, tree []people.TreeNode, today calendar.Date) *printPage {
	l := base.L
	base.Title = l.T("card.print_page.title")
	p := &printPage{Base: base, Form: f, Chosen: string(r.whom), Seen: digest(r.chosen, r.cards)}
	if r.department != 0 {
		p.Department = strconv.FormatInt(r.department, 10)
	}
	p.Departments = page.DepartmentFilter(l, tree, page.DepartmentID, p.Department)
	for _, w := range []whom{without, waiting, all} {
		p.Whom = append(p.Whom, page.Choice{Value: string(w), Label: l.T("card.whom." + string(w)), Selected: w == r.whom})
	}
	p.Heading = printHeading(l, r)
	switch n := len(r.chosen); {
	case n > auth.MaxCards:
		p.Warning = l.T("error.card.many", "max", auth.MaxCards)
	case n > 0:
		p.Print = l.N("card.print_page.do", n)
		if r.replaced > 0 {
			p.Warning = l.N("card.print_page.replaces", r.replaced)
		}
	}
	for _, e := range shown {
		p.Rows = append(p.Rows, printRow{Name: e.LastName + " " + e.FirstName, URL: "/personen/" + e.UID.String(), Note: e.Function,
			Department: e.Department, Card: cardState(l, r.cards[e.ID], today)})
	}
	return p
}

func printHeading(l *i18n.Printer, r round) page.Heading {
	switch {
	case len(r.people) == 0:
		return page.Heading{Kicker: l.T("nav.people"), Text: l.T("card.print_page.nobody"), Lead: l.T("card.print_page.nobody_lead")}
	case r.none == 0:
		return page.Heading{Kicker: l.T("nav.people"), Text: l.N("card.print_page.everybody", len(r.people)), Lead: l.T("card.print_page.lead")}
	default:
		return page.Heading{Kicker: l.T("nav.people"), Text: l.N("card.print_page.heading", r.none, "all", len(r.people)), Lead: l.T("card.print_page.lead")}
	}
}

// cardState says how it stands with somebody's card.
func cardState(l *i18n.Printer, card auth.Card, today calendar.Date) string {
	switch {
	case !card.Exists():
		return l.T("card.state.none")
	case !card.Waits():
		return l.T("card.state.used", "day", calendar.DateOf(card.PinAt))
	case calendar.DateOf(card.CodeUntil) < today:
		return l.T("card.state.expired", "day", calendar.DateOf(card.CodeUntil))
	default:
		return l.T("card.state.waits", "day", calendar.DateOf(card.IssuedAt))
	}
}
