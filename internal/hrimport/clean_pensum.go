package hrimport

import (
	"math"
	"strconv"
	"strings"

	"zaemme/internal/sheet"
)

// pensum reads a workload in per cent, 0 < p ≤ 100, to two decimals; nil for an
// empty cell, for zero and for people paid by the hour. A value below 1 without
// a per cent sign is a fraction (0.8). A bare 1 is the whole in a column of
// fractions and one per cent in a column of per cents.
func (t *table) pensum(row *tableRow, fractions bool) *float64 {
	column := t.column(fieldPensum)
	if column < 0 {
		return nil
	}
	c := row.cells[column]
	if c.Kind == sheet.Formula || c.Kind == sheet.Failure {
		return nil
	}
	value, signed, ok := pensumOf(c)
	switch {
	case !ok:
		t.problem(row, column, severe, keyPensum, nil)
		return nil
	case value == 0:
		return nil
	case signed:
	case value < 1, value == 1 && fractions:
		value *= 100
	case value == 1:
		t.problem(row, column, mild, keyPensumOne, nil)
	}
	value = math.Round(value*100) / 100
	if value < 0 || value > 100 {
		t.problem(row, column, severe, keyPensum, nil)
		return nil
	}
	return &value
}

// pensumOf is the number as written; signed says that it is in per cent beyond
// doubt. Empty and words for hourly pay are 0.
func pensumOf(c sheet.Cell) (value float64, signed, ok bool) {
	if c.Kind == sheet.Number {
		if c.Percent && c.Number <= 1.5 { // 80 with a per cent format was typed as 80
			return c.Number * 100, true, true
		}
		return c.Number, c.Percent, true
	}
	text := strings.ToLower(textOf(c))
	switch text {
	case "", "stundenlohn", "std", "std.", "stunden", "im stundenlohn", "variabel", "unregelmässig", "nach aufwand":
		return 0, true, true
	}
	for _, sign := range []string{"%", "prozent"} {
		if rest, found := strings.CutSuffix(text, sign); found {
			text, signed = strings.TrimSpace(rest), true
		}
	}
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	if strings.Trim(text, "0123456789.") != "" {
		return 0, false, false
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, signed, err == nil
}

// fractional reports whether the column holds fractions of one: nothing above
// 1 and something below.
func (t *table) fractional() bool {
	column := t.column(fieldPensum)
	if column < 0 {
		return false
	}
	below := false
	for _, row := range t.rows {
		value, signed, ok := pensumOf(row.cells[column])
		if !ok || signed {
			continue
		}
		if value > 1 {
			return false
		}
		below = below || value > 0 && value < 1
	}
	return below
}
