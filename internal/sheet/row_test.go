package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"zaemme/internal/sheet"
	"zaemme/internal/sheet/sheettest"
)

// awkward are what texts are made of that programs may get wrong.
var awkward = []string{"a", "Zoë", " ", "\t", "\n", "\r\n", "<b>", "&amp;", "]]>", `"`, "'", "_x0041_.", "_x005F_.", "_.", "_x00.", "=1+1", "😀", "\u00A0"}

func text(r *rand.Rand) string {
	var s strings.Builder
	for range r.IntN(6) {
		s.WriteString(awkward[r.IntN(len(awkward))])
	}
	return s.String()
}

// raw reads the cells as excelize does.
func raw(t *testing.T, content []byte, name string) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	must(t, err)
	defer func() { _ = f.Close() }()
	cells, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	must(t, err)
	return cells
}

// TestRowsAsTheLibraryWritesThem writes the same values by both and reads both
// files back.
func TestRowsAsTheLibraryWritesThem(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	var out, theirs bytes.Buffer
	w := sheet.NewWriter(&out, props)
	defer w.Discard()
	columns := make([]sheet.Column, 30)
	for i := range columns {
		columns[i].Header = fmt.Sprint("c", i)
	}
	table, err := w.Sheet("x", sheet.Layout{Columns: columns})
	must(t, err)
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	stream, err := f.NewStreamWriter("Sheet1")
	must(t, err)
	for n := range 500 {
		ours, values := make([]any, len(columns)), make([]any, len(columns))
		for i := range columns {
			switch r.IntN(6) {
			case 0:
			case 1:
				ours[i] = r.IntN(2_000_000) - 1_000_000
			case 2:
				ours[i] = (r.Float64() - 0.5) * 1e6
			case 3:
				ours[i] = r.IntN(2) == 0
			default:
				if s := text(r); s != "" { // excelize writes a cell for none
					ours[i] = s
				}
			}
			values[i] = ours[i]
		}
		must(t, table.Row(ours...), stream.SetRow(fmt.Sprint("A", n+2), values))
	}
	must(t, w.Close(), stream.Flush(), f.Write(&theirs))
	sheettest.Require(t, out.Bytes())
	if diff := cmp.Diff(raw(t, theirs.Bytes(), "Sheet1")[1:], raw(t, out.Bytes(), "x")[1:]); diff != "" {
		t.Error(diff)
	}
}

// TestNoTextIsAnEscape reads back what looks like escaped characters, where the
// library writes other texts than it was given.
func TestNoTextIsAnEscape(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := sheet.NewWriter(&out, props)
	defer w.Discard()
	table, err := w.Sheet("x", sheet.Layout{Columns: []sheet.Column{{Header: "a"}}})
	must(t, err)
	want := [][]string{{"a"}}
	for _, s := range []string{"_x0041_x0042_", "_x005f_x0041_", "__x0041_", "_x005F_x005F_", "_x0041"} {
		must(t, table.Row(s))
		want = append(want, []string{s})
	}
	must(t, w.Close())
	if diff := cmp.Diff(want, raw(t, out.Bytes(), "x")); diff != "" {
		t.Error(diff)
	}
}

// TestSheetsTakeTurns writes more than one piece of each sheet, now of one, now of
// the other.
func TestSheetsTakeTurns(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := props
	p.TempDir = t.TempDir()
	w := sheet.NewWriter(&out, p)
	defer w.Discard()
	var tables []*sheet.Table
	for _, name := range []string{"eins", "zwei", "drei"} {
		table, err := w.Sheet(name, sheet.Layout{Columns: []sheet.Column{{Header: "Nr"}, {Header: "Text"}}})
		must(t, err)
		tables = append(tables, table)
	}
	r := rand.New(rand.NewPCG(3, 4))
	want := make([][][]string, len(tables))
	for n := range 30_000 {
		i := min(r.IntN(4), 2)
		s := fmt.Sprint(r.Uint64())
		must(t, tables[i].Row(n, s))
		want[i] = append(want[i], []string{fmt.Sprint(n), s})
	}
	if left, err := os.ReadDir(p.TempDir); err != nil || len(left) != 0 {
		t.Errorf("a killed process would leave %v, %v", left, err)
	}
	must(t, w.Close())
	sheettest.Require(t, out.Bytes())
	for i, table := range tables {
		if diff := cmp.Diff(want[i], sheettest.Cells(t, out.Bytes(), table.Name())[1:]); diff != "" {
			t.Errorf("%s: %s", table.Name(), diff[:min(len(diff), 2000)])
		}
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	must(t, err)
	for _, part := range archive.File {
		if strings.HasPrefix(part.Name, "xl/worksheets/") && part.CompressedSize64*2 > part.UncompressedSize64 {
			t.Errorf("%s: %d of %d bytes", part.Name, part.CompressedSize64, part.UncompressedSize64)
		}
	}
}

func TestNoPlaceToWait(t *testing.T) {
	t.Parallel()
	p := props
	p.TempDir = t.TempDir() + "/nowhere"
	w := sheet.NewWriter(&bytes.Buffer{}, p)
	table, err := w.Sheet("x", sheet.Layout{Columns: []sheet.Column{{Header: "a"}}})
	must(t, err, table.Row("x"))
	if err := w.Close(); err == nil {
		t.Error("rows were kept nowhere")
	}
}

func TestJoinedCRC(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		both := make([]byte, r.IntN(5000))
		for i := range both {
			both[i] = byte(r.Uint32())
		}
		at := r.IntN(len(both) + 1)
		if sheet.Joined(crc32.ChecksumIEEE(both[:at]), crc32.ChecksumIEEE(both[at:]), int64(len(both)-at)) != crc32.ChecksumIEEE(both) {
			t.Fatalf("%d bytes, parted at %d", len(both), at)
		}
	}
}
