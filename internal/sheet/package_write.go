package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strconv"
)

// A worksheet says in its second element which range it fills, which is known
// only after the last row. So each sheet is begun with a range that names its
// number, and the true range is put in while the part is copied to the archive.

const (
	placeholderBegin = `<dimension ref="A1:XFD`
	placeholderEnd   = `"></dimension>`
)

// placeholder is the range with which the sheet of that index begins; row
// numbers this high are never written.
func placeholder(index int) string { return "A1:XFD" + strconv.Itoa(1_048_576-index) }

// packageWriter is the archive with that repair.
type packageWriter struct {
	*zip.Writer
	pages []*page
}

func newPackage(out io.Writer, pages []*page) *packageWriter {
	return &packageWriter{Writer: newZip(out), pages: pages}
}

// Create begins a part.
func (p *packageWriter) Create(name string) (io.Writer, error) {
	part, err := p.Writer.Create(name)
	if err != nil {
		return nil, fmt.Errorf("sheet: part of the workbook: %w", err)
	}
	return &dimensionWriter{out: part, pages: p.pages}, nil
}

// dimensionWriter replaces the placeholder in the first piece of a part. The
// head of a worksheet fits in the first piece, which is 32 KB.
type dimensionWriter struct {
	out     io.Writer
	pages   []*page
	started bool
}

func (d *dimensionWriter) Write(piece []byte) (int, error) {
	if d.started {
		return d.out.Write(piece)
	}
	d.started = true
	at := bytes.Index(piece, []byte(placeholderBegin))
	if at < 0 {
		return d.out.Write(piece)
	}
	from := at + len(placeholderBegin)
	length := bytes.Index(piece[from:], []byte(placeholderEnd))
	if length < 0 {
		return d.out.Write(piece)
	}
	row, err := strconv.Atoi(string(piece[from : from+length]))
	if err != nil || 1_048_576-row >= len(d.pages) || row > 1_048_576 {
		return d.out.Write(piece)
	}
	head := append([]byte{}, piece[:at]...)
	head = append(head, `<dimension ref="`+d.pages[1_048_576-row].used()...)
	head = append(head, piece[from+length:]...)
	if _, err := d.out.Write(head); err != nil {
		return 0, err
	}
	return len(piece), nil
}
