package hr

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/people"
	"zaemme/internal/sheet"
	"zaemme/internal/web/page"
)

// overview has the headline figures of the page.
func (w *planBook) overview() error {
	t, err := w.book.TextSheet(w.l.T("hr.book.overview"), sheet.TextLayout{Widths: []float64{42, 60}})
	if err != nil {
		return err
	}
	staff, plan := w.s.plan.Draft.People, w.s.plan
	rows := [][]any{
		{w.l.T("hr.plan.source"), w.l.N("hr.plan.rows", plan.Source.Rows, "file", plan.Source.File)},
		{w.l.T("hr.plan.effective"), plan.EffectiveOn},
		{w.l.T("hr.plan.created"), w.l.T("hr.by", "at", page.Clock(w.l, plan.CreatedAt), "who", nameOr(w.l, w.s.creator))},
		{w.l.T("hr.plan.state"), w.l.T("hr.state." + string(plan.State))},
	}
	if text := scopeText(w.l, w.notes.Options, w.s.names); text != "" {
		rows = append(rows, []any{w.l.T("hr.import.scope"), text})
	}
	for _, kind := range people.Kinds {
		rows = append(rows, []any{w.l.T("hr.book." + string(kind)), staff.Count(kind)})
	}
	rows = append(rows, []any{w.l.T("hr.book.departments"), len(staff.Departments)})
	for _, kind := range []curriculum.EffectKind{curriculum.Gain, curriculum.Lose, curriculum.Move} {
		rows = append(rows, []any{w.l.T("hr.book.duties." + string(kind)), plan.Sums.Total().Of(kind)})
	}
	for _, text := range entriesText(w.l, plan.Forecast) {
		rows = append(rows, []any{w.l.T("hr.book.entries"), text})
	}
	rows = append(rows, []any{w.l.T("hr.book.mails"), plan.Forecast.Total()}, []any{w.l.T("hr.book.problems"), len(w.notes.Problems)})
	if len(w.notes.Forbidden) > 0 {
		rows = append(rows, []any{w.l.T("hr.book.forbidden"), quoted(w.l, w.notes.Forbidden)})
	}
	if len(w.notes.Unknown) > 0 {
		rows = append(rows, []any{w.l.T("hr.book.unknown"), quoted(w.l, w.notes.Unknown)})
	}
	if plan.Draft.Confirm > 0 {
		rows = append(rows, []any{w.l.T("hr.book.brake"), brakeText(w.l, w.notes.Brake)})
	}
	if err := t.Title(w.l.T("hr.book.title", "file", plan.Source.File)); err != nil {
		return err
	}
	if err := t.Paragraph(peopleHeadline(w.l, staff) + " " + effectsHeadline(w.l, plan.Sums.Total())); err != nil {
		return err
	}
	for _, row := range rows {
		if err := t.Row(row...); err != nil {
			return err
		}
	}
	return nil
}

// of are the persons of a kind by name.
func (w *planBook) of(kind people.Kind) []people.PersonChange {
	var list []people.PersonChange
	for _, p := range w.s.plan.Draft.People.Persons {
		if p.Kind == kind {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b people.PersonChange) int {
		return cmp.Compare(w.s.names.who(a.Key).sort, w.s.names.who(b.Key).sort)
	})
	return list
}

// number is the personnel number, empty where there is none.
func number(key string) string {
	if people.HasNumber(key) {
		return key
	}
	return ""
}

