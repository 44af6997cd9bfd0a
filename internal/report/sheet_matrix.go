package report

import (
	"context"
	"fmt"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/sheet"
)

// matrix is persons × courses: a cell is word, space, date; empty means no duty.
func (b *book) matrix(context.Context) error {
	courses := b.inOrder()
	columns := []sheet.Column{b.column("name", 20, sheet.General), b.column("first_name", 18, sheet.General),
		b.column("department_code", 17, sheet.AsText), b.column("department", 30, sheet.General), b.column("category", 20, sheet.General),
		b.column("kennung", 37, sheet.AsText)}
	at := make(map[int64]int, len(courses))
	for _, c := range courses {
		at[c.ID] = len(columns)
		columns = append(columns, sheet.Column{Header: c.Code, Width: 26})
	}
	t, err := b.w.Sheet(sheetMatrix, sheet.Layout{Columns: columns, Paper: b.paper(true, false), Repeat: [2]int{1, 2}})
	if err != nil {
		return err
	}
	cells := make([]any, len(columns))
	b.listings = append(b.listings, listing{person: func(s *Subject, rows []Row, _ Gap) error {
		if len(rows) == 0 {
			return nil
		}
		clear(cells)
		cells[0], cells[1], cells[2], cells[3], cells[4], cells[5] = s.LastName, s.FirstName, s.Codes(), s.Names(), b.category(s), s.UID.String()
		for _, r := range rows {
			cells[at[r.Course.ID]] = sheet.Toned(b.cell(r), tone(r.Status))
		}
		return t.Row(cells...)
	}})
	return nil
}

// cell is the status with its date: of a completion the day, of one that expires
// its last day, else the due date. A pause and an exemption tell no date.
func (b *book) cell(r Row) string {
	word := b.word(r.Status)
	var day calendar.Date
	switch r.Status {
	case ledger.StatusFulfilled:
		day = r.Cycle.CompletedOn
	case ledger.StatusExpiring:
		day = ended(r.Cycle.ValidUntil)
	case ledger.StatusPaused, ledger.StatusExempt:
	default:
		day = r.Due
	}
	if day.IsZero() {
		return word
	}
	year, month, d := day.YMD()
	return fmt.Sprintf("%s %02d.%02d.%04d", word, d, month, year)
}

func (b *book) word(s ledger.Status) string { return b.l.T("report.status." + string(s)) }

func (b *book) category(s *Subject) string {
	word := b.l.T("report.category." + string(s.Category))
	if !s.Counted {
		return b.l.T("report.not_counted", "category", word)
	}
	return word
}

func tone(s ledger.Status) sheet.Tone {
	switch {
	case s.Late():
		return sheet.Bad
	case s == ledger.StatusInGrace, s == ledger.StatusExpiring, s == ledger.StatusUndated:
		return sheet.Warn
	case s == ledger.StatusFulfilled:
		return sheet.Good
	case s == ledger.StatusOpen:
		return sheet.Plain
	default:
		return sheet.Muted
	}
}
