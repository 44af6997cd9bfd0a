package hrimport

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet"
)

// Days outside these years are slips of the pen; a year from openYear on is how
// payroll systems say «without end».
const (
	firstYear = 1930
	lastYear  = 2100
	openYear  = 2900
)

var (
	dayFirst  = regexp.MustCompile(`^(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})$`)
	yearFirst = regexp.MustCompile(`^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$`)
	compact   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	timeOfDay = regexp.MustCompile(`[ T]\d{1,2}:\d{2}.*$`)
	serialDay = regexp.MustCompile(`^\d{5}$`)
)

// date reads a column as a day: Forever for an open end, no date for an empty
// cell or after a problem.
func (t *table) date(row *tableRow, field Field) calendar.Date {
	column := t.column(field)
	if column < 0 || row.cells[column].Blank() {
		return 0
	}
	c := row.cells[column]
	if c.Kind == sheet.Formula || c.Kind == sheet.Failure {
		return 0 // has its problem already
	}
	d, ok := dateOf(c)
	if !ok {
		t.problem(row, column, severe, keyDate, nil)
		return 0
	}
	return d
}

// dateOf reads a real date, a serial number or a text.
func dateOf(c sheet.Cell) (calendar.Date, bool) {
	if c.Kind == sheet.Number {
		if d, ok := c.Date(); ok && c.Number >= 10_000 { // a smaller number is a year or a slip
			return plausibleDay(d)
		}
		if compact.MatchString(c.Text) {
			return parseDate(c.Text)
		}
		return 0, false
	}
	text := textOf(c)
	switch strings.ToLower(text) {
	case "", "00.00.0000", "0000-00-00":
		return 0, true
	case "offen", "unbefristet", "unbestimmt", "bis auf weiteres":
		return calendar.Forever, true
	}
	return parseDate(text)
}

// parseDate reads day first (3.11.26, 03/11/2026), year first or eight digits;
// a time of day is dropped, two digits of a year are 1969 to 2068.
func parseDate(text string) (calendar.Date, bool) {
	text = strings.TrimSuffix(timeOfDay.ReplaceAllString(text, ""), ".")
	text = strings.ReplaceAll(text, " ", "")
	var year, month, day string
	switch {
	case dayFirst.MatchString(text):
		m := dayFirst.FindStringSubmatch(text)
		day, month, year = m[1], m[2], m[3]
	case yearFirst.MatchString(text):
		m := yearFirst.FindStringSubmatch(text)
		year, month, day = m[1], m[2], m[3]
	case compact.MatchString(text):
		m := compact.FindStringSubmatch(text)
		year, month, day = m[1], m[2], m[3]
	case serialDay.MatchString(text): // a date column saved as csv without its format
		n, _ := strconv.ParseFloat(text, 64) // five digits
		d, ok := sheet.SerialDate(n, false)
		if !ok || n < 10_000 {
			return 0, false
		}
		return plausibleDay(d)
	default:
		return 0, false
	}
	y, m, d := number(year), number(month), number(day)
	if len(year) == 2 {
		if y += 2000; y > 2068 {
			y -= 100
		}
	}
	if m < 1 || m > 12 || d < 1 || y < 1 {
		return 0, false
	}
	out := calendar.NewDate(y, time.Month(m), d)
	if oy, om, od := out.YMD(); oy != y || int(om) != m || od != d {
		return 0, false // 31 February
	}
	return plausibleDay(out)
}

func plausibleDay(d calendar.Date) (calendar.Date, bool) {
	switch year, _, _ := d.YMD(); {
	case year >= openYear:
		return calendar.Forever, true
	case year < firstYear || year > lastYear:
		return 0, false
	}
	return d, true
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // at most four digits
	return n
}
