package report

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/sheet"
)

// detail is one row of the sheet with all that its columns show.
type detail struct {
	Row
	*extra
	b *book
}

// detailColumn is one column of Detail.
type detailColumn struct {
	key    string // report.col.<key>
	width  float64
	format sheet.Format
	hr     bool // not in a manager's file
	value  func(d *detail) any
}

// allDetail are the columns in the order of REPORT.md §5.
var allDetail = []detailColumn{
	{"kennung", 37, sheet.AsText, false, func(d *detail) any { return d.Subject.UID.String() }},
	{"personnel_no", 17, sheet.AsText, true, func(d *detail) any { return d.Subject.PersonnelNo }},
	{"name", 20, 0, false, func(d *detail) any { return d.Subject.LastName }},
	{"first_name", 18, 0, false, func(d *detail) any { return d.Subject.FirstName }},
	{"email", 34, 0, true, func(d *detail) any { return d.Subject.Email }},
	{"department_code", 17, sheet.AsText, false, func(d *detail) any { return d.Subject.Codes() }},
	{"department", 26, 0, false, func(d *detail) any { return d.Subject.Names() }},
	{"department_path", 46, 0, false, (*detail).paths},
	{"function", 26, 0, true, func(d *detail) any { return d.Subject.Main().Function }},
	{"pensum", 10, sheet.Decimal, true, (*detail).pensum},
	{"entry", 12, 0, true, func(d *detail) any { return d.Subject.Main().EntryOn }},
	{"exit", 12, 0, true, func(d *detail) any { return d.Subject.Main().ExitOn }},
	{"manager", 24, 0, false, func(d *detail) any { return d.Subject.Main().Manager }},
	{"deputy", 24, 0, true, func(d *detail) any { return d.b.deputies[d.Subject.Main().ManagerID] }},
	{"curriculum", 28, 0, false, (*detail).curriculum},
	{"course_code", 12, sheet.AsText, false, func(d *detail) any { return d.Course.Code }},
	{"course", 36, 0, false, func(d *detail) any { return d.Course.Titles.In(d.b.l.Lang()) }},
	{"version", 9, sheet.Integer, false, (*detail).versionNo},
	{"version_hash", 24, sheet.AsText, true, func(d *detail) any { return d.versionHash() }},
	{"language", 9, 0, true, func(d *detail) any { return d.language }},
	{"rule", 40, 0, false, (*detail).rule},
	{"cycle", 11, sheet.Integer, false, func(d *detail) any { return int(d.Cycle.No) }},
	{"assigned", 14, 0, false, func(d *detail) any { return d.Cycle.AssignedOn }},
	{"original_due", 14, 0, false, func(d *detail) any { return d.Cycle.OriginalDueOn }},
	{"due", 14, 0, false, func(d *detail) any { return d.Due }},
	{"extended", 14, 0, true, func(d *detail) any { return d.Cycle.ExtendedUntil }},
	{"reason", 22, 0, true, (*detail).why},
	{"grace", 14, 0, false, func(d *detail) any { return d.GraceUntil }},
	{"status_code", 13, sheet.AsText, false, func(d *detail) any { return string(d.Status) }},
	{"status", 17, 0, false, func(d *detail) any { return sheet.Toned(d.b.word(d.Status), tone(d.Status)) }},
	{"days_late", 13, sheet.Integer, false, (*detail).daysLate},
	{"fulfilled", 14, 0, false, func(d *detail) any { return d.Cycle.CompletedOn }},
	{"in_time", 12, 0, false, (*detail).inTime},
	{"how", 13, sheet.AsText, false, func(d *detail) any { return string(d.Cycle.How) }},
	{"valid_until", 14, 0, false, func(d *detail) any { return d.Cycle.ValidUntil }},
	{"window", 14, 0, false, func(d *detail) any { return d.Cycle.WindowFrom }},
	{"category", 18, 0, false, func(d *detail) any { return d.b.category(d.Subject) }},
	{"reasons", 36, 0, true, (*detail).otherRules},
	{"department_then", 30, 0, true, func(d *detail) any { return d.completed }},
	{"evidence", 22, sheet.AsText, true, func(d *detail) any { return d.Cycle.EvidenceNo }},
	{"reminder", 20, 0, true, (*detail).lastReminder},
	{"correction", 11, sheet.AsText, true, func(d *detail) any { return d.correction() }},
}

