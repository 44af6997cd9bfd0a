package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/sheet"
	"zaemme/internal/sheet/sheettest"
)

// read returns the texts by line and the problems as «line letter key».
func read(content []byte, limits sheet.Limits) (map[int][]string, []string, error) {
	source, err := sheet.Open("datei.xlsx", content, limits)
	if err != nil {
		return nil, nil, err
	}
	rows := map[int][]string{}
	var problems []string
	for row, err := range source.Rows(0) {
		if err != nil {
			return rows, problems, err
		}
		for _, c := range row.Cells {
			rows[row.Line] = append(rows[row.Line], c.Text)
		}
		for _, p := range row.Problems {
			problems = append(problems, fmt.Sprintf("%d%s %s", p.Line, p.Letter(), strings.TrimPrefix(p.Key, "import.problem.")))
		}
	}
	return rows, problems, nil
}

func keyOf(err error) string {
	var e *apperr.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return fmt.Sprint(err)
}

func encode16(s string, order binary.AppendByteOrder) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}

func TestReadCSV(t *testing.T) {
	t.Parallel()
	lines := map[int][]string{1: {"Nr", "Name"}, 2: {"05", "Müller, A"}}
	for name, c := range map[string]struct {
		content  string
		rows     map[int][]string
		problems []string
	}{
		"utf-8":             {"Nr;Name\n05;Müller, A\n", lines, nil},
		"bom":               {"\xEF\xBB\xBFNr;Name\r\n05;Müller, A", lines, nil},
		"windows":           {"Nr;Name\r\n05;M\xFCller, A", lines, nil},
		"utf-16le":          {"\xFF\xFE" + encode16("Nr;Name\n05;Müller, A", binary.LittleEndian), lines, nil},
		"utf-16be":          {"\xFE\xFF" + encode16("Nr;Name\n05;Müller, A", binary.BigEndian), lines, nil},
		"utf-16 unmarked":   {encode16("Nr\tName\n05\tMüller, A", binary.LittleEndian), lines, nil},
		"utf-16be unmarked": {encode16("Nr;Name\r\n05;Müller, A\r\n", binary.BigEndian), lines, nil},
		"tab":               {"Nr\tName\r\n05\tMüller, A\r\n", lines, nil},
		"bar":               {"Nr|Name\n05|Müller, A\n", lines, nil},
		"comma":             {"Nr,Name\n05,\"Müller, A\"\n", lines, nil},
		"old mac":           {"Nr;Name\r05;Müller, A\r", lines, nil},
		"hint":              {"sep=|\nNr|Name\n05|Müller, A", map[int][]string{2: {"Nr", "Name"}, 3: {"05", "Müller, A"}}, nil},
		"quotes":            {"a;\"b \"\"c\"\"\";\"d\ne\"\n1;x \"y\" z;3", map[int][]string{1: {"a", `b "c"`, "d\ne"}, 3: {"1", `x "y" z`, "3"}}, nil},
		"protected zeros":   {"a;b\n=\"00005\";\"=\"\"00012\"\"\"", map[int][]string{1: {"a", "b"}, 2: {"00005", "00012"}}, nil},
		"blank lines":       {"\n\na;b\n;;;\n\n1;2\n", map[int][]string{3: {"a", "b"}, 6: {"1", "2"}}, nil},
		"nul":               {"a;b\n1;x\x00y\n", map[int][]string{1: {"a", "b"}, 2: {"1", "xy"}}, []string{"2B control"}},
		"damaged":           {"Äéü;b\n1;x\uFFFDy\n", map[int][]string{1: {"Äéü", "b"}, 2: {"1", "x\uFFFDy"}}, []string{"2B encoding"}},
		"stray byte":        {"Äéü;b\n1;x\xFFy\n", map[int][]string{1: {"Äéü", "b"}, 2: {"1", "x\uFFFDy"}}, []string{"2B encoding"}},
		"open quote":        {"a;b\n1;\"x\n2;y\n", map[int][]string{1: {"a", "b"}, 2: {"1", "x\n2;y\n"}}, []string{"2B quote"}},
		"swallowed line":    {"a;b\n\"1;x\n2;\"y\n3;z\n", map[int][]string{1: {"a", "b"}, 2: {"1;x\n2;y"}, 4: {"3", "z"}}, []string{"2A line_break"}},
		"long cell":         {"a;b\n1;" + strings.Repeat("ä", 5001), map[int][]string{1: {"a", "b"}, 2: {"1", strings.Repeat("ä", 5000)}}, []string{"2B cut"}},
		"5,000 characters":  {"a;b\n1;" + strings.Repeat("ä", 5000), map[int][]string{1: {"a", "b"}, 2: {"1", strings.Repeat("ä", 5000)}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, problems, err := read([]byte(c.content), sheet.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.rows, rows); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.problems, problems); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRefusedFiles(t *testing.T) {
	t.Parallel()
	limits := sheet.DefaultLimits()
	row := []any{"a"}
	parts := func(change func(map[string]string)) []byte {
		p := sheettest.Parts(sheettest.Sheet{Name: "x", Rows: [][]any{row}})
		change(p)
		return sheettest.Zip(t, p)
	}
	sheet1 := func(data string) []byte {
		return parts(func(p map[string]string) {
			p["xl/worksheets/sheet1.xml"] = `<worksheet xmlns="m"><sheetData>` + data + `</sheetData></worksheet>`
		})
	}
	wide := make([]any, 101)
	wide[100] = "x"
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)
	good := sheettest.Build(t, sheettest.Sheet{Name: "x", Rows: [][]any{row}})
	for name, c := range map[string]struct {
		content []byte
		key     string
	}{
		"nothing":          {nil, "empty"},
		"only white space": {[]byte(" \r\n\t"), "empty"},
		"too large":        {make([]byte, 20<<20+1), "too_large"},
		"xls":              {[]byte(ole), "xls"},
		"password":         {[]byte(ole + encode16("EncryptedPackage", binary.LittleEndian)), "encrypted"},
		"pdf":              {[]byte("%PDF-1.7 ..."), "pdf"},
		"html as xls":      {[]byte("<html><table><tr><td>Nr"), "html"},
		"picture as xlsx":  {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06"), "broken"},
		"not a zip":        {[]byte("PK\x03\x04 and nothing more"), "broken"},
		"cut off":          {good[:len(good)-40], "broken"},
		"some other zip":   {sheettest.Zip(t, map[string]string{"a.txt": "x"}), "not_xlsx"},
		"docx":             {sheettest.Zip(t, map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}), "not_xlsx"},
		"ods":              {sheettest.Zip(t, map[string]string{"mimetype": "x", "content.xml": "<x/>"}), "ods"},
		"xlsb":             {sheettest.Zip(t, map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}), "xlsb"},
		"no sheet":         {parts(func(p map[string]string) { p["xl/workbook.xml"] = "<workbook/>" }), "not_xlsx"},
		"sheet missing":    {parts(func(p map[string]string) { delete(p, "xl/worksheets/sheet1.xml") }), "broken"},
		"no xml":           {sheet1("<row><c><v>1</c></row>"), "broken"},
		"entities": {parts(func(p map[string]string) {
			p["xl/workbook.xml"] = `<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>`
		}), "broken"},
		"nested":             {sheet1(strings.Repeat("<a>", 2000)), "broken"},
		"endless tag":        {sheet1("<row " + strings.Repeat(`a="" `, 400_000) + "/>"), "broken"},
		"text out of range":  {sheet1(`<row r="1"><c r="A1" t="s"><v>7</v></c></row>`), "broken"},
		"rows backwards":     {sheet1(`<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>`), "broken"},
		"cells backwards":    {sheet1(`<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`), "broken"},
		"cell of other row":  {sheet1(`<row r="1"><c r="A2"><v>1</v></c></row>`), "broken"},
		"last cell of all":   {sheet1(`<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`), "columns"},
		"last row of all":    {sheet1(`<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>`), "gap"},
		"wide":               {sheettest.Build(t, sheettest.Sheet{Name: "x", Rows: [][]any{wide}}), "columns"},
		"wide csv":           {[]byte(strings.Repeat(";", 100) + "x"), "columns"},
		"gap in csv":         {[]byte("a;b" + strings.Repeat("\n", 1002) + "1;2"), "gap"},
		"many rows":          {[]byte(strings.Repeat("1;2\n", 100_001)), "rows"},
		"broken far inside":  {sheet1(`<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>`), "broken"},
		"unbalanced archive": {bytes.ReplaceAll(good, []byte("xl/styles.xml"), []byte("xl/stylez.xml")), "broken"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := read(c.content, limits)
			if got := keyOf(err); got != "error.sheet."+c.key {
				t.Errorf("got %s, want %s", got, c.key)
			}
			if apperr.KindOf(err) == apperr.Internal {
				t.Errorf("kind internal: %v", err)
			}
		})
	}
}

