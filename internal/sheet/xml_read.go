package sheet

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strconv"

	"zaemme/internal/apperr"
)

var errHostile = errors.New("the XML is nested or stretched beyond anything a spreadsheet needs")

// xmlReader yields the tokens of one part with bounded memory: the inflated
// size, the nesting and the distance between two tags are limited.
type xmlReader struct {
	*xml.Decoder
	depth int
}

func newXMLReader(part io.Reader, limit int64) *xmlReader {
	return &xmlReader{Decoder: xml.NewDecoder(&boundedReader{in: bufio.NewReaderSize(part, 32<<10), left: limit})}
}

// next is the next token. Errors are apperr; io.EOF ends a part.
func (x *xmlReader) next() (xml.Token, error) {
	token, err := x.Token()
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if err != nil {
		var known *apperr.Error
		if errors.As(err, &known) {
			return nil, known
		}
		return nil, broken(err)
	}
	switch token.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxXMLDepth {
			return nil, broken(errHostile)
		}
	case xml.EndElement:
		x.depth--
	}
	return token, nil
}

// elements calls visit for the start of every element of the part.
func (x *xmlReader) elements(visit func(start xml.StartElement, depth int) error) error {
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := visit(start, x.depth); err != nil {
				return err
			}
		}
	}
}

// boundedReader is the io.ByteReader that the decoder reads from.
type boundedReader struct {
	in   *bufio.Reader
	left int64
	run  int
}

// ReadByte is what the decoder calls.
func (b *boundedReader) ReadByte() (byte, error) {
	c, err := b.in.ReadByte()
	if err != nil {
		return 0, err
	}
	if b.left--; b.left < 0 {
		return 0, apperr.New(apperr.TooLarge, "error.sheet.unzipped_too_large", nil)
	}
	if b.run++; c == '<' {
		b.run = 0
	} else if b.run > maxXMLRun {
		return 0, errHostile
	}
	return c, nil
}

// Read is there for the interface; the decoder reads byte by byte.
func (b *boundedReader) Read(p []byte) (int, error) {
	for i := range p {
		c, err := b.ReadByte()
		if err != nil {
			return i, err
		}
		p[i] = c
	}
	return len(p), nil
}

func attr(start xml.StartElement, local string) string {
	for _, a := range start.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func isTrue(value string) bool { return value == "1" || value == "true" }

// unescape undoes _x000D_, by which xlsx writes characters XML cannot hold.
func unescape(text string) string {
	var out []byte
	for i := 0; i < len(text); i++ {
		if len(text)-i >= 7 && text[i] == '_' && text[i+1] == 'x' && text[i+6] == '_' {
			if code, err := strconv.ParseUint(text[i+2:i+6], 16, 16); err == nil {
				if out == nil {
					out = append(out, text[:i]...)
				}
				out = append(out, string(rune(code))...)
				i += 6
				continue
			}
		}
		if out != nil {
			out = append(out, text[i])
		}
	}
	if out == nil {
		return text
	}
	return string(out)
}
