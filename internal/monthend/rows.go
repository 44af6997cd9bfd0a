package monthend

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"zaemme/internal/aggregate"
	"zaemme/internal/i18n"
	"zaemme/internal/sheet"
)

// Row is a cell of the published table with its names.
type Row struct {
	No                 int // its place in the text that the hash is of, from 1
	GroupCode, Group   string
	CourseCode, Course string
	WithoutPC          bool // most of the people work without a PC
	aggregate.Sum
}

// Rows are the published table by course and group, in the printer's language.
func (m Month) Rows(l *i18n.Printer) []Row {
	rows := make([]Row, len(m.Cells))
	for i, c := range m.Published() {
		n := m.Grouping.Nodes[c.Node]
		rows[i] = Row{i + 1, n.Codes(), words{l}.Name(n), m.Courses[c.Course].Code, m.Courses[c.Course].Titles.In(l.Lang()), c.WithoutPC,
			aggregate.Sum{Counted: c.Counted, Fulfilled: c.Fulfilled, Behind: c.Behind}}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.CourseCode, b.CourseCode), cmp.Compare(a.GroupCode, b.GroupCode))
	})
	return rows
}

// WriteCSV writes the published table as csv.
func (m Month) WriteCSV(out io.Writer, l *i18n.Printer) error {
	var heads []string
	for _, key := range []string{"month_end", "group_code", "group", "course_code", "course", "counted", "fulfilled_from", "fulfilled_to", "behind_from", "behind_to", "without_pc", "no"} {
		heads = append(heads, l.T("month.col."+key))
	}
	w, err := sheet.NewCSV(out, heads...)
	if err != nil {
		return err
	}
	for _, r := range m.Rows(l) {
		if err := w.Row(m.AsOf, r.GroupCode, r.Group, r.CourseCode, r.Course, r.Counted, r.Fulfilled.Min, r.Fulfilled.Max, r.Behind.Min, r.Behind.Max, yes(l, r.WithoutPC), r.No); err != nil {
			return err
		}
	}
	return w.Close()
}

// JSON is the published table with what it is; keys do not depend on the language.
func (m Month) JSON(l *i18n.Printer) ([]byte, error) {
	type row struct {
		GroupCode     string `json:"group_code"`
		Group         string `json:"group"`
		CourseCode    string `json:"course_code"`
		Course        string `json:"course"`
		Counted       int    `json:"counted"`
		FulfilledFrom int    `json:"fulfilled_from"`
		FulfilledTo   int    `json:"fulfilled_to"`
		BehindFrom    int    `json:"behind_from"`
		BehindTo      int    `json:"behind_to"`
		WithoutPC     bool   `json:"mostly_without_pc"`
		No            int    `json:"no"`
	}
	out := struct {
		Report      string `json:"report"`
		MonthEnd    string `json:"month_end"`
		KnownAt     string `json:"known_at"`
		Late        bool   `json:"computed_later"`
		Definitions int    `json:"definitions"`
		SHA256      string `json:"sha256"`
		Language    string `json:"language"`
		Rows        []row  `json:"rows"`
	}{m.UID, m.AsOf.String(), knownText(m.KnownAt), m.Late(), m.Definitions, hex.EncodeToString(m.SHA256[:]), l.Tag(), []row{}}
	for _, r := range m.Rows(l) {
		out.Rows = append(out.Rows, row{r.GroupCode, r.Group, r.CourseCode, r.Course, r.Counted, r.Fulfilled.Min, r.Fulfilled.Max, r.Behind.Min, r.Behind.Max, r.WithoutPC, r.No})
	}
	text, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("monthend: encode: %w", err)
	}
	return append(text, '\n'), nil
}

func yes(l *i18n.Printer, is bool) string {
	if is {
		return l.T("common.yes")
	}
	return ""
}
