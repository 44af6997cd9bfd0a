package hr

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
)

// effectsView is what a plan does to duties.
type effectsView struct {
	Headline          string
	Courses           []effectCount
	Departments       []effectCount
	Form              *page.Form
	Kinds, CourseList []page.Choice
	Rows              []effectRow
	Filter            bool // there are enough rows to search among
	Narrowed          page.Narrowed
	Pager             page.Pager
	Mails             []page.Bar
	MailTotal         string
	minutes           int      // of learning of all that begins
	Anyway            string   // how many rows do not follow from the change
	Entries           []string // what begins on later days of entry
}

// effectCount is how many duties begin, end and move for a course or department.
type effectCount struct {
	Label            string
	URL              string // narrows the rows below
	Gain, Lose, Move int
	Hours            string // learning time of what begins, empty where it is not shown
	minutes          int
}

type effectRow struct {
	Name, URL, Department, Course, What, From, To, Reason string
}

// keptOf is which rows of a plan the page shows.
func keptOf(query *page.Form, address page.Address) change.Kept {
	k := change.Kept{Kind: curriculum.EffectKind(query.Get("was")), Course: query.Get("kurs"), Search: query.Get("q"), Limit: pageRows}
	if query.Get("gruppe") == "" { // else the page is one of that group
		k.Offset = address.Offset(pageRows)
	}
	return k
}

// newEffects builds the view; title gives a course its title and minutes its time.
func newEffects(l *i18n.Printer, s shownPlan, form *page.Form, address page.Address, title func(code string) string) effectsView {
	total := s.plan.Sums.Total()
	v := effectsView{Form: form, Headline: effectsHeadline(l, total)}
	v.count(l, s.plan.Sums, address, title, s.minutes)
	for _, k := range []curriculum.EffectKind{curriculum.Gain, curriculum.Lose, curriculum.Move} {
		v.Kinds = append(v.Kinds, page.Choice{Value: string(k), Label: l.T("hr.effect." + string(k)), Selected: string(k) == form.Get("was")})
	}
	for _, r := range s.rows {
		reason := reasonText(l, r.Reason)
		if r.Anyway {
			reason += ", " + l.T("hr.effect.anyway")
		}
		v.Rows = append(v.Rows, effectRow{Name: r.Name, URL: s.names.who(r.Person).URL, Department: r.Department, Course: r.Course,
			What: l.T("hr.effect." + string(r.Kind)), From: dayText(l, r.FromDue), To: dayText(l, r.ToDue), Reason: reason})
	}
	v.Pager = at(address.Pager(pageRows, s.found), "#folgen")
	v.Narrowed = page.Narrowed{Shown: s.found, Total: total.Total()}
	v.Filter = total.Total() > groupRows || s.found < total.Total()
	if s.found < total.Total() {
		v.Narrowed.Reset = address.With("q", "", "was", "", "kurs", "")
	}
	if anyway := s.plan.Sums.Anyway.Total(); anyway > 0 {
		v.Anyway = l.N("hr.effects.anyway", anyway, "day", l.Date(s.plan.EffectiveOn))
	}
	v.mails(l, s.plan.Forecast, s.silent)
	v.Entries = entriesText(l, s.plan.Forecast)
	return v
}

// hoursText is the planned time of learning in whole hours, «–» for none.
func hoursText(l *i18n.Printer, minutes int) string {
	if minutes == 0 {
		return "–"
	}
	return l.Int((minutes + 30) / 60)
}

// at lets a pager lead to a place on the page.
func at(p page.Pager, anchor string) page.Pager {
	if p.Prev != "" {
		p.Prev += anchor
	}
	if p.Next != "" {
		p.Next += anchor
	}
	return p
}

func containsAll(text, search string) bool {
	for _, word := range strings.Fields(search) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func reasonText(l *i18n.Printer, reason string) string {
	if key := "duty.reason." + reason; l.Has(key) {
		return l.T(key)
	}
	return reason
}

// count lists what happens per course and per department.
func (v *effectsView) count(l *i18n.Printer, sums change.Sums, address page.Address, title func(string) string, minutes func(change.Content) int) {
	courses := sums.Courses()
	for _, code := range slices.Sorted(maps.Keys(courses)) {
		one := newEffectCount(l, courses[code], minutes)
		v.minutes += one.minutes
		one.Label, one.URL = code+" "+title(code), address.With("kurs", code)+"#folgen"
		v.Courses = append(v.Courses, one)
		v.CourseList = append(v.CourseList, page.Choice{Value: code, Label: one.Label, Selected: v.Form.Get("kurs") == code})
	}
	for _, name := range slices.Sorted(maps.Keys(sums.Departments)) {
		one := newEffectCount(l, sums.Departments[name], minutes)
		one.Label, one.URL = cmp.Or(name, "–"), address.With("q", name)+"#folgen"
		v.Departments = append(v.Departments, one)
	}
}

// newEffectCount adds up contents.
func newEffectCount(l *i18n.Printer, contents map[change.Content]change.Counts, minutes func(change.Content) int) effectCount {
	sum := change.Together(contents)
	c := effectCount{Gain: sum.Gain, Lose: sum.Lose, Move: sum.Move}
	for content, n := range contents {
		if n.Gain > 0 {
			c.minutes += n.Gain * minutes(content)
		}
	}
	c.Hours = hoursText(l, c.minutes)
	return c
}

// effectsHeadline is «24 Zuweisungen beginnen, 3 entfallen».
func effectsHeadline(l *i18n.Printer, counts change.Counts) string {
	var parts []string
	for _, kind := range []curriculum.EffectKind{curriculum.Gain, curriculum.Lose, curriculum.Move} {
		n := counts.Of(kind)
		switch {
		case n == 0:
		case kind == curriculum.Lose && len(parts) == 0: // nothing before says what ends
			parts = append(parts, l.N("hr.effects.only_lose", n))
		default:
			parts = append(parts, l.N("hr.effects."+string(kind), n))
		}
	}
	if len(parts) == 0 {
		return l.T("hr.effects.none")
	}
	return l.List(parts) + "."
}

// mails puts the forecast into bars; days without mail stay out.
func (v *effectsView) mails(l *i18n.Printer, f change.Forecast, silent bool) {
	most := 0
	for _, d := range f.Days {
		most = max(most, d.Mails)
	}
	if most == 0 {
		v.MailTotal = l.T("hr.effects.no_mails")
		return
	}
	v.MailTotal = l.N("hr.effects.mails", f.Total())
	if silent {
		v.MailTotal = l.N("hr.effects.silent", f.Total())
	}
	for _, d := range f.Days {
		if d.Mails > 0 {
			v.Mails = append(v.Mails, page.Bar{Label: l.Date(d.On), Num: d.Mails, Den: most, Text: l.Int(d.Mails)})
		}
	}
}
