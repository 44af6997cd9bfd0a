package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"strconv"
	"strings"
)

var errOrder = errors.New("rows or cells do not stand in ascending order")

// Rows yields the rows of a worksheet. Rows and cells out of order are refused:
// programs differ in what they would show.
func (b *book) Rows(sheet int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		x, closer, err := b.open(b.sheets[sheet].part)
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer closer.Close() //nolint:errcheck // reading from memory
		r := rowReader{book: b, xml: x}
		count := counter{limits: b.limits}
		for {
			row, err := r.row()
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil && len(row.Cells) == 0 {
				continue
			}
			if err == nil {
				err = count.add(row.Line)
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

type rowReader struct {
	book *book
	xml  *xmlReader
	line int
}

// row reads up to the end of the next row; io.EOF after the last.
func (r *rowReader) row() (Row, error) {
	for {
		token, err := r.xml.next()
		if err != nil {
			return Row{}, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "row" {
				return r.cells(t)
			}
		case xml.EndElement:
			if t.Name.Local == "sheetData" {
				return Row{}, io.EOF
			}
		}
	}
}

func (r *rowReader) cells(start xml.StartElement) (Row, error) {
	line := r.line + 1
	if given := attr(start, "r"); given != "" {
		var err error
		if line, err = strconv.Atoi(given); err != nil || line <= r.line || line > 1_048_576 {
			return Row{}, broken(errOrder)
		}
	}
	r.line = line
	row := Row{Line: line}
	column := 0
	for {
		token, err := r.xml.next()
		if err != nil {
			return Row{}, unexpectedEnd(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			next, err := columnOf(attr(t, "r"), line, column)
			if err != nil {
				return Row{}, err
			}
			column = next
			if err := r.cell(&row, t, column); err != nil {
				return Row{}, err
			}
		case xml.EndElement:
			if t.Name.Local == "row" {
				row.Cells = trimRight(row.Cells)
				return row, nil
			}
		}
	}
}

// columnOf reads the column of a reference such as AB12; without one it is the
// next column.
func columnOf(ref string, line, last int) (int, error) {
	if ref == "" {
		return last + 1, nil
	}
	column, i := 0, 0
	for ; i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	if column <= last || ref[i:] != strconv.Itoa(line) {
		return 0, broken(errOrder)
	}
	return column, nil
}

// cell reads one cell to its end and puts it in its place.
func (r *rowReader) cell(row *Row, start xml.StartElement, column int) error {
	var value strings.Builder
	reading, phonetic, formula := false, false, false
	for {
		token, err := r.xml.next()
		if err != nil {
			return unexpectedEnd(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v", "t":
				reading = !phonetic
			case "rPh":
				phonetic = true
			case "f":
				formula = true
			}
			continue
		case xml.CharData:
			if reading && value.Len() < maxXMLRun {
				value.Write(t)
			}
			continue
		case xml.EndElement:
			switch t.Name.Local {
			case "v", "t":
				reading = false
				continue
			case "rPh":
				phonetic = false
				continue
			case "c":
			default:
				continue
			}
		default:
			continue
		}
		return r.place(row, start, column, value.String(), formula)
	}
}

func (r *rowReader) place(row *Row, start xml.StartElement, column int, value string, formula bool) error {
	limits := r.book.limits
	cell, err := r.interpret(start, value, formula)
	if err != nil || cell.Blank() {
		return err
	}
	if column > limits.Columns {
		return tooMany("columns", limits.Columns, row.Line)
	}
	for len(row.Cells) < column {
		row.Cells = append(row.Cells, Cell{})
	}
	problem := func(key string) {
		row.Problems = append(row.Problems, Problem{Line: row.Line, Column: column, Severity: Error, Key: key})
	}
	switch cell.Kind {
	case Formula:
		problem(KeyFormula)
	case Failure:
		problem(KeyErrorCell)
	case Text:
		var problems []Problem
		cell.Text, problems = checkText(cell.Text, row.Line, column, limits)
		row.Problems = append(row.Problems, problems...)
		if strings.TrimSpace(cell.Text) == "" {
			cell = Cell{}
		}
	}
	row.Cells[column-1] = cell
	return nil
}

// interpret turns the written value into a cell by its type attribute.
func (r *rowReader) interpret(start xml.StartElement, value string, formula bool) (Cell, error) {
	if formula {
		return Cell{Kind: Formula}, nil
	}
	switch kind := attr(start, "t"); kind {
	case "s":
		if value == "" {
			return Cell{}, nil
		}
		index, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || index < 0 || index >= len(r.book.strings) {
			return Cell{}, broken(fmt.Errorf("a cell names a text that is not there"))
		}
		return textCell(r.book.strings[index]), nil
	case "e":
		return Cell{Kind: Failure}, nil
	case "b":
		if value == "" {
			return Cell{}, nil
		}
		return Cell{Kind: Bool, Text: strconv.FormatBool(isTrue(value))}, nil
	case "", "n":
		if value = strings.TrimSpace(value); value == "" {
			return Cell{}, nil
		}
		number, err := strconv.ParseFloat(value, 64)
		if err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
			return textCell(value), nil //nolint:nilerr // what is no number is text
		}
		cell := Cell{Kind: Number, Number: number, Text: strconv.FormatFloat(number, 'f', -1, 64), since1904: r.book.since1904}
		if style, err := strconv.Atoi(attr(start, "s")); err == nil && style >= 0 && style < len(r.book.styles) {
			cell.Percent, cell.Dated = r.book.styles[style].percent, r.book.styles[style].dated
		}
		return cell, nil
	default: // inlineStr, str, d (an ISO date)
		return textCell(unescape(value)), nil
	}
}

func unexpectedEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return broken(io.ErrUnexpectedEOF)
	}
	return err
}