func (b *book) detailColumns() []detailColumn {
	if b.query.Variant == HR {
		return allDetail
	}
	return slices.DeleteFunc(slices.Clone(allDetail), func(c detailColumn) bool { return c.hr })
}

func (b *book) layout(columns []detailColumn) sheet.Layout {
	l := sheet.Layout{Paper: b.paper(true, false)}
	if at := slices.IndexFunc(columns, func(c detailColumn) bool { return c.key == "name" }); at >= 0 { // first name beside it
		l.Repeat = [2]int{at + 1, at + 2}
	}
	for _, c := range columns {
		l.Columns = append(l.Columns, b.column(c.key, c.width, c.format))
	}
	return l
}

// detail is one row per person and course, by name.
func (b *book) detail(context.Context) error {
	return b.list(sheetDetail, b.detailColumns(), everyRow)
}

// list begins a sheet that takes rows while they pass by.
func (b *book) list(name string, columns []detailColumn, take func(Row) bool) error {
	l, err := b.listed(name, columns, take)
	b.listings = append(b.listings, l)
	return err
}

func (b *book) listed(name string, columns []detailColumn, take func(Row) bool) (listing, error) {
	t, err := b.w.Sheet(name, b.layout(columns))
	if err != nil {
		return listing{}, err
	}
	return rowsTo(columns, take, t.Row), nil
}

// rowsTo writes the cells of each row that it takes.
func rowsTo(columns []detailColumn, take func(Row) bool, write func(cells ...any) error) listing {
	cells := make([]any, len(columns))
	return listing{take: take, row: func(d *detail) error {
		for i, c := range columns {
			cells[i] = c.value(d)
		}
		return write(cells...)
	}}
}

func (d *detail) paths() any { return paths(d.b.tree, d.Subject) }

func (d *detail) pensum() any {
	if p := d.Subject.Pensum(); p > 0 {
		return p
	}
	return nil
}

func (d *detail) curriculum() any {
	if d.Rule == nil {
		return nil
	}
	return d.Rule.Curriculum.In(d.b.l.Lang())
}

func (d *detail) versionNo() any {
	if d.Version == nil {
		return nil
	}
	return d.Version.Number
}

// rule begins with code and version, which the hash has, and goes on in words.
func (d *detail) rule() any {
	if d.Rule == nil {
		return nil
	}
	return d.ruleCode() + " " + d.Rule.Titles.In(d.b.l.Lang())
}

func (d *detail) otherRules() any {
	var names []string
	for _, r := range d.reasons {
		if r.Rule == d.Cycle.RuleID {
			continue
		}
		if rule := d.b.looks.rules[ruleKey{r.Rule, r.Version}]; rule != nil {
			names = append(names, rule.Code+"/"+strconv.Itoa(int(rule.Version))+" "+rule.Titles.In(d.b.l.Lang()))
		}
	}
	return strings.Join(names, " | ")
}

// why is the category of an extension's or exemption's reason, while one is in
// force; never a reason of absence.
func (d *detail) why() any {
	switch {
	case d.Status == ledger.StatusExempt && d.exemption != "":
		return d.b.said("why.reason.exemption."+d.exemption, d.exemption)
	case d.Status != ledger.StatusExempt && !d.Cycle.ExtendedUntil.IsZero() && d.extension != "":
		return d.b.said("why.reason.extension."+d.extension, d.extension)
	default:
		return nil
	}
}

func (d *detail) daysLate() any {
	if n, ok := d.DaysLate(d.b.query.AsOf); ok {
		return n
	}
	return nil
}

func (d *detail) inTime() any {
	switch inTime, ok := d.InTime(); {
	case !ok:
		return nil
	case inTime:
		return d.b.l.T("common.yes")
	default:
		return d.b.l.T("common.no")
	}
}

func (d *detail) lastReminder() any {
	if d.remindOn == calendar.Date(0) {
		return nil
	}
	step := d.reminded
	if key := "mail.step." + step; d.b.l.Has(key) {
		step = d.b.l.T(key)
	}
	return d.b.l.T("report.reminded", "step", step, "day", d.remindOn)
}
