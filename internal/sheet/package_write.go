package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
)

// The library writes the package. Into each worksheet, which it leaves without
// rows, two things are put while it passes: the rows, compressed long before; and
// the range they fill, which a worksheet says in its second element. So that a
// part is known for its sheet, each sheet begins with a range that names its
// number.

const (
	placeholderBegin = `<dimension ref="A1:XFD`
	placeholderEnd   = `"></dimension>`
	noRows           = `<sheetData></sheetData>`
	beforeRows       = `<sheetData>`
)

// placeholder is the range with which the sheet of that index begins; row
// numbers this high are never written.
func placeholder(index int) string { return "A1:XFD" + strconv.Itoa(1_048_576-index) }

// packageWriter is the archive with what is put in.
type packageWriter struct {
	*zip.Writer
	spool *spool
	pages []*page
	name  string // of the worksheet that passes, "" for none
	sheet bytes.Buffer
}

func newPackage(out io.Writer, s *spool, pages []*page) *packageWriter {
	z := zip.NewWriter(out)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, level) })
	return &packageWriter{Writer: z, spool: s, pages: pages}
}

// Create begins a part.
func (p *packageWriter) Create(name string) (io.Writer, error) {
	if err := p.seal(); err != nil {
		return nil, err
	}
	if strings.HasPrefix(name, "xl/worksheets/sheet") {
		p.name = name
		p.sheet.Reset()
		return &p.sheet, nil
	}
	part, err := p.Writer.Create(name)
	if err != nil {
		return nil, fmt.Errorf("sheet: part of the workbook: %w", err)
	}
	return part, nil
}

// Close ends the archive.
func (p *packageWriter) Close() error { return errors.Join(p.seal(), p.Writer.Close()) }

// seal writes the worksheet that has passed.
func (p *packageWriter) seal() error {
	if p.name == "" {
		return nil
	}
	name := p.name
	p.name = ""
	head, tail, of, err := p.open(p.sheet.Bytes())
	if err != nil {
		return fmt.Errorf("sheet: %s: %w", name, err)
	}
	before, err := deflated(head, false)
	if err != nil {
		return err
	}
	after, err := deflated(tail, true)
	if err != nil {
		return err
	}
	r := &of.packed
	crc := joined(crc32.ChecksumIEEE(head), r.crc, r.size)
	crc = joined(crc, crc32.ChecksumIEEE(tail), int64(len(tail)))
	out, err := p.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: crc,
		CompressedSize64: uint64(int64(len(before)+len(after)) + r.packed), UncompressedSize64: uint64(int64(len(head)+len(tail)) + r.size),
	})
	if err == nil {
		_, err = out.Write(before)
	}
	if err == nil {
		err = p.spool.copy(out, r)
	}
	if err == nil {
		_, err = out.Write(after)
	}
	return err
}

// open parts a worksheet where its rows belong and gives it its range.
func (p *packageWriter) open(part []byte) (head, tail []byte, of *page, err error) {
	begin, rest, ok := bytes.Cut(part, []byte(placeholderBegin))
	number, rest, ok2 := bytes.Cut(rest, []byte(placeholderEnd))
	middle, tail, ok3 := bytes.Cut(rest, []byte(noRows))
	row, err := strconv.Atoi(string(number))
	if index := 1_048_576 - row; ok && ok2 && ok3 && err == nil && index >= 0 && index < len(p.pages) {
		of = p.pages[index]
		head = append(head, begin...)
		head = append(head, `<dimension ref="`+of.used()+placeholderEnd...)
		head = append(append(head, middle...), beforeRows...)
		return head, append([]byte(`</sheetData>`), tail...), of, nil
	}
	return nil, nil, nil, errors.New("not as the library has written worksheets so far")
}

// deflated compresses a text; one that is not the last ends with a byte, and others
// can follow.
func deflated(text []byte, last bool) ([]byte, error) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, level)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil && last {
		err = w.Close()
	} else if err == nil {
		err = w.Flush()
	}
	return out.Bytes(), err
}

// joined is the CRC-32 of a text with the CRC a and one of n bytes with the CRC b
// that follows it: a, moved up by n bytes as a polynomial, plus b.
func joined(a, b uint32, n int64) uint32 {
	shift, power := uint32(1)<<31, uint32(1)<<23 // x⁰ and x⁸; the highest bit is the lowest power
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			shift = times(shift, power)
		}
		power = times(power, power)
	}
	return times(shift, a) ^ b
}

// times multiplies polynomials modulo that of the CRC.
func times(a, b uint32) (product uint32) {
	for m := uint32(1) << 31; m != 0; m >>= 1 {
		if a&m != 0 {
			product ^= b
		}
		if b&1 == 1 {
			b = b>>1 ^ crc32.IEEE
		} else {
			b >>= 1
		}
	}
	return product
}
