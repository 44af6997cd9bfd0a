package hrimport

import (
	"slices"

	"zaemme/internal/calendar"
)

// Absence is one line of a list of absences: an interval without a reason.
type Absence struct {
	Line        int // of the file, 1-based
	PersonnelNo string
	From        calendar.Date
	To          calendar.Date // last day; Forever: open
}

// AbsenceFile is what was read of a list of absences; a column of reasons is among
// the forbidden ones.
type AbsenceFile struct {
	Absences []Absence
	Found
}

// ReadAbsences reads a list of absences (Pers.-Nr.; von; bis; DOMAIN.md §4.5) as
// Read reads a staff list. A reason is refused, whatever its column is called
// there; only complete absences are returned.
func ReadAbsences(name string, content []byte, mapping Mapping) (*AbsenceFile, error) {
	t, err := readTable(name, content, mapping, absences)
	if err != nil {
		return nil, err
	}
	numbers := t.readNumbers(fieldPersonnel)
	var list []Absence
	for i := range t.rows {
		line := &t.rows[i]
		a := Absence{Line: line.line, PersonnelNo: numbers.own[i], From: t.date(line, fieldFrom), To: t.date(line, fieldTo)}
		from := t.column(fieldFrom)
		switch {
		case from >= 0 && (a.From == calendar.Forever || a.From.IsZero() && !line.failedAt(from)):
			t.problem(line, from, severe, keyMissing, args("field", string(fieldFrom)))
		case a.To.IsZero():
			a.To = calendar.Forever
		case a.To < a.From:
			t.problem(line, t.column(fieldTo), severe, keyAbsenceReversed, nil)
		}
		if !line.failed {
			list = append(list, a)
		}
	}
	f := t.file(nil, unitColumns{code: -1})
	return &AbsenceFile{Absences: slices.Clip(list), Found: f.Found}, nil
}