// A bomb is refused whatever size its directory claims.
func TestZipBomb(t *testing.T) {
	t.Parallel()
	for name, lie := range map[string]bool{"honest": false, "lying": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parts := sheettest.Parts(sheettest.Sheet{Name: "x"})
			parts["xl/worksheets/sheet1.xml"] = `<worksheet><sheetData>` + strings.Repeat(`<row><c><v></v></c></row>`, 400_000)
			content := sheettest.Zip(t, parts)
			if lie {
				content = claimSize(t, content, "xl/worksheets/sheet1.xml", 100)
			}
			limits := sheet.DefaultLimits()
			limits.Unzipped = 1 << 20
			_, _, err := read(content, limits)
			want := "error.sheet.unzipped_too_large"
			if lie { // the archive reader stops at the claimed size
				want = "error.sheet.broken"
			}
			if got := keyOf(err); got != want {
				t.Error(got)
			}
		})
	}
}

// claimSize overwrites the inflated size in the central directory.
func claimSize(t *testing.T, content []byte, name string, size uint32) []byte {
	t.Helper()
	if _, err := zip.NewReader(bytes.NewReader(content), int64(len(content))); err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(content, []byte(name)) - 46
	if at < 0 || !bytes.HasPrefix(content[at:], []byte("PK\x01\x02")) {
		t.Fatal("no directory entry")
	}
	binary.LittleEndian.PutUint32(content[at+24:], size)
	return content
}

