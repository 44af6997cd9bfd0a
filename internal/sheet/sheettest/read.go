package sheettest

import (
	"testing"

	"zaemme/internal/sheet"
)

// Names are the sheet names of a workbook in the order of the tabs.
func Names(t testing.TB, content []byte) []string {
	t.Helper()
	source := open(t, content)
	var names []string
	for _, info := range source.Sheets() {
		names = append(names, info.Name)
	}
	return names
}

// Cells are the texts of a sheet, row by row with the empty rows between them;
// numbers in their shortest form, dates as serial numbers.
func Cells(t testing.TB, content []byte, name string) [][]string {
	t.Helper()
	source := open(t, content)
	for i, info := range source.Sheets() {
		if info.Name != name {
			continue
		}
		var rows [][]string
		for row, err := range source.Rows(i) {
			if err != nil {
				t.Fatal(err)
			}
			for len(rows) < row.Line-1 {
				rows = append(rows, nil)
			}
			texts := make([]string, len(row.Cells))
			for j, c := range row.Cells {
				texts[j] = c.Text
			}
			rows = append(rows, texts)
		}
		return rows
	}
	t.Fatalf("no sheet %q", name)
	return nil
}

func open(t testing.TB, content []byte) sheet.RowSource {
	t.Helper()
	limits := sheet.DefaultLimits()
	limits.Bytes, limits.Rows, limits.Columns, limits.Unzipped = 1<<30, 1<<20, 1<<14, 4<<30
	limits.CellText = 40_000
	source, err := sheet.Open("workbook.xlsx", content, limits)
	if err != nil {
		t.Fatal(err)
	}
	return source
}
