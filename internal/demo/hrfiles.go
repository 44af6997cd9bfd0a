package demo

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/sheet"
)

// WriteHRFiles writes the two staff files that follow the demo into dir, in the
// shape of a payroll system: next month as xlsx with lines above the header and
// columns that an import must refuse, the month after as Windows-1252 csv with
// joiners, movers, leavers and a renamed unit. It returns their paths. NotFound
// where the database holds no demo.
func WriteHRFiles(ctx context.Context, c db.Conn, dir string) ([]string, error) {
	builtOn, err := BuiltOn(ctx, c)
	if err != nil {
		return nil, err
	}
	if builtOn.IsZero() {
		return nil, &apperr.Error{Kind: apperr.NotFound, Key: "error.demo.none", Cause: fmt.Errorf("this database holds no demo")}
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	w := newWorld(builtOn, Seed)
	first := calendar.FirstOfMonth(builtOn).AddMonths(1)
	second := first.AddMonths(1)
	w.ahead(first, second)
	var workbook bytes.Buffer
	if err := w.workbook(&workbook, first); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := w.windowsCSV(&text, second); err != nil {
		return nil, err
	}
	var paths []string
	for _, f := range []struct {
		day     calendar.Date
		ending  string
		content []byte
	}{{first, "xlsx", workbook.Bytes()}, {second, "csv", text.Bytes()}} {
		year, month, _ := f.day.YMD()
		path := filepath.Join(dir, fmt.Sprintf("personal-%d-%02d.%s", year, month, f.ending))
		if err := os.WriteFile(path, f.content, 0o600); err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// ahead lets the two months after the demo happen: people come, go and move, and
// a unit gets another name.
func (w *world) ahead(first, second calendar.Date) {
	for i, code := range []string{"2120", "3220", "4140", "1210", "5110"} {
		joined := w.add(*find(code), len(code)+i)
		from := first
		if i > 1 {
			from = second
		}
		s := &joined.stints[0]
		s.entry, s.from = from, from
	}
	for i, code := range []string{"2230", "4140", "1120", "4210"} {
		if l := w.of(code, 9+i); l != nil {
			s := &l.stints[len(l.stints)-1]
			s.exit = first - 1
			if i > 0 {
				s.exit = second - 1
			}
			s.last = s.exit
		}
	}
	for i, move := range []struct{ from, to string }{{"2110", "2120"}, {"1210", "1110"}, {"3120", "3110"}} {
		l := w.of(move.from, 6+i)
		s := l.stints[len(l.stints)-1]
		l.stints[len(l.stints)-1].last = second - 1
		s.unit, s.function, s.from, s.head = *find(move.to), find(move.to).function, second, false
		l.stints = append(l.stints, s)
	}
	married := w.of("4110", 7)
	married.last = "Wicki-" + married.last
	w.renamed = map[string]renaming{"1320": {from: second, name: "Digitale Transformation und Innovation"}}
}

// windowsCSV is the staff list as many payroll systems write it. Letters that
// Windows-1252 lacks lose their accent.
func (w *world) windowsCSV(out *bytes.Buffer, day calendar.Date) error {
	file, err := sheet.NewWindowsCSV(out, header...)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	plain := strings.NewReplacer("ć", "c", "č", "c", "ı", "i")
	for _, line := range w.export(day) {
		cells := make([]any, len(line))
		for i, text := range line {
			cells[i] = plain.Replace(text)
		}
		if err := file.Row(cells...); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	return file.Close()
}

// workbook is the staff list with two lines above the header and columns that an
// import must refuse; personnel numbers are text, dates are real dates.
func (w *world) workbook(out *bytes.Buffer, day calendar.Date) error {
	book := sheet.NewWriter(out, sheet.Props{
		Title: "Personalstamm", Creator: "Lohnbuchhaltung", Language: "de-CH", Classification: "VERTRAULICH", Created: day.Time().Add(8 * time.Hour),
	})
	defer book.Discard()
	layout := sheet.Layout{Above: []string{"Gemeinde Emmen · Personalstamm · Auszug vom " + german(day), "VERTRAULICH", ""}}
	for _, name := range append(append([]string{}, header...), "AHV-Nr.", "Geburtsdatum", "Lohnklasse") {
		layout.Columns = append(layout.Columns, sheet.Column{Header: name, Width: 18})
	}
	table, err := book.Sheet("Personalstamm", layout)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	for i, line := range w.export(day) {
		if err := table.Row(w.cells(line, i)...); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	return book.Close()
}

// cells are one line as a spreadsheet program keeps it: dates mostly as dates,
// now and then as text, and what must be refused at the end.
func (w *world) cells(line []string, i int) []any {
	cells := make([]any, 0, len(line)+3)
	for column, text := range line {
		switch {
		case (column == 12 || column == 13) && text != "" && i%9 != 0:
			day, err := calendar.ParseDE(text)
			if err != nil {
				panic(err) // german wrote it
			}
			cells = append(cells, day)
		case column == 10 && text != "" && i%7 == 0:
			cells = append(cells, text+"%")
		default:
			cells = append(cells, text)
		}
	}
	born := calendar.NewDate(1962+i%43, time.Month(1+i%12), 1+i%28)
	return append(cells, ahv(i), born, fmt.Sprint(8+i%16))
}

// ahv invents an AHV number with a right check digit (EAN-13).
func ahv(i int) string {
	digits := fmt.Sprintf("7560000%05d", i*37%100000)
	sum := 0
	for position, digit := range digits {
		weight := 1
		if position%2 == 1 {
			weight = 3
		}
		sum += weight * int(digit-'0')
	}
	check := (10 - sum%10) % 10
	return fmt.Sprintf("%s.%s.%s.%s%d", digits[:3], digits[3:7], digits[7:11], digits[11:], check)
}