func TestReadXLSX(t *testing.T) {
	t.Parallel()
	content := sheettest.Build(t,
		sheettest.Sheet{Name: "Info", Rows: [][]any{{"x"}}},
		sheettest.Sheet{Name: "Daten", Hidden: true, Rows: [][]any{
			nil, {"Nr", "Wert"}, nil,
			{"00005", 5, sheettest.Date(2015, 2, 1), sheettest.Percent(0.8), true, sheettest.Formula{Formula: "1+1", Result: "2"}, sheettest.Failure("#N/A"), "a_x000D_b"},
		}})
	source, err := sheet.Open("", content, sheet.DefaultLimits())
	must(t, err)
	if diff := cmp.Diff([]sheet.Info{{Name: "Info"}, {Name: "Daten", Hidden: true}}, source.Sheets()); diff != "" {
		t.Error(diff)
	}
	var rows []sheet.Row
	for row, err := range source.Rows(1) {
		must(t, err)
		rows = append(rows, row)
	}
	if len(rows) != 2 || rows[0].Line != 2 || rows[1].Line != 4 {
		t.Fatalf("%+v", rows)
	}
	var kinds []sheet.Kind
	for _, c := range rows[1].Cells {
		kinds = append(kinds, c.Kind)
	}
	want := []sheet.Kind{sheet.Text, sheet.Number, sheet.Number, sheet.Number, sheet.Bool, sheet.Formula, sheet.Failure, sheet.Text}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	cells := rows[1].Cells
	if d, ok := cells[2].Date(); !ok || d != day(2015, 2, 1) || !cells[2].Dated || cells[1].Dated {
		t.Errorf("date %v %v", d, cells[2])
	}
	if !cells[3].Percent || cells[2].Percent || cells[5].Text != "" || cells[7].Text != "a\rb" {
		t.Errorf("%+v", cells)
	}
	if len(rows[1].Problems) != 2 || rows[1].Problems[0].Letter() != "F" || rows[1].Problems[1].Key != sheet.KeyErrorCell {
		t.Errorf("%+v", rows[1].Problems)
	}
}

