package line

import (
	"net/url"
	"strconv"

	"zaemme/internal/calendar"
)

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
	if a.Page > 1 {
		set("seite", strconv.Itoa(a.Page))
	}
	if a.Day != today && a.Day != 0 {
		set("stichtag", a.Day.String())
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

// scope keeps department and day and drops the rest.
func (a asked) scope() asked { return asked{Department: a.Department, Day: a.Day} }
