package hrimport

import (
	"maps"
	"slices"
	"strings"

	"zaemme/internal/sheet"
)

// table is a file reduced to the columns that may be kept.
type table struct {
	sheet     string
	line      int // of the header
	headers   []string
	fields    []Field // by column; empty for a column that is left out
	unknown   []int   // columns that nobody knows
	forbidden map[int]refused
	shapes    []Shape // by column
	rows      []tableRow
	problems  problemList
}

// tableRow holds the cells of the kept columns; the others are blank.
type tableRow struct {
	line   int
	cells  []sheet.Cell
	failed bool // it has a problem of severity Error
}

// readTable opens the file, finds the header and takes the rows below it.
// Errors are those of sheet.Open and RowSource.Rows; everything else is a
// problem in the table.
func readTable(name string, content []byte, mapping Mapping, want schema) (*table, error) {
	source, err := sheet.Open(name, content, sheet.DefaultLimits())
	if err != nil {
		return nil, err
	}
	index, header, err := findHeader(source, mapping, want)
	if err != nil {
		return nil, err
	}
	t := &table{forbidden: map[int]refused{}}
	if header == nil {
		if err := t.noHeader(source, name); err != nil {
			return nil, err
		}
		return t, t.guess(source, mapping, want)
	}
	if key := betterAs(header.Cells, mapping, want); key != "" {
		t.problems.add(Problem{Severity: severe, Key: key})
		return t, nil
	}
	t.sheet, t.line = source.Sheets()[index].Name, header.Line
	t.mapColumns(header.Cells, mapping, want)
	for row, err := range source.Rows(index) {
		if err != nil {
			return nil, err
		}
		if row.Line > t.line {
			t.take(row)
		}
	}
	t.judgeUnknown()
	if len(t.rows) == 0 && t.problems.errors == 0 {
		t.problems.add(Problem{Line: t.line, Severity: severe, Key: keyHeaderOnly})
	}
	return t, nil
}

// mapColumns gives every column its field. Forbidden ones come first: no
// mapping brings them back.
func (t *table) mapColumns(cells []sheet.Cell, mapping Mapping, want schema) {
	t.headers, t.fields, t.shapes = make([]string, len(cells)), make([]Field, len(cells)), make([]Shape, len(cells))
	ranks := make([]int, len(cells))
	owner := map[Field]int{}
	for i, c := range cells {
		header := cleanText(c.Text)
		if forbiddenText(header) != "" {
			header = "" // a line of data taken for a header
		}
		t.headers[i] = header
		if header == "" {
			continue
		}
		field, rank := meaning(header, mapping, want)
		if kind := forbiddenHeader(header); kind != "" {
			t.forbidden[i] = kind
			continue
		}
		ranks[i] = rank
		switch field {
		case "", Ignore:
			t.unknown = append(t.unknown, i)
			continue
		case fieldUnitName, fieldUnit: // several columns make one path
			t.fields[i] = field
			continue
		}
		other, taken := owner[field]
		if !taken {
			owner[field], t.fields[i] = i, field
			continue
		}
		loser := i
		if rank < ranks[other] {
			loser, owner[field], t.fields[i] = other, i, field
			t.fields[other] = ""
		}
		t.problems.add(Problem{
			Line: t.line, Column: loser + 1, Header: t.headers[loser], Severity: mild, Key: keyColumnTwice, Args: args("field", string(field)),
		})
	}
	for _, field := range want.required {
		if !t.has(field) {
			t.problems.add(Problem{Line: t.line, Severity: severe, Key: keyColumnMissing, Args: args("field", string(field))})
		}
	}
}

// has reports whether a column has the field; for the unit any of its columns
// will do.
func (t *table) has(field Field) bool {
	if field == fieldUnit {
		return slices.Contains(t.fields, fieldUnit) || slices.Contains(t.fields, fieldUnitCode) || slices.Contains(t.fields, fieldUnitName)
	}
	return slices.Contains(t.fields, field)
}

// take cleans one line below the header of everything that may not be kept.
func (t *table) take(row sheet.Row) {
	filled, kept, headerlike := 0, 0, 0
	out := tableRow{line: row.Line, cells: make([]sheet.Cell, len(t.fields))}
	for i, c := range row.Cells {
		if c.Blank() {
			continue
		}
		filled++
		if i >= len(t.fields) {
			continue
		}
		if t.fields[i] != "" {
			out.cells[i] = c
			kept++
			if c.Kind == sheet.Text && Normalise(c.Text) == Normalise(t.headers[i]) {
				headerlike++
			}
		}
	}
	if headerlike >= 3 || headerlike > 0 && headerlike == kept {
		return // the header again, as printed lists repeat it
	}
	if kept == 0 || filled == 1 && len(t.fields) > 2 {
		t.problems.add(Problem{Line: row.Line, Severity: mild, Key: keyLineSkipped})
		return
	}
	if len(row.Cells) > len(t.fields) {
		p := Problem{Line: row.Line, Column: len(row.Cells), Severity: mild, Key: keyBeside}
		if t.sheet == "" { // in a csv file the cells have moved, in a workbook it is a note
			p.Severity, p.Key, out.failed = severe, keyShifted, true
		}
		t.problems.add(p)
	}
	t.blankForbidden(row, &out)
	t.measure(row)
	for _, p := range row.Problems {
		if p.Column <= len(t.fields) && t.fields[p.Column-1] != "" {
			p.Header = t.headers[p.Column-1]
			out.failed = out.failed || p.Severity == severe
			t.problems.add(p)
		}
	}
	t.rows = append(t.rows, out)
}

// blankForbidden looks into every cell, also of columns that are left out
// anyway: those are then named.
func (t *table) blankForbidden(row sheet.Row, out *tableRow) {
	for i, c := range row.Cells {
		kind := forbiddenText(c.Text)
		if kind == "" {
			continue
		}
		if i < len(t.fields) && t.fields[i] != "" {
			out.cells[i] = sheet.Cell{}
			t.problem(out, i, mild, keyForbiddenCell, args("kind", string(kind)))
			continue
		}
		if _, known := t.forbidden[i]; !known {
			t.forbidden[i] = kind
		}
	}
}

// judgeUnknown lists a column once, what is forbidden as such.
func (t *table) judgeUnknown() {
	t.unknown = slices.DeleteFunc(t.unknown, func(column int) bool {
		_, forbidden := t.forbidden[column]
		return forbidden
	})
	slices.Sort(t.unknown)
	for _, column := range slices.Sorted(maps.Keys(t.forbidden)) {
		header := t.header(column)
		t.problems.add(Problem{Line: t.line, Column: column + 1, Header: header, Severity: mild, Key: keyForbidden, Args: args("kind", string(t.forbidden[column]))})
	}
}

// header of a column, or its letter where it has none.
func (t *table) header(column int) string {
	if column < len(t.headers) && t.headers[column] != "" {
		return t.headers[column]
	}
	return sheet.ColumnLetter(column + 1)
}

// problem adds a problem of the cell in that column.
func (t *table) problem(row *tableRow, column int, severity Severity, key string, arguments map[string]any) {
	p := Problem{Line: row.line, Severity: severity, Key: key, Args: arguments}
	if column >= 0 && column < len(t.headers) {
		p.Column, p.Header = column+1, t.headers[column]
	}
	row.failed = row.failed || severity == severe
	t.problems.add(p)
}

// column of a field, -1 without one.
func (t *table) column(field Field) int { return slices.Index(t.fields, field) }

// cleanText is one line of text: no line breaks, no doubled, leading or
// trailing space, no invisible characters.
func cleanText(text string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(visible, composed(text)), isSpace), " ")
}
