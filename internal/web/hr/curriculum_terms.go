package hr

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
)

// termFields are the inputs of one course's terms, and what stands in them; what is
// empty is as the course says.
type termFields struct {
	Course, Title                       string
	Place, DueDays, FixedDay, GraceDays string
	ValidityMonths, ValidityDay         string
	WindowDays, MaxAge                  string
	Kinds, TestOut, Refreshers          []page.Choice
}

// F is the name of one input of this course: «due_IS-01».
func (t termFields) F(what string) string { return what + "_" + t.Course }

func newTermFields(l *i18n.Printer, v *course.Version, line curriculum.Line, place int, f curriculumFacts) termFields {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	t := termFields{Course: v.Code(), Title: v.Title(l.Lang()), Place: number(place), DueDays: number(line.DueDays), GraceDays: number(line.GraceDays),
		ValidityDay: dayMonth(line.ValidityDay), MaxAge: number(line.MaxAgeMonths)}
	if line.FixedDay != 0 {
		t.FixedDay = l.Date(line.FixedDay)
	}
	if line.ValidityMonths != nil && line.ValidityDay == 0 {
		t.ValidityMonths = strconv.Itoa(*line.ValidityMonths)
	}
	if line.WindowDays != nil {
		t.WindowDays = strconv.Itoa(*line.WindowDays)
	}
	kind := "mandatory"
	if line.Mandatory != nil && !*line.Mandatory {
		kind = "voluntary"
	}
	t.Kinds = choices(kind, pair{"mandatory", l.T("hr.rules.mandatory")}, pair{"voluntary", l.T("hr.curriculum.recommended")})
	test := "open"
	if line.NoTestOut {
		test = "modules"
	}
	t.TestOut = choices(test, pair{"open", l.T("hr.curriculum.test_open")}, pair{"modules", l.T("hr.curriculum.test_modules")})
	t.Refreshers = []page.Choice{{Label: l.T("hr.curriculum.refresher_none"), Selected: line.Refresher == ""}}
	for _, other := range f.courses {
		if other.Code() != v.Code() {
			t.Refreshers = append(t.Refreshers, page.Choice{Value: other.Code(), Selected: other.Code() == line.Refresher,
				Label: fmt.Sprintf("%s %s, %s", other.Code(), other.Title(l.Lang()), l.Minutes(other.Content.Minutes))})
		}
	}
	return t
}

// dayMonth is «31.12.», empty for none.
func dayMonth(y calendar.YearDay) string {
	if y == 0 {
		return ""
	}
	return fmt.Sprintf("%d.%d.", y%100, y/100)
}

// yearDay reads «31.12.», «31. Dezember» or a whole date, of which the year is
// left out; empty is none, anything else an error at the field.
func yearDay(form *page.Form, field string) calendar.YearDay {
	text := strings.TrimSpace(form.Get(field))
	if text == "" {
		return 0
	}
	const leap = 2024
	for _, attempt := range []string{text, strings.TrimSuffix(text, ".") + "." + strconv.Itoa(leap), text + " " + strconv.Itoa(leap)} {
		if day, ok := page.ParseDay(attempt); ok {
			_, month, d := day.YMD()
			return calendar.YearDay(int(month)*100 + d)
		}
	}
	form.Fail(field, "error.curriculum.year_day")
	return 0
}

// termsFrom reads the terms of one course; an empty field is as the course says.
func termsFrom(form *page.Form, line curriculum.Line) curriculum.Line {
	name := termFields{Course: line.Course}.F
	line.DueDays, line.FixedDay = form.Int(name("due"), 1, 3650), form.Date(name("fixed"))
	if line.DueDays != 0 && line.FixedDay != 0 {
		form.Fail(name("fixed"), "error.curriculum.days_or_day")
	}
	line.GraceDays = form.Int(name("grace"), 0, 365)
	line.ValidityMonths, line.ValidityDay = optional(form, name("validity"), 240), yearDay(form, name("until"))
	if line.ValidityMonths != nil && *line.ValidityMonths != 0 && line.ValidityDay != 0 {
		form.Fail(name("until"), "error.curriculum.months_or_day")
	}
	line.WindowDays, line.MaxAgeMonths = optional(form, name("window"), 365), form.Int(name("age"), 0, 600)
	mandatory := form.Get(name("kind")) != "voluntary"
	line.Mandatory, line.NoTestOut, line.Refresher = &mandatory, form.Get(name("test")) == "modules", form.Get(name("refresher"))
	return line
}

// optional is a number from 0 on, nil where none is given.
func optional(form *page.Form, field string, high int) *int {
	if form.Get(field) == "" {
		return nil
	}
	n := form.Int(field, 0, high)
	return &n
}

// inOrder puts lines into the order of their numbers; those without one follow as
// they stood.
func inOrder(form *page.Form, lines []curriculum.Line) {
	at := map[string]int{}
	for _, l := range lines {
		n := form.Int(termFields{Course: l.Course}.F("place"), 1, 200)
		at[l.Course] = cmp.Or(n, 1000)
	}
	slices.SortStableFunc(lines, func(a, b curriculum.Line) int { return cmp.Compare(at[a.Course], at[b.Course]) })
}

// termLabels name the fields of a course's terms in the summary of errors.
func termLabels(courses []*course.Version) []string {
	var labels []string
	for _, v := range courses {
		t := termFields{Course: v.Code()}
		for what, key := range map[string]string{"place": "hr.curriculum.place", "due": "hr.curriculum.due", "fixed": "hr.curriculum.fixed",
			"grace": "hr.curriculum.grace", "validity": "hr.curriculum.validity", "until": "hr.curriculum.until", "window": "hr.curriculum.window",
			"age": "hr.curriculum.age"} {
			labels = append(labels, t.F(what), key)
		}
	}
	return labels
}
