package hrimport

import "slices"

// Read reads a staff list: one line per employment, below a header that may
// stand anywhere in the first fifty lines of any sheet. Columns are recognised
// by the synonyms of DOMAIN.md §4.4; mapping, which may be nil, goes before
// them. The error is that of a file which is no table at all, or one beyond the
// limits (apperr, Invalid or TooLarge, key error.sheet.…); everything else is a
// problem in the File. Rows with problems are among its Rows as far as they have
// a personnel number; nothing may be applied while a severe problem stands.
func Read(name string, content []byte, mapping Mapping) (*File, error) {
	t, err := readTable(name, content, mapping, staff)
	if err != nil {
		return nil, err
	}
	units := t.resolveUnits()
	numbers := t.readNumbers(fieldPersonnel)
	r := rowReader{table: t, units: units, numbers: numbers, fractions: t.fractional()}
	rows := make([]Row, 0, len(t.rows))
	for i := range t.rows {
		if row := r.read(&t.rows[i], numbers.own[i]); row.PersonnelNo != "" {
			rows = append(rows, row)
		}
	}
	r.resolveNames(rows)
	t.checkEmails(rows)
	return t.file(rows, units), nil
}

// file is the result without anything that was left out.
func (t *table) file(rows []Row, units unitColumns) *File {
	f := &File{Rows: rows, Found: Found{Present: map[Field]int{}, Headers: map[Field]string{}}}
	note := func(field Field, column int) {
		f.Present[field], f.Headers[field] = column+1, t.header(column)
	}
	for column, field := range t.fields {
		if field != "" && field != fieldUnit && field != fieldUnitName && field != fieldUnitCode {
			note(field, column)
		}
	}
	switch {
	case units.code >= 0:
		note(fieldUnit, units.code)
	case len(units.names) > 0:
		note(fieldUnit, units.names[len(units.names)-1])
	}
	for _, column := range t.unknown {
		f.Unknown = append(f.Unknown, t.header(column))
	}
	for column := range t.forbidden {
		f.Forbidden = append(f.Forbidden, t.header(column))
	}
	slices.Sort(f.Forbidden)
	f.Columns = t.columns()
	f.Problems = t.problems.all()
	slices.SortStableFunc(f.Problems, func(a, b Problem) int { return a.Line - b.Line })
	return f
}

// checkEmails warns where two persons share an address: neither could sign in
// with it.
func (t *table) checkEmails(rows []Row) {
	first := map[string]Row{}
	for _, row := range rows {
		if row.Email == "" {
			continue
		}
		other, taken := first[row.Email]
		if !taken {
			first[row.Email] = row
			continue
		}
		if other.PersonnelNo != row.PersonnelNo {
			line := tableRow{line: row.Line}
			t.problem(&line, t.column(fieldEmail), mild, keyEmailTwice, args("line", other.Line))
		}
	}
}
