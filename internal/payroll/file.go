package payroll

import (
	"cmp"
	"io"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/sheet"
)

// Names of the sheets; they do not change with the language.
const (
	sheetLines   = "Lernzeit"
	sheetPersons = "Je Person"
	sheetFacts   = "Angaben"
)

// Book is an export with what its files name.
type Book struct {
	Export
	Rows         []Row
	Municipality string
	By           string // who made the export
	Scope        string // in words, whom the file is about
	Creator      string // who takes the file
	Now          time.Time
	L            *i18n.Printer
}

// Row is a line in words.
type Row struct {
	Line
	Person                     people.Person
	DepartmentCode, Department string
	CourseCode, Course         string
	EvidenceNo                 string
}

// columns are the headers of the lines by text key, with their layout.
var columns = []struct {
	key    string
	width  float64
	format sheet.Format
}{
	{"number", 16, sheet.AsText}, {"last", 20, sheet.General}, {"first", 16, sheet.General}, {"department_code", 12, sheet.AsText}, {"department", 28, sheet.General},
	{"course_code", 12, sheet.AsText}, {"course", 36, sheet.General}, {"day", 14, sheet.General}, {"minutes", 12, sheet.Integer}, {"cause", 26, sheet.General},
	{"known", 14, sheet.General}, {"salaried", 16, sheet.General}, {"evidence", 20, sheet.AsText}, {"uid", 38, sheet.AsText},
}

func (b Book) row(r Row) []any {
	var salaried any
	if r.Salaried {
		salaried = b.L.T("common.yes")
	}
	return []any{r.Person.PersonnelNo, r.Person.LastName, r.Person.FirstName, r.DepartmentCode, r.Department, r.CourseCode, r.Course, r.CompletedOn, r.Minutes,
		b.L.T("payroll.cause." + string(r.Cause)), r.KnownOn, salaried, r.EvidenceNo, r.Person.UID.String()}
}

// WriteXLSX writes the export as a workbook: the lines, the sum of each person, and
// what the file is.
func (b Book) WriteXLSX(out io.Writer) error {
	w := sheet.NewWriter(out, sheet.Props{Title: b.L.T("payroll.book", "month", b.L.Month(b.Month)), Subject: b.UID, Creator: b.Creator, Language: b.L.Tag(),
		Classification: b.L.T("payroll.classification"), Created: b.Now})
	defer w.Discard()
	for _, write := range []func(*sheet.Writer) error{b.lines, b.persons, b.facts, (*sheet.Writer).Close} {
		if err := write(w); err != nil {
			return err
		}
	}
	return nil
}

func (b Book) paper() sheet.Paper {
	return sheet.Paper{Classification: b.L.T("payroll.classification"), Footer: b.L.T("payroll.footer")}
}

func (b Book) lines(w *sheet.Writer) error {
	layout := sheet.Layout{Paper: b.paper()}
	for _, c := range columns {
		layout.Columns = append(layout.Columns, sheet.Column{Header: b.L.T("payroll.col." + c.key), Width: c.width, Format: c.format})
	}
	t, err := w.Sheet(sheetLines, layout)
	if err != nil {
		return err
	}
	for _, r := range b.Rows {
		if err := t.Row(b.row(r)...); err != nil {
			return err
		}
	}
	return nil
}

// PersonSum is what an export comes to for one person.
type PersonSum struct {
	Person  people.Person
	Minutes int
}

// Sums by person, by personnel number, then name.
func Sums(rows []Row) []PersonSum {
	at := map[int64]int{}
	var list []PersonSum
	for _, r := range rows {
		i, ok := at[r.PersonID]
		if !ok {
			i = len(list)
			at[r.PersonID], list = i, append(list, PersonSum{Person: r.Person})
		}
		list[i].Minutes += r.Minutes
	}
	slices.SortStableFunc(list, func(a, b PersonSum) int {
		return cmp.Or(cmp.Compare(a.Person.PersonnelNo, b.Person.PersonnelNo), cmp.Compare(a.Person.LastName+" "+a.Person.FirstName, b.Person.LastName+" "+b.Person.FirstName))
	})
	return list
}

func (b Book) persons(w *sheet.Writer) error {
	header := func(key string) string { return b.L.T("payroll.col." + key) }
	t, err := w.Sheet(sheetPersons, sheet.Layout{Paper: b.paper(), Columns: []sheet.Column{
		{Header: header("number"), Width: 16, Format: sheet.AsText}, {Header: header("last"), Width: 24}, {Header: header("first"), Width: 18},
		{Header: header("minutes"), Width: 14, Format: sheet.Integer}, {Header: header("hours"), Width: 14}}})
	if err != nil {
		return err
	}
	const hour = 60
	for _, s := range Sums(b.Rows) {
		if err := t.Row(s.Person.PersonnelNo, s.Person.LastName, s.Person.FirstName, s.Minutes, float64(s.Minutes)/hour); err != nil {
			return err
		}
	}
	return nil
}

func (b Book) facts(w *sheet.Writer) error {
	t, err := w.TextSheet(sheetFacts, sheet.TextLayout{Widths: []float64{34, 70}, Paper: b.paper()})
	if err != nil {
		return err
	}
	if err := t.Title(b.L.T("payroll.book", "month", b.L.Month(b.Month))); err != nil {
		return err
	}
	if err := t.Paragraph(b.L.T("payroll.lead")); err != nil {
		return err
	}
	for _, fact := range [][2]any{
		{"municipality", b.Municipality}, {"month", b.L.Month(b.Month)}, {"export", b.UID}, {"known", b.L.Clock(b.KnownAt.In(calendar.Zurich))}, {"by", b.By},
		{"made", b.L.Clock(b.MadeAt.In(calendar.Zurich))}, {"scope", b.Scope}, {"rows", len(b.Rows)}, {"sum", Sum(linesOf(b.Rows))},
	} {
		if err := t.Row(b.L.T("payroll.fact."+fact[0].(string)), fact[1]); err != nil {
			return err
		}
	}
	return nil
}

func linesOf(rows []Row) []Line {
	list := make([]Line, len(rows))
	for i, r := range rows {
		list[i] = r.Line
	}
	return list
}

// WriteCSV writes the lines for a payroll program.
func (b Book) WriteCSV(out io.Writer) error {
	headers := make([]string, len(columns))
	for i, c := range columns {
		headers[i] = b.L.T("payroll.col." + c.key)
	}
	w, err := sheet.NewCSV(out, headers...)
	if err != nil {
		return err
	}
	for _, r := range b.Rows {
		if err := w.Row(b.row(r)...); err != nil {
			return err
		}
	}
	return w.Close()
}
