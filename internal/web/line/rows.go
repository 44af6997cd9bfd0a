package line

import (
	"cmp"
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/report"
)

// group is a set of rows that a filter or a figure asks for.
type group struct {
	code string // in the address; its label is line.group.<code>
	has  func(r report.Row, day calendar.Date) bool
}

// groups in the order of the filter. The first is what the page shows without a
// filter: what to do, and what will have to be done soon.
var groups = []group{
	{"", func(r report.Row, _ calendar.Date) bool { return r.Status.ToDo() || r.Status == ledger.StatusExpiring }},
	{"late", func(r report.Row, _ calendar.Date) bool { return r.Status.Late() }},
	{"grace", func(r report.Row, _ calendar.Date) bool { return r.Status == ledger.StatusInGrace }},
	{"open", func(r report.Row, _ calendar.Date) bool {
		return r.Status == ledger.StatusOpen || r.Status == ledger.StatusUndated
	}},
	{"ending", func(r report.Row, day calendar.Date) bool { return r.EndsWithin(day, 90) }},
	{"fulfilled", func(r report.Row, _ calendar.Date) bool { return r.Status.Fulfilled() }},
	{"due", func(r report.Row, day calendar.Date) bool { return r.DueBy(day) }},
	{"paused", func(r report.Row, _ calendar.Date) bool { return r.Status == ledger.StatusPaused }},
	{"exempt", func(r report.Row, _ calendar.Date) bool { return r.Status == ledger.StatusExempt }},
	{"all", func(report.Row, calendar.Date) bool { return true }},
}

func groupOf(code string) group {
	if i := slices.IndexFunc(groups, func(g group) bool { return g.code == code }); i >= 0 {
		return groups[i]
	}
	return groups[0]
}

// chosen are the rows that the filter leaves, in order, and how many there are
// of everybody.
func chosen(team *report.Team, a asked, lang string) (rows []report.Row, total int) {
	g, text := groupOf(a.Status), strings.ToLower(a.Text)
	for _, m := range team.Members {
		hit := text == "" || strings.Contains(strings.ToLower(m.FirstName+" "+m.LastName+" "+m.FirstName), text)
		total += len(m.Rows)
		if !hit || a.Circle == "total" && !m.Counted || a.Circle == "outside" && m.Counted {
			continue
		}
		for _, r := range m.Rows {
			if g.has(r, team.Day) && (a.Course == "" || a.Course == r.Course.Code) {
				rows = append(rows, r)
			}
		}
	}
	order(rows, a.Sort, lang)
	return rows, total
}

// summary is what the heading says of all rows, whoever counts in the total.
type summary struct {
	late, open   int // open: something to do, not late
	oldest, next calendar.Date
}

func sum(team *report.Team) (s summary) {
	for _, m := range team.Members {
		for _, r := range m.Rows {
			switch {
			case r.Status.Late():
				s.late++
				if s.oldest == 0 || r.Due < s.oldest {
					s.oldest = r.Due
				}
			case r.Status.ToDo():
				s.open++
				if r.Due != 0 && (s.next == 0 || r.Due < s.next) {
					s.next = r.Due
				}
			}
		}
	}
	return s
}

// order sorts by a column, else by what is most urgent. Rows come by name, and
// the sort is stable.
func order(rows []report.Row, by, lang string) {
	column, descending := strings.CutPrefix(by, "-")
	var less func(x, y report.Row) int
	switch column {
	case "person":
		less = nil // as they come
		if descending {
			slices.Reverse(rows)
		}
		return
	case "course":
		less = func(x, y report.Row) int { return cmp.Compare(x.Course.Titles.In(lang), y.Course.Titles.In(lang)) }
	case "status":
		less = func(x, y report.Row) int { return cmp.Compare(urgency(x.Status), urgency(y.Status)) }
	case "due":
		less = func(x, y report.Row) int { return cmp.Compare(until(x), until(y)) }
	default:
		less = func(x, y report.Row) int {
			return cmp.Or(cmp.Compare(urgency(x.Status), urgency(y.Status)), cmp.Compare(until(x), until(y)))
		}
	}
	slices.SortStableFunc(rows, func(x, y report.Row) int {
		if descending {
			return less(y, x)
		}
		return less(x, y)
	})
}

// urgency is what comes first in a list of what to do.
func urgency(s ledger.Status) int {
	switch s {
	case ledger.StatusOverdue, ledger.StatusExpired:
		return 0
	case ledger.StatusInGrace:
		return 1
	case ledger.StatusUndated:
		return 2
	case ledger.StatusOpen:
		return 3
	case ledger.StatusExpiring:
		return 4
	case ledger.StatusPaused:
		return 5
	case ledger.StatusExempt:
		return 6
	default:
		return 7
	}
}

// until is the day that matters: the due date, of what is fulfilled the last day
// of its validity; Forever without one.
func until(r report.Row) calendar.Date {
	day := r.Due
	if r.Status.Fulfilled() {
		day = r.Cycle.ValidUntil
	}
	if day.IsZero() || r.Status == ledger.StatusPaused || r.Status == ledger.StatusExempt {
		return calendar.Forever
	}
	return day
}
