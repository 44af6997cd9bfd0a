package line

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// asked is what the address of the team's page says.
type asked struct {
	Text       string // part of a name
	Status     string // one of the groups of rows
	Course     string // code
	Department string // code
	Alone      bool   // the department without those below it
	Circle     string // "total": persons who count in it, "outside": the others
	Sort       string // person, course, status, due; a minus in front turns it round
	Page       int    // from 1
	Day        calendar.Date
	Then       bool // as known at the end of Day, not as known today
}

// picksDay reports whether the viewer chooses the day: who reads the own line, HR,
// and who audits. Whom they read is judged today, whatever the day.
func picksDay(v *visit.Visit) bool {
	return v.Session.Leads || picksKnowledge(v)
}

// picksKnowledge reports whether the viewer chooses what was known (REPORT.md §4).
func picksKnowledge(v *visit.Visit) bool {
	return v.Session.Has(people.RoleHR, people.RoleAuditor)
}

// read takes the filters from the address. A day that is typed stands before one
// that is picked.
func read(f *page.Form, v *visit.Visit) asked {
	a := asked{Text: f.Get("q"), Status: f.Get("stand"), Course: f.Get("kurs"), Department: f.Get("abteilung"), Alone: f.Get("ebene") == "eigene",
		Circle: f.Get("kreis"), Sort: f.Get("sort"), Page: max(f.Int("seite", 1, 100_000), 1), Day: v.Today}
	if picksDay(v) {
		for _, field := range []string{"per", "stichtag"} {
			if day := f.Date(field); day != 0 {
				a.Day = day
			}
		}
		if a.Day > v.Today {
			f.Fail("stichtag", "error.report.future")
		}
	}
	if !f.OK() {
		a.Day = v.Today
	}
	a.Then = f.Get("wissen") == "damals" && a.Day < v.Today && picksKnowledge(v)
	return a
}

// known is T: the end of the day, or zero for what is known now.
func (a asked) known() time.Time {
	if !a.Then {
		return time.Time{}
	}
	return a.Day.End().Add(-time.Microsecond)
}

// query asks for the rows, limit of them from the page on; 0: all.
func (a asked) query(limit int) report.ListQuery {
	column, descending := strings.CutPrefix(a.Sort, "-")
	return report.ListQuery{Day: a.Day, Known: a.known(), Department: a.Department, Alone: a.Alone,
		Filter: report.ListFilter{Group: report.RowGroup(a.Status), Name: a.Text, Course: a.Course, Circle: report.Circle(a.Circle)},
		Order:  report.Order(column), Descending: descending, Limit: limit, Offset: (a.Page - 1) * limit}
}

// address writes the page's address with these filters; what is not set is left
// out, and a day that is today too.
func (a asked) address(path string, today calendar.Date) string {
	values := url.Values{}
	set := func(name, value string) {
		if value != "" {
			values.Set(name, value)
		}
	}
	set("q", a.Text)
	set("stand", a.Status)
	set("kurs", a.Course)
	set("abteilung", a.Department)
	set("kreis", a.Circle)
	set("sort", a.Sort)
	if a.Alone {
		set("ebene", "eigene")
	}
	if a.Page > 1 {
		set("seite", strconv.Itoa(a.Page))
	}
	if a.Day != today && a.Day != 0 {
		set("stichtag", a.Day.String())
		if a.Then {
			set("wissen", "damals")
		}
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// narrowed reports whether the filter hides anything.
func (a asked) narrowed() bool {
	return a.Text != "" || a.Status != "" || a.Course != "" || a.Circle != ""
}

// scope keeps department, day and knowledge and drops the rest.
func (a asked) scope() asked {
	return asked{Department: a.Department, Alone: a.Alone, Day: a.Day, Then: a.Then}
}

// when keeps day and knowledge alone.
func (a asked) when() asked { return asked{Day: a.Day, Then: a.Then} }

// rows is the address of a group of rows in the scope.
func (a asked) rows(group report.RowGroup, today calendar.Date) string {
	a.Status = string(group)
	return a.address("/team", today)
}
