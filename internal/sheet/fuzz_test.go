package sheet_test

import (
	"testing"
	"unicode/utf8"

	"zaemme/internal/apperr"
	"zaemme/internal/sheet"
	"zaemme/internal/sheet/sheettest"
)

// sound holds for every file: known errors only, valid text, rows in ascending
// order within the limits.
func sound(t *testing.T, content []byte) {
	limits := sheet.Limits{Bytes: 1 << 20, Unzipped: 1 << 20, Rows: 200, Columns: 20, EmptyRun: 50, CellText: 100}
	source, err := sheet.Open("x.csv", content, limits)
	if err != nil {
		if apperr.KindOf(err) == apperr.Internal {
			t.Fatal(err)
		}
		return
	}
	for i := range source.Sheets() {
		last, n := 0, 0
		for row, err := range source.Rows(i) {
			if err != nil {
				if apperr.KindOf(err) == apperr.Internal {
					t.Fatal(err)
				}
				break
			}
			if n++; row.Line <= last || n > limits.Rows || len(row.Cells) > limits.Columns {
				t.Fatalf("row %d after %d, number %d, %d cells", row.Line, last, n, len(row.Cells))
			}
			last = row.Line
			for _, c := range row.Cells {
				if !utf8.ValidString(c.Text) || utf8.RuneCountInString(c.Text) > limits.CellText && c.Kind == sheet.Text {
					t.Fatalf("text of %d characters", utf8.RuneCountInString(c.Text))
				}
			}
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"Nr;Name\n1;\"a\"\"b\"\n", "\xFF\xFEa\x00;\x00", "sep=,\na,b", "a\tb\r\r\nx", "\"", "=\"0\";\xFF", "a;b\n\n\n;\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(sound)
}

// FuzzWorksheet damages the XML of the parts that carry the content; mutating
// the bytes of an archive would hardly get past its checksums.
func FuzzWorksheet(f *testing.F) {
	parts := sheettest.Parts(sheettest.Sheet{Name: "x", Rows: [][]any{{"a", 1, true, sheettest.Formula{Formula: "1", Result: "1"}}, nil, {"b", nil, sheettest.Serial(5)}}})
	f.Add(parts["xl/worksheets/sheet1.xml"], parts["xl/workbook.xml"], parts["xl/styles.xml"])
	f.Add(`<worksheet><sheetData><row r="1"><c t="s"><v>0</v></c></row></sheetData></worksheet>`, parts["xl/workbook.xml"], "")
	f.Fuzz(func(t *testing.T, worksheet, workbook, styles string) {
		p := map[string]string{}
		for name, content := range parts {
			p[name] = content
		}
		p["xl/worksheets/sheet1.xml"], p["xl/workbook.xml"], p["xl/styles.xml"] = worksheet, workbook, styles
		sound(t, sheettest.Zip(t, p))
	})
}

func FuzzXLSX(f *testing.F) {
	f.Add(sheettest.Build(f, sheettest.Sheet{Name: "x", Rows: [][]any{{"a", 1}, {"b", 2}}}))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("PK\x05\x06" + string(make([]byte, 18))))
	f.Fuzz(sound)
}
