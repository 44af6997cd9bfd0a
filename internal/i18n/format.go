package i18n

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Day is a date without time and zone; calendar.Date is one. The interface
// keeps this package free of imports of its own rank.
type Day interface {
	YMD() (int, time.Month, int)
	IsZero() bool
}

const (
	none  = "–"
	minus = "−" // as wide as a figure, unlike the hyphen
)

// Date is «21.11.2026», «–» without a date.
func (p *Printer) Date(d Day) string {
	if d == nil || d.IsZero() {
		return none
	}
	year, month, day := d.YMD()
	buf := make([]byte, 0, 10)
	buf = append(strconv.AppendInt(buf, int64(day), 10), '.')
	buf = append(strconv.AppendInt(buf, int64(month), 10), '.')
	return string(strconv.AppendInt(buf, int64(year), 10))
}

// LongDate is «4. Dezember 2026», «–» without a date.
func (p *Printer) LongDate(d Day) string {
	if d == nil || d.IsZero() {
		return none
	}
	year, _, _ := d.YMD()
	return p.DayMonth(d) + " " + strconv.Itoa(year)
}

// DayMonth is «4. Dezember», «–» without a date.
func (p *Printer) DayMonth(d Day) string {
	if d == nil || d.IsZero() {
		return none
	}
	_, month, day := d.YMD()
	return strconv.Itoa(day) + p.locale.dayDot + p.locale.months[month-1]
}

// Month is «Dezember 2026», «–» without a date.
func (p *Printer) Month(d Day) string {
	if d == nil || d.IsZero() {
		return none
	}
	year, month, _ := d.YMD()
	return p.locale.months[month-1] + " " + strconv.Itoa(year)
}

// Weekday is the name of the weekday.
func (p *Printer) Weekday(w time.Weekday) string { return p.locale.weekdays[w] }

// Clock is date and time of the instant as it stands: «21.11.2026, 14.05». The
// caller converts to the zone of the municipality first.
func (p *Printer) Clock(t time.Time) string {
	if t.IsZero() {
		return none
	}
	return t.Format("2.1.2006, 15.04")
}

// Days says where a day lies seen from today, days ahead: «in 13 Tagen», «morgen»,
// «heute», «seit gestern», «seit 3 Tagen».
func (p *Printer) Days(ahead int) string {
	l := p.locale
	switch {
	case ahead == 0:
		return l.today
	case ahead == 1:
		return l.tomorrow
	case ahead == -1:
		return l.yesterday
	case ahead > 0:
		return l.ahead + p.Int(ahead) + l.aheadUnit
	default:
		return l.ago + p.Int(-ahead) + l.agoUnit
	}
}

// Minutes is a duration in words: «45 Minuten», «1 Stunde 10 Minuten».
func (p *Printer) Minutes(n int) string {
	unit := func(n int, one, many string) string {
		if n == 1 {
			many = one
		}
		return strconv.Itoa(n) + " " + many
	}
	l := p.locale
	if n < 100 {
		return unit(n, l.minute, l.minutes)
	}
	hours := unit(n/60, l.hourUnit, l.hours)
	if n%60 == 0 {
		return hours
	}
	return hours + " " + unit(n%60, l.minute, l.minutes)
}

// Int is a whole number with an apostrophe from 1'000 on.
func (p *Printer) Int(n int) string {
	digits := strconv.Itoa(n)
	if n >= 0 && n < 1000 {
		return digits
	}
	sign := ""
	if n < 0 {
		sign, digits = minus, digits[1:]
	}
	var out strings.Builder
	out.WriteString(sign)
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteByte('\'')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// Percent is num of den with one decimal, rounded half up: «87,5 %»; «–» where
// den is 0 (REPORT.md §3).
func (p *Printer) Percent(num, den int) string {
	if den <= 0 {
		return none
	}
	tenths := (2000*num + den) / (2 * den)
	return p.Int(tenths/10) + p.locale.decimal + strconv.Itoa(tenths%10) + p.locale.percent
}

// Word is the number as a word up to twelve, else in digits; capital at the
// start of a sentence.
func (p *Printer) Word(n int, capital bool) string {
	if n < 0 || n >= len(p.locale.words) {
		return p.Int(n)
	}
	word := p.locale.words[n]
	if !capital {
		return word
	}
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

// List joins with commas and a last «und».
func (p *Printer) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + p.locale.and + items[last]
}
