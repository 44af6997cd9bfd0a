package hr

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type rulesPage struct {
	page.Base
	page.Heading
	Curricula []curriculumBlock
	Recent    []recentRow
}

// curriculumBlock is a curriculum with its courses and the rules that give it.
type curriculumBlock struct {
	Title string
	URL   string
	Lines []lineRow
	Rules []ruleRow
	Says  string // of order and number
}

type lineRow struct{ Code, Title, URL, Due, Grace, Validity, Mandatory, More string }

type ruleRow struct {
	URL, Title, Audience, Count string
	When                        string // that it has ended, or will begin, change or end
}

func (h *Handlers) rulesList(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	book, err := curriculum.LoadBook(ctx, h.DB, v.Today)
	if err != nil {
		return err
	}
	org, err := people.Load(ctx, h.DB, people.Moment{Day: v.Today})
	if err != nil {
		return err
	}
	recent, err := h.recent(c, h.DB, change.Rules, rulesPath)
	if err != nil {
		return err
	}
	last, err := curriculum.LoadBook(ctx, h.DB, lastDay)
	if err != nil {
		return err
	}
	base := page.From(c)
	p := newRules(base, book, last, org, h.courseTitle(base.L))
	p.Recent = recent
	return page.Render(c, "hr/rules", p)
}

// lastDay has every rule as it will be once all that is planned holds.
var lastDay = calendar.NewDate(9999, time.December, 30)

func rulesPath(uid string) string { return "/regeln/vorschau/" + uid }

func rulePath(code string) string { return "/regeln/" + code }

// newRules lists the rules in force, and those that will be: last is the book of
// the last day.
func newRules(base page.Base, book, last curriculum.Book, org *people.Org, title func(string) string) *rulesPage {
	l := base.L
	base.Title = l.T("nav.assignments")
	p := &rulesPage{Base: base}
	active := 0
	for _, one := range book.Curricula {
		block := curriculumBlock{Title: textIn(l, one.Title), URL: curriculumPath(one.Code)}
		block.Says = shapeText(l, one)
		for _, line := range one.Lines {
			block.Lines = append(block.Lines, newLine(l, line, title))
		}
		for _, rule := range book.Rules {
			if rule.Curriculum != one.Code {
				continue
			}
			if rule.Active {
				active++
			}
			block.Rules = append(block.Rules, newRule(l, rule, last.Rule(rule.Code), org))
		}
		for _, rule := range last.Rules {
			if rule.Curriculum == one.Code && rule.Active && book.Rule(rule.Code) == nil {
				row := newRule(l, rule, nil, org)
				row.Count, row.When = "–", l.T("hr.rules.from", "day", rule.ValidFrom)
				block.Rules = append(block.Rules, row)
			}
		}
		p.Curricula = append(p.Curricula, block)
	}
	slices.SortStableFunc(p.Curricula, func(a, b curriculumBlock) int { // those that nobody gets come last
		return cmp.Compare(min(1, len(b.Rules)), min(1, len(a.Rules)))
	})
	p.Heading = page.Heading{Text: l.N("hr.rules.heading", active), Lead: l.T("hr.rules.lead")}
	if active == 0 {
		p.Text = l.T("hr.rules.none")
	}
	if len(book.Curricula) > 0 {
		p.Actions = []page.Action{{Label: l.T("hr.rules.add"), URL: "/regeln/neu"}}
	}
	p.Actions = append(p.Actions, page.Action{Label: l.T("hr.curriculum.add"), URL: curriculumPath("neu"), Quiet: len(p.Actions) > 0})
	return p
}

// textIn is a title in the reader's language, or in German.
func textIn(l *i18n.Printer, texts map[string]string) string {
	if text := texts[l.Lang()]; text != "" {
		return text
	}
	return texts["de"]
}

func newLine(l *i18n.Printer, line curriculum.Line, title func(string) string) lineRow {
	row := lineRow{Code: line.Course, Title: title(line.Course), URL: "/kurse/" + line.Course, Due: l.T("hr.rules.due_course"), Grace: "–",
		Validity: l.T("hr.for_ever"), Mandatory: l.T("hr.rules.mandatory")}
	switch {
	case line.FixedDay != 0:
		row.Due = l.T("common.until", "date", line.FixedDay)
	case line.DueDays > 0:
		row.Due = l.N("hr.rules.days", line.DueDays)
	}
	if line.GraceDays > 0 {
		row.Grace = l.N("hr.rules.days", line.GraceDays)
	}
	switch {
	case line.ValidityDay != 0:
		row.Validity = l.T("hr.rules.year_day", "day", dayMonth(line.ValidityDay))
	case line.ValidityMonths != nil && *line.ValidityMonths > 0:
		row.Validity = l.N("hr.rules.months", *line.ValidityMonths)
	}
	if line.Mandatory != nil && !*line.Mandatory {
		row.Mandatory = l.T("hr.curriculum.recommended")
	}
	var more []string
	if line.Refresher != "" {
		more = append(more, l.T("hr.rules.refresher", "code", line.Refresher))
	}
	if line.NoTestOut {
		more = append(more, l.T("hr.rules.modules_first"))
	}
	if line.MaxAgeMonths > 0 {
		more = append(more, l.N("hr.rules.max_age", line.MaxAgeMonths))
	}
	row.More = strings.Join(more, ", ")
	return row
}

// shapeText says in what order the courses are, and how many are enough.
func shapeText(l *i18n.Printer, c curriculum.Curriculum) string {
	var parts []string
	if c.Chosen() {
		parts = append(parts, l.T("hr.rules.at_least", "n", c.AtLeast, "total", len(c.Lines)))
	}
	if c.Ordered {
		parts = append(parts, l.T("hr.rules.ordered"))
	}
	return strings.Join(parts, " ")
}

// newRule is a rule in force; later, which may be nil, what becomes of it.
func newRule(l *i18n.Printer, rule curriculum.Rule, later *curriculum.Rule, org *people.Org) ruleRow {
	row := ruleRow{URL: rulePath(rule.Code), Title: textIn(l, rule.Title),
		Audience: curriculum.Sentence(l, rule.Audience.Describe(org))}
	switch {
	case !rule.Active:
		row.When = l.T("hr.rules.ended")
	case later != nil && !later.Active:
		row.When = l.T("hr.rules.until", "day", later.ValidFrom.AddDays(-1))
	case rule.Until != 0:
		row.When = l.T("hr.rules.until", "day", rule.Until)
	case later != nil && later.Version != rule.Version:
		row.When = l.T("hr.rules.changes", "day", later.ValidFrom)
	}
	if rule.Active {
		row.Count = l.Int(matching(rule.Audience, org))
	}
	return row
}

// matching is how many people are in the audience.
func matching(a curriculum.Audience, org *people.Org) int {
	n := 0
	for _, m := range org.Members {
		if a.Matches(org, m) {
			n++
		}
	}
	return n
}
