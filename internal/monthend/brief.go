package monthend

import (
	"cmp"
	"slices"
	"strings"

	"zaemme/internal/aggregate"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/report"
)

// BriefMonths are the month ends that a Kurzbericht shows.
const BriefMonths = 13

// Brief is the Kurzbericht as finished texts, for the page and for the PDF
// (REPORT.md §4). It is internal unless Class is set to Public.
type Brief struct {
	L            *i18n.Printer
	Class        Class
	AsOf         calendar.Date
	Municipality string
	UID          string
	Light        report.Light
	Rate, Of     string    // «87,5 %», «2'100 von 2'400»
	Sentences    [3]string // where we stand, what has changed, what is needed by when
	Lines        []BriefLine
	Trend        []BriefPoint // oldest first
	Rising       string       // the message of the trend
	Gaps         []string
	PC           []string
	Hours        string
	Notes        []string
	Proof        [][2]string // term, text
}

// BriefLine is a division.
type BriefLine struct {
	Name  string
	Sum   aggregate.Sum
	Light report.Light
	Word  string // of the light
	Rate  string // «87,5 %»
	Of    string // «42 von 48»
	Late  string // «2 im Rückstand»
	Apart string // which courses are only told together with others; "" for none
}

// BriefPoint is a month end of the trend.
type BriefPoint struct {
	AsOf  calendar.Date
	Sum   aggregate.Sum
	Share float64 // per cent, the least
	Rate  string
	Plain string // the rate without a word before it, for an axis full of them
	Of    string
	Due   string
	Late  bool // computed later
}

// NewBrief sets the Kurzbericht of the first month; months are newest first, the
// second one is what it is compared with. It knows nothing but them.
func NewBrief(l *i18n.Printer, months []Month) Brief {
	m, w := months[0], words{l}
	total := m.Total()
	b := Brief{L: l, AsOf: m.AsOf, Municipality: m.Then.Municipality, UID: m.UID, Light: m.Light(total), Rate: w.rate(total), Of: w.of(total)}
	b.Sentences = [3]string{w.stands(m), w.changed(months), w.needed(m)}
	for _, node := range m.Grouping.Divisions() {
		b.Lines = append(b.Lines, w.line(m, node))
	}
	for _, then := range slices.Backward(months[:min(len(months), BriefMonths)]) {
		b.Trend = append(b.Trend, w.point(then))
	}
	b.Rising = w.rising(b.Trend)
	b.Gaps, b.PC = w.gaps(m), w.pc(m)
	b.Hours = l.T("brief.hours", "hours", l.Int(m.Hours()))
	b.notes(m)
	b.proof(m)
	return b
}

// words sets sums in the reader's language.
type words struct{ l *i18n.Printer }

// rate is the Erfüllungsgrad, with «mind.» where a sum is a range.
func (w words) rate(s aggregate.Sum) string {
	num, den := s.Progress()
	return w.atLeast(s.Fulfilled, w.l.Percent(num, den))
}

func (w words) due(s aggregate.Sum) string {
	num, den := s.Due()
	text := w.l.Percent(num, den)
	if den == 0 || s.Exact() {
		return text
	}
	return w.l.T("brief.at_least", "n", text)
}

// of is «42 von 48», or «mind. 59 von 60».
func (w words) of(s aggregate.Sum) string {
	return w.atLeast(s.Fulfilled, w.l.T("common.count_of", "done", w.l.Int(s.Fulfilled.Min), "total", w.l.Int(s.Counted)))
}

func (w words) late(s aggregate.Sum) string {
	if s.Behind.Max == 0 {
		return w.l.T("brief.late_none")
	}
	return w.l.T("brief.late", "n", w.atMost(s.Behind))
}

func (w words) atLeast(s aggregate.Span, text string) string {
	if s.Exact() {
		return text
	}
	return w.l.T("brief.at_least", "n", text)
}

func (w words) atMost(s aggregate.Span) string {
	if s.Exact() {
		return w.l.Int(s.Max)
	}
	return w.l.T("brief.at_most", "n", w.l.Int(s.Max))
}

func (w words) line(m Month, node int) BriefLine {
	sum, apart := m.Within(node)
	line := BriefLine{Name: w.Name(m.Grouping.Nodes[node]), Sum: sum, Light: m.Light(sum), Rate: w.rate(sum), Of: w.of(sum), Late: w.late(sum)}
	line.Word = w.l.T("status." + string(line.Light))
	if apart > 0 {
		line.Apart = w.l.N("brief.apart", apart)
	}
	return line
}

// Name is what a node is called: its departments, those of which only the direct
// people are meant with a word behind.
func (w words) Name(n aggregate.Node) string {
	names := make([]string, len(n.Parts))
	for i, p := range n.Parts {
		if names[i] = p.Name; p.Own {
			names[i] = w.l.T("brief.direct", "name", p.Name)
		}
	}
	return strings.Join(names, " + ")
}

func (w words) point(m Month) BriefPoint {
	total := m.Total()
	num, den := total.Progress()
	p := BriefPoint{AsOf: m.AsOf, Sum: total, Rate: w.rate(total), Plain: w.l.Percent(num, den), Of: w.of(total), Due: w.due(total), Late: m.Late()}
	if den > 0 {
		p.Share = 100 * float64(num) / float64(den)
	}
	return p
}

// gaps are the three courses with most behind.
func (w words) gaps(m Month) (list []string) {
	for _, id := range mostBehind(m) {
		if len(list) == 3 {
			break
		}
		sum := m.Course(id)
		list = append(list, w.l.T("brief.gap", "course", m.Courses[id].Titles.In(w.l.Lang()), "late", w.late(sum), "rate", w.rate(sum), "of", w.of(sum)))
	}
	if len(list) == 0 {
		list = []string{w.l.T("brief.gap_none")}
	}
	return list
}

// mostBehind are the courses in which somebody is behind, most first.
func mostBehind(m Month) []int64 {
	list := slices.DeleteFunc(m.Shown(), func(id int64) bool { return m.Course(id).Behind.Max == 0 })
	slices.SortStableFunc(list, func(a, b int64) int { return cmp.Compare(m.Course(b).Behind.Max, m.Course(a).Behind.Max) })
	return list
}

func (w words) pc(m Month) []string {
	without, with := m.ByPC()
	if without.Counted == 0 || with.Counted == 0 {
		return []string{w.l.T("brief.pc_none")}
	}
	return []string{w.l.T("brief.pc_without", "rate", w.rate(without), "of", w.of(without)), w.l.T("brief.pc_with", "rate", w.rate(with), "of", w.of(with))}
}

// RateOf is the Erfüllungsgrad of a sum in words: «87,5 %», «mind. 98,3 %».
func (b Brief) RateOf(s aggregate.Sum) string { return words{b.L}.rate(s) }

// AtLeast is the number, or the least that it can be with a word that says so.
func (b Brief) AtLeast(s aggregate.Span) string { return words{b.L}.atLeast(s, b.L.Int(s.Min)) }
