package bench_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet"
)

// both is one file system over another.
type both struct{ over, under fs.FS }

func (b both) Open(name string) (fs.File, error) {
	if f, err := b.over.Open(name); err == nil {
		if info, err := f.Stat(); err == nil && !info.IsDir() {
			return f, nil
		}
	}
	return b.under.Open(name)
}

// ReadDir of a folder that the upper one has too shows both.
func (b both) ReadDir(name string) ([]fs.DirEntry, error) {
	under, err := fs.ReadDir(b.under, name)
	over, errOver := fs.ReadDir(b.over, name)
	if err != nil && errOver != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, e := range under {
		known[e.Name()] = true
	}
	for _, e := range over {
		if !known[e.Name()] {
			under = append(under, e)
		}
	}
	return under, nil
}

// BenchmarkWorkbook writes HR's workbook of the large organisation, reading the
// database included, and lets excelize's stream writer write as many cells, without
// style or sheet furniture: a block of a thousand detail rows again and again.
func BenchmarkWorkbook(b *testing.B) {
	block := detailBlock(b)
	a := city(b, large())
	path := filepath.Join(b.TempDir(), "bericht.xlsx")
	today := calendar.DateOf(time.Now())
	var peak memory
	write := func() {
		peak = peak.most(watched(func() {
			if err := a.WriteReport(b.Context(), io.Discard, today, path); err != nil {
				b.Fatal(err)
			}
		}))
	}
	ours := least(turnsOfDetail, func() { write() })
	cells := countCells(b, path)
	bare := least(turnsOfDetail, func() { stream(b, block, cells) })
	timed(b, fmt.Sprintf("HR workbook, %d people × 12, %d cells (%s) ÷ excelize", large(), cells, peak), ours, bare, ours/bare)
}

// detailBlock is a thousand detail rows of the small organisation: texts as texts,
// also those of digits such as personnel numbers, numbers and days as numbers, and
// nothing where we write no cell.
func detailBlock(b *testing.B) [][]any {
	b.Helper()
	path := filepath.Join(b.TempDir(), "klein.xlsx")
	if err := city(b, small).WriteReport(b.Context(), io.Discard, calendar.DateOf(time.Now()), path); err != nil {
		b.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	limits := sheet.DefaultLimits()
	limits.Bytes, limits.Unzipped, limits.CellText = len(content), 1<<30, 40_000
	source, err := sheet.Open("klein.xlsx", content, limits)
	if err != nil {
		b.Fatal(err)
	}
	at := slices.IndexFunc(source.Sheets(), func(s sheet.Info) bool { return s.Name == "Detail" })
	var block [][]any
	for row, err := range source.Rows(at) {
		switch {
		case err != nil:
			b.Fatal(err)
		case row.Line == 1:
			continue
		case len(block) == 1000:
			return block
		}
		values := make([]any, len(row.Cells))
		for i, c := range row.Cells {
			switch c.Kind {
			case sheet.Number:
				values[i] = c.Number
			case sheet.Text:
				values[i] = c.Text
			default:
			}
		}
		block = append(block, values)
	}
	return block
}

// countCells counts the cells of all sheets without holding any.
func countCells(b *testing.B, path string) int {
	b.Helper()
	file, err := zip.OpenReader(path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	cells := 0
	for _, part := range file.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			b.Fatal(err)
		}
		words := bufio.NewScanner(r)
		words.Buffer(make([]byte, 64<<10), 1<<20)
		words.Split(tags)
		for words.Scan() {
			if bytes.HasPrefix(words.Bytes(), []byte("c ")) {
				cells++
			}
		}
		if err := errors.Join(words.Err(), r.Close()); err != nil {
			b.Fatal(err)
		}
	}
	return cells
}

// tags splits XML before each opening bracket.
func tags(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '<'); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

// rowsOfASheet are split as reports split them.
const rowsOfASheet = 1_000_000

func stream(b *testing.B, block [][]any, cells int) {
	b.Helper()
	file := excelize.NewFile()
	defer func() { _ = file.Close() }()
	for sheet := 0; cells > 0; sheet++ {
		name := "Blatt " + strconv.Itoa(sheet)
		if _, err := file.NewSheet(name); err != nil {
			b.Fatal(err)
		}
		w, err := file.NewStreamWriter(name)
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; cells > 0 && i < rowsOfASheet; i++ {
			row := block[i%len(block)]
			if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
				b.Fatal(err)
			}
			for _, value := range row {
				if value != nil {
					cells--
				}
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
	}
	if err := file.Write(io.Discard); err != nil {
		b.Fatal(err)
	}
}