func TestEpoch1904(t *testing.T) {
	t.Parallel()
	parts := sheettest.Parts(sheettest.Sheet{Name: "x", Rows: [][]any{{sheettest.Serial(40574.75)}}})
	parts["xl/workbook.xml"] = strings.Replace(parts["xl/workbook.xml"], "<workbookPr/>", `<workbookPr date1904="1"/>`, 1)
	source, err := sheet.Open("", sheettest.Zip(t, parts), sheet.DefaultLimits())
	must(t, err)
	for row, err := range source.Rows(0) {
		must(t, err)
		if d, ok := row.Cells[0].Date(); !ok || d != day(2015, 2, 1) {
			t.Errorf("%v %v", d, ok)
		}
	}
	for serial, want := range map[float64]string{61: "1900-03-01", 60: "", -1: "", 2958465: "9999-12-31", 2958466: ""} {
		if d, ok := sheet.SerialDate(serial, false); d.String() != want || ok != (want != "") {
			t.Errorf("serial %v is %s", serial, d)
		}
	}
}

// The reader must see what excelize sees, which wrote the file or reads it.
func TestReaderAgreesWithExcelize(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{"own": workbook(t)}
	const real = "../../../shared/data/hr/emmen-2026-11.xlsx"
	if content, err := os.ReadFile(real); err == nil {
		files["real"] = content
	}
	for name, content := range files {
		f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true})
		must(t, err)
		t.Cleanup(func() { _ = f.Close() })
		for _, tab := range f.GetSheetList() {
			want, err := f.GetRows(tab, excelize.Options{RawCellValue: true})
			must(t, err)
			got := sheettest.Cells(t, content, tab)
			if len(got) != len(want) {
				t.Fatalf("%s %s: %d rows, want %d", name, tab, len(got), len(want))
			}
			for i := range want {
				if strings.Join(want[i], "\x01") != strings.Join(got[i], "\x01") {
					t.Errorf("%s %s row %d: %q, want %q", name, tab, i+1, got[i], want[i])
				}
			}
		}
	}
}

// The checker must find what it is there for.
func TestCheckerFinds(t *testing.T) {
	t.Parallel()
	base := func() map[string]string {
		p := map[string]string{}
		r, err := zip.NewReader(bytes.NewReader(workbook(t)), int64(len(workbook(t))))
		must(t, err)
		for _, f := range r.File {
			in, err := f.Open()
			must(t, err)
			var b bytes.Buffer
			_, err = b.ReadFrom(in)
			must(t, err)
			p[f.Name] = b.String()
		}
		return p
	}
	const detail = "xl/worksheets/sheet2.xml"
	for name, c := range map[string]struct{ part, old, new, want string }{
		"dimension":    {detail, `ref="A1:F4"`, `ref="A1"`, "dimension"},
		"style":        {detail, `<c r="A2" s="`, `<c r="A2" s="99`, "style"},
		"row order":    {detail, `<row r="3"`, `<row r="2"`, "row"},
		"formula":      {detail, `<is><t>00005</t></is>`, `<f>1+1</f>`, "formula"},
		"name twice":   {"xl/workbook.xml", `name="Detail"`, `name="DECKBLATT"`, "sheet name"},
		"content type": {"[Content_Types].xml", `PartName="/xl/worksheets/sheet2.xml"`, `PartName="/xl/worksheets/sheet9.xml"`, "content type"},
		"relation":     {"xl/_rels/workbook.xml.rels", `sheet2.xml`, `sheet9.xml`, "not there"},
		"order":        {detail, `<sheetData>`, `<pageSetup/><sheetData>`, "out of order"},
	} {
		p := base()
		if !strings.Contains(p[c.part], c.old) {
			t.Errorf("%s: %s does not contain %s", name, c.part, c.old)
			continue
		}
		p[c.part] = strings.Replace(p[c.part], c.old, c.new, 1)
		if findings := strings.Join(sheettest.Check(sheettest.Zip(t, p)), "\n"); !strings.Contains(findings, c.want) {
			t.Errorf("%s: found only %q", name, findings)
		}
	}
}