// arrivals have a row per employment that begins.
func (w *planBook) arrivals(kind people.Kind) error {
	var rows [][]any
	for _, p := range w.of(kind) {
		pc := ""
		if p.Traits != nil {
			pc = yesNo(w.l, p.Traits.After.HasPC)
		}
		for _, e := range p.Employments {
			if e.After == nil {
				continue
			}
			a := e.After
			row := []any{number(p.Key), w.s.names.who(p.Key).Name, w.s.names.department(a.Department), a.Function, pensumText(w.l, a.Pensum),
				categoryText(w.l, a.Category), a.EntryOn, day(a.ExitOn), "", a.Site, pc}
			if a.Manager != "" {
				row[8] = w.s.names.who(a.Manager).Name
			}
			rows = append(rows, row)
		}
	}
	return w.table("hr.book."+string(kind), w.columns("hr.person.number", 14, "hr.person.name", 28, "hr.person.department", 30, "hr.person.function", 28,
		"hr.person.pensum", 14, "hr.person.category", 18, "hr.field.entry_on", 12, "hr.field.exit_on", 12, "hr.person.manager", 28, "hr.person.site", 20, "hr.person.pc", 8), rows)
}

// fields have a row per field that differs.
func (w *planBook) fields(kind people.Kind) error {
	var rows [][]any
	for _, p := range w.of(kind) {
		for _, f := range newFields(w.l, p, w.s.names) {
			rows = append(rows, []any{number(p.Key), w.s.names.who(p.Key).Name, f.Name, f.Old, f.New})
		}
	}
	return w.table("hr.book."+string(kind), w.columns("hr.person.number", 14, "hr.person.name", 28, "hr.book.field", 24, "hr.book.old", 36, "hr.book.new", 36), rows)
}

func (w *planBook) leavers() error {
	var rows [][]any
	for _, p := range w.of(people.Left) {
		rows = append(rows, []any{number(p.Key), w.s.names.who(p.Key).Name, w.s.names.who(p.Key).Department, day(p.LastDay())})
	}
	return w.table("hr.book.left", w.columns("hr.person.number", 14, "hr.person.name", 28, "hr.person.department", 30, "hr.book.last_day", 12), rows)
}

func (w *planBook) departments() error {
	var rows [][]any
	for _, d := range newDepartments(w.l, w.s.plan.Draft.People, w.s.names) {
		rows = append(rows, []any{d.Code, d.Name, d.What, d.Old, d.New, d.on})
	}
	return w.table("hr.book.departments", w.columns("hr.book.code", 16, "hr.book.unit", 36, "hr.plan.change", 20, "hr.book.old", 36, "hr.book.new", 36, "hr.plan.effective", 14), rows)
}

func (w *planBook) problems() error {
	var rows [][]any
	all := newProblems(w.l, "", w.notes)
	for _, p := range append(all.allErrors, all.allWarnings...) {
		rows = append(rows, []any{p.Place, p.Text})
	}
	return w.table("hr.book.problems", w.columns("hr.import.where", 34, "hr.import.problem", 90), rows)
}

// duties are written as they are read: there may be millions.
func (w *planBook) duties() error {
	if w.s.plan.Sums.Total().Total() == 0 {
		return nil
	}
	t, err := w.book.Sheet(w.l.T("hr.book.duties"), w.columns("hr.person.number", 14, "hr.person.name", 28, "hr.person.department", 30, "hr.duty.course", 12,
		"hr.book.course", 36, "hr.plan.what", 12, "hr.plan.due_before", 14, "hr.plan.due_after", 14, "hr.book.reason", 40))
	if err != nil {
		return err
	}
	return w.each(func(r change.Row) error {
		return t.Row(number(r.Person), r.Name, r.Department, r.Course, w.title(r.Course), w.l.T("hr.effect."+string(r.Kind)),
			day(r.FromDue), day(r.ToDue), reasonText(w.l, r.Reason))
	})
}

func (w *planBook) mails() error {
	var rows [][]any
	for _, d := range w.s.plan.Forecast.Days {
		rows = append(rows, []any{d.On, d.Mails})
	}
	return w.table("hr.plan.mails", w.columns("hr.book.day", 14, "hr.book.mails", 14), rows)
}

// day is nil for none and for an open end.
func day(d calendar.Date) any {
	if d == 0 || d == calendar.Forever {
		return nil
	}
	return d
}
