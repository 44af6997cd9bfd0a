package hr

import (
	"zaemme/internal/change"
	"zaemme/internal/i18n"
)

// entriesText says what begins after the day of the plan, a sentence per day of
// entry.
func entriesText(l *i18n.Printer, f change.Forecast) []string {
	var list []string
	for _, e := range f.Entries {
		key := "hr.entries.text"
		if e.Unknown {
			key = "hr.entries.text_unknown"
		}
		list = append(list, l.T(key, "persons", l.N("hr.entries.persons", e.Persons), "day", l.LongDate(e.On), "courses", l.N("hr.entries.courses", e.Courses)))
	}
	if len(list) > 0 && f.Total() > 0 {
		list = append(list, l.T("hr.entries.mails"))
	}
	return list
}

// entries have a row per later day of entry.
func (w *planBook) entries() error {
	var rows [][]any
	for _, e := range w.s.plan.Forecast.Entries {
		row := []any{e.On, e.Persons, e.Courses}
		if e.Unknown {
			row[2] = w.l.T("hr.book.entries.unknown")
		}
		rows = append(rows, row)
	}
	return w.table("hr.book.entries", w.columns("hr.field.entry_on", 14, "hr.book.entries.persons", 14, "hr.book.entries.courses", 32), rows)
}
