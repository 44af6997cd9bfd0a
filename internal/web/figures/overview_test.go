package figures

import (
	"fmt"
	"strings"
	"testing"

	"zaemme/internal/aggregate"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/monthend"
	"zaemme/internal/web/page"
	"zaemme/views"
)

// month has two courses in as many groups.
func month(groups int) monthend.Month {
	departments, staff := []aggregate.Department{{ID: 1, Code: "1", Name: "Stadt"}}, map[int64]int{}
	for i := range groups {
		id := int64(i + 10)
		departments = append(departments, aggregate.Department{ID: id, Parent: 1, Code: fmt.Sprintf("1-%03d", i), Name: fmt.Sprintf("Gruppe %03d", i)})
		staff[id] = 10
	}
	m := monthend.Month{AsOf: calendar.NewDate(2026, 10, 31), Courses: monthend.Catalogue{
		1: {Code: "DS-01", Titles: coursefile.Texts{"de": "Datenschutz"}}, 2: {Code: "IS-01", Titles: coursefile.Texts{"de": "Informationssicherheit"}},
	}}
	m.Grouping = aggregate.Group(departments, staff)
	for course := range m.Courses {
		for node, n := range m.Grouping.Nodes {
			if n.Leaf() {
				m.Cells = append(m.Cells, aggregate.Cell{Course: course, Node: node, Counted: 10, Fulfilled: aggregate.Span{Min: 5, Max: 6}, Behind: aggregate.Span{Min: 2, Max: 2}})
			}
		}
	}
	return m
}

// The pages of the table are the published table, row by row, and nothing else on
// them differs.
func TestPagesAreTheTable(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	base := page.Base{L: texts.Printer("de")}
	show := func(m monthend.Month, number string) *overviewPage {
		return newOverview(base, nil, page.NewAddress(Path, "monat", "2026-10", page.PageParam, number), nil, []monthend.Month{m})
	}
	if p := show(month(150), "1"); len(p.Rows) != 300 || p.Pager.Next != "" || p.Begins != nil {
		t.Errorf("%d rows on one page, then %q, begins %v", len(p.Rows), p.Pager.Next, p.Begins)
	}
	m := month(400)
	var rows []tableRow
	for number := 1; ; number++ {
		p := show(m, fmt.Sprint(number))
		if len(p.Rows) > pageRows || p.Text != show(m, "1").Text || len(p.Lines.Rows) != len(show(m, "1").Lines.Rows) {
			t.Errorf("page %d differs in more than its rows", number)
		}
		for _, link := range p.Begins {
			if strings.Contains(link.URL, fmt.Sprintf("%s=%d#", page.PageParam, number)) && !has(p.Rows, link.Label) {
				t.Errorf("%s does not begin on page %d", link.Label, number)
			}
		}
		if rows = append(rows, p.Rows...); p.Pager.Next == "" {
			break
		}
		if !strings.Contains(p.Pager.Next, "monat=2026-10") {
			t.Errorf("%s has lost the month", p.Pager.Next)
		}
	}
	all := m.Rows(base.L)
	if len(rows) != len(all) || len(all) != 800 {
		t.Fatalf("%d rows of %d", len(rows), len(all))
	}
	for i, r := range all {
		if rows[i].Course != r.Course || rows[i].Group != r.Group || rows[i].Fulfilled != "5–6" {
			t.Fatalf("row %d is %v, want %s %s", i, rows[i], r.Course, r.Group)
		}
	}
	if begins := show(m, "1").Begins; len(begins) != 2 || !strings.HasSuffix(begins[1].URL, page.PageParam+"=2#tabelle") {
		t.Errorf("the courses begin at %v", begins)
	}
}

func has(rows []tableRow, course string) bool {
	for _, r := range rows {
		if r.Course == course {
			return true
		}
	}
	return false
}
