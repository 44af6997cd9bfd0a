package sheettest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// Formula is a cell with a formula and a stored result.
type Formula struct{ Formula, Result string }

// Serial is a number shown as a date.
type Serial float64

// Percent is a number shown as a percentage.
type Percent float64

// Failure is an error value such as #N/A.
type Failure string

// Sheet is one sheet to build. Cells are nil, string, int, float64, bool or one
// of the types above; a nil row is left out.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   [][]any
}

// Date is the serial number of a day in the 1900 epoch.
func Date(year int, month time.Month, day int) Serial {
	from := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	return Serial(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Sub(from).Hours() / 24)
}

// Build makes an xlsx file.
func Build(t testing.TB, sheets ...Sheet) []byte {
	t.Helper()
	return Zip(t, Parts(sheets...))
}

// Parts are the parts of that file by name, for tests that damage one.
func Parts(sheets ...Sheet) map[string]string {
	const relations = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	const main = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	var types, tabs, rels strings.Builder
	parts := map[string]string{}
	for i, s := range sheets {
		n := i + 1
		state := ""
		if s.Hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, n)
		fmt.Fprintf(&tabs, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, escape(s.Name), n, state, n)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, relations, n)
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", n)] = `<worksheet xmlns="` + main + `"><sheetData>` + rowsXML(s.Rows) + `</sheetData></worksheet>`
	}
	parts["[Content_Types].xml"] = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`
	parts["_rels/.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	parts["xl/workbook.xml"] = `<workbook xmlns="` + main + `" xmlns:r="` + relations + `"><workbookPr/><sheets>` + tabs.String() + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `<Relationship Id="rIdS" Type="` + relations + `/styles" Target="styles.xml"/></Relationships>`
	parts["xl/styles.xml"] = `<styleSheet xmlns="` + main + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy"/></numFmts><cellStyleXfs count="1"><xf numFmtId="9"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>`
	return parts
}

func rowsXML(rows [][]any) string {
	var b strings.Builder
	for i, row := range rows {
		if row == nil {
			continue
		}
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, v := range row {
			ref := fmt.Sprintf("%s%d", letter(j+1), i+1)
			switch v := v.(type) {
			case nil:
			case string:
				fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, ref, escape(v))
			case bool:
				fmt.Fprintf(&b, `<c r="%s" t="b"><v>%d</v></c>`, ref, map[bool]int{true: 1}[v])
			case Formula:
				fmt.Fprintf(&b, `<c r="%s" t="str"><f>%s</f><v>%s</v></c>`, ref, escape(v.Formula), escape(v.Result))
			case Failure:
				fmt.Fprintf(&b, `<c r="%s" t="e"><v>%s</v></c>`, ref, escape(string(v)))
			case Serial:
				fmt.Fprintf(&b, `<c r="%s" s="1"><v>%v</v></c>`, ref, float64(v))
			case Percent:
				fmt.Fprintf(&b, `<c r="%s" s="2"><v>%v</v></c>`, ref, float64(v))
			default:
				fmt.Fprintf(&b, `<c r="%s"><v>%v</v></c>`, ref, v)
			}
		}
		b.WriteString(`</row>`)
	}
	return b.String()
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a bytes.Buffer takes everything
	return b.String()
}

// Zip packs parts.
func Zip(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part, err := z.Create(name)
		if err == nil {
			_, err = part.Write([]byte(parts[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
