package bench_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet/sheettest"
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

// BenchmarkWorkbook writes the compliance workbook of the demo, reading the
// database included, and lets excelize's stream writer write the same cells
// without style or sheet furniture.
func BenchmarkWorkbook(b *testing.B) {
	a, done := demoTown(b)
	defer done()
	path := filepath.Join(b.TempDir(), "bericht.xlsx")
	today := calendar.DateOf(time.Now())
	write := func() {
		if err := a.WriteReport(b.Context(), io.Discard, today, path); err != nil {
			b.Fatal(err)
		}
	}
	write()
	content, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	sheets := map[string][][]any{}
	cells := 0
	for _, name := range sheettest.Names(b, content) {
		for _, row := range sheettest.Cells(b, content, name) {
			values := make([]any, len(row))
			for i, text := range row {
				if text == "" {
					continue
				}
				cells++
				if values[i] = text; len(text) < 15 {
					if n, err := strconv.ParseFloat(text, 64); err == nil {
						values[i] = n
					}
				}
			}
			sheets[name] = append(sheets[name], values)
		}
	}
	ours, least, ratio := inTurns(func() float64 { return seconds(write) }, func() float64 { return seconds(func() { stream(b, sheets) }) })
	report(b, result{
		name: fmt.Sprintf("HR workbook (600 people, 4 courses, %d cells)", cells),
		ours: fmt.Sprintf("%.0f ms", ours*1e3), least: fmt.Sprintf("%.0f ms", least*1e3), ratio: ratio,
	})
}

func stream(b *testing.B, sheets map[string][][]any) {
	b.Helper()
	file := excelize.NewFile()
	defer func() { _ = file.Close() }()
	for name, rows := range sheets {
		if _, err := file.NewSheet(name); err != nil {
			b.Fatal(err)
		}
		w, err := file.NewStreamWriter(name)
		if err != nil {
			b.Fatal(err)
		}
		for i, row := range rows {
			if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
	}
	if err := file.Write(&bytes.Buffer{}); err != nil {
		b.Fatal(err)
	}
}
