package sheet

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// JSONWriter writes rows as JSON lines: one object a line, UTF-8, keys in the order
// given. A date is an ISO text, a Percent and a number a number, nothing null; a
// text stays as it is, since nothing here takes it for a formula.
type JSONWriter struct {
	out  *bufio.Writer
	keys [][]byte // each as `"key":`
	rows int
}

// NewJSONLines is ready for rows with these keys.
func NewJSONLines(out io.Writer, keys ...string) *JSONWriter {
	w := &JSONWriter{out: bufio.NewWriterSize(out, 1<<16)}
	for _, key := range keys {
		w.keys = append(w.keys, append(quote(key), ':'))
	}
	return w
}

// Row writes one row of values as Table.Row takes them; fewer values than keys
// leave the others null.
func (w *JSONWriter) Row(values ...any) error {
	if len(values) > len(w.keys) {
		return fmt.Errorf("sheet: %d values for %d keys", len(values), len(w.keys))
	}
	for i, key := range w.keys {
		separator := byte(',')
		if i == 0 {
			separator = '{'
		}
		_ = w.out.WriteByte(separator) // bufio keeps the error for Flush
		_, _ = w.out.Write(key)
		text := []byte("null")
		if i < len(values) {
			var err error
			if text, err = jsonOf(values[i]); err != nil {
				return fmt.Errorf("row %d, %s: %w", w.rows+1, key, err)
			}
		}
		_, _ = w.out.Write(text)
	}
	w.rows++
	if _, err := w.out.WriteString("}\n"); err != nil {
		return fmt.Errorf("sheet: json lines: %w", err)
	}
	return nil
}

// Rows is the number of rows written.
func (w *JSONWriter) Rows() int { return w.rows }

// Close writes what is still buffered; it does not close the destination.
func (w *JSONWriter) Close() error {
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("sheet: json lines: %w", err)
	}
	return nil
}

func jsonOf(v any) ([]byte, error) {
	if styled, ok := v.(Styled); ok {
		v = styled.Value
	}
	if s, ok := v.(string); ok { // whole: a line has no longest cell
		if s == "" {
			return []byte("null"), nil
		}
		return quote(writable(s)), nil
	}
	p, err := prepare(v)
	if err != nil {
		return nil, err
	}
	switch p.kind {
	case valText:
		return quote(p.text), nil
	case valDate:
		return quote(p.date.String()), nil
	case valNumber, valPercent:
		return strconv.AppendFloat(nil, p.number, 'f', -1, 64), nil
	case valTruth:
		return strconv.AppendBool(nil, p.number == 1), nil
	default:
		return []byte("null"), nil
	}
}

func quote(s string) []byte {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always encodes
	}
	return text
}
