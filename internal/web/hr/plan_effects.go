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
	sort                                                  string
}

// newEffects builds the view; title gives a course its title and minutes what begins takes, silent says that no
// mail leaves before HR has set the day.
func newEffects(l *i18n.Printer, plan change.Plan, d directory, form *page.Form, address page.Address, silent bool, title func(code string) string, minutes func(curriculum.Effect) int) effectsView {
	v := effectsView{Form: form, Headline: effectsHeadline(l, plan.Effects)}
	v.count(l, plan.Effects, d, address, title, minutes)
	kind, courseCode, search := curriculum.EffectKind(form.Get("was")), form.Get("kurs"), strings.ToLower(form.Get("q"))
	for _, k := range []curriculum.EffectKind{curriculum.Gain, curriculum.Lose, curriculum.Move} {
		v.Kinds = append(v.Kinds, page.Choice{Value: string(k), Label: l.T("hr.effect." + string(k)), Selected: k == kind})
	}
	var found []effectRow
	own, anyway := changedPersons(plan), 0
	for _, e := range plan.Effects {
		w, reason := d.who(e.Person), reasonText(l, e.Reason)
		if !own[e.Person] && comesAnyway(e.Reason) {
			anyway++
			reason += ", " + l.T("hr.effect.anyway")
		}
		text := strings.ToLower(w.Name + " " + w.Department + " " + e.Person)
		if kind != "" && e.Kind != kind || courseCode != "" && e.Course != courseCode || !containsAll(text, search) {
			continue
		}
		found = append(found, effectRow{Name: w.Name, URL: w.URL, Department: w.Department, Course: e.Course,
			sort: w.sort, What: l.T("hr.effect." + string(e.Kind)), From: dayText(l, e.FromDue), To: dayText(l, e.ToDue), Reason: reason})
	}
	slices.SortStableFunc(found, func(a, b effectRow) int { return cmp.Compare(a.sort, b.sort) })
	from := min(address.Offset(pageRows), len(found))
	v.Rows = found[from:min(from+pageRows, len(found))]
	v.Pager = at(address.Pager(pageRows, len(found)), "#folgen")
	v.Narrowed = page.Narrowed{Shown: len(found), Total: len(plan.Effects)}
	v.Filter = len(plan.Effects) > groupRows || len(found) < len(plan.Effects)
	if len(found) < len(plan.Effects) {
		v.Narrowed.Reset = address.With("q", "", "was", "", "kurs", "")
	}
	if anyway > 0 {
		v.Anyway = l.N("hr.effects.anyway", anyway, "day", l.Date(plan.EffectiveOn))
	}
	v.mails(l, plan.Forecast, silent)
	v.Entries = entriesText(l, plan.Forecast)
	return v
}

// hoursText is the planned time of learning in whole hours, «–» for none.
func hoursText(l *i18n.Printer, minutes int) string {
	if minutes == 0 {
		return "–"
	}
	return l.Int((minutes + 30) / 60)
}

// changedPersons are those whom the plan itself changes.
func changedPersons(plan change.Plan) map[string]bool {
	own := map[string]bool{}
	for _, p := range plan.Draft.People.Persons {
		own[p.Key] = true
	}
	return own
}

// comesAnyway tells the reasons that time alone brings by the day of the plan:
// nobody's change of rules or persons.
func comesAnyway(reason string) bool {
	return reason == curriculum.ReasonRenewal || reason == curriculum.ReasonJoined || reason == curriculum.ReasonLeft
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

// count sums up per course and per department.
func (v *effectsView) count(l *i18n.Printer, effects curriculum.Effects, d directory, address page.Address, title func(string) string, minutes func(curriculum.Effect) int) {
	courses, departments := map[string]*effectCount{}, map[string]*effectCount{}
	add := func(to map[string]*effectCount, key string, e curriculum.Effect) {
		if to[key] == nil {
			to[key] = &effectCount{}
		}
		switch e.Kind {
		case curriculum.Gain:
			to[key].Gain++
			to[key].minutes += minutes(e)
		case curriculum.Lose:
			to[key].Lose++
		case curriculum.Move:
			to[key].Move++
		}
	}
	for _, e := range effects {
		add(courses, e.Course, e)
		add(departments, d.who(e.Person).Department, e)
	}
	for _, code := range slices.Sorted(maps.Keys(courses)) {
		one := courses[code]
		v.minutes += one.minutes
		one.Hours = hoursText(l, one.minutes)
		one.Label, one.URL = code+" "+title(code), address.With("kurs", code)+"#folgen"
		v.Courses = append(v.Courses, *one)
		v.CourseList = append(v.CourseList, page.Choice{Value: code, Label: one.Label, Selected: v.Form.Get("kurs") == code})
	}
	for _, name := range slices.Sorted(maps.Keys(departments)) {
		one := departments[name]
		one.Hours = hoursText(l, one.minutes)
		one.Label, one.URL = cmp.Or(name, "–"), address.With("q", name)+"#folgen"
		v.Departments = append(v.Departments, *one)
	}
}

// effectsHeadline is «24 Zuweisungen beginnen, 3 entfallen».
func effectsHeadline(l *i18n.Printer, effects curriculum.Effects) string {
	var parts []string
	for _, kind := range []curriculum.EffectKind{curriculum.Gain, curriculum.Lose, curriculum.Move} {
		n := effects.Count(kind)
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
