package sheet

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"zaemme/internal/calendar"
)

// Percent is a ratio: 0.875 is written as the number 0.875 and shown as 87.5%.
type Percent float64

// Tone is the meaning of a cell, shown by colour beside its words.
type Tone uint8

// The tones.
const (
	Plain Tone = iota
	Good
	Warn
	Bad
	Muted
)

// Styled is a value with a look of its own.
type Styled struct {
	Value any
	Bold  bool
	Tone  Tone
}

// Bold is the value in bold type.
func Bold(value any) Styled { return Styled{Value: value, Bold: true} }

// Toned is the value in the colours of the tone.
func Toned(value any, tone Tone) Styled { return Styled{Value: value, Tone: tone} }

// Format is how the plain numbers and texts of a column are shown. Dates
// (dd.mm.yyyy) and Percent (0.0%) need none.
type Format uint8

// The formats.
const (
	General Format = iota
	AsText         // stays text when somebody edits the cell: for numbers that are names
	Integer        // with a separator for thousands
	Decimal        // one decimal
)

const (
	maxCellText = 32_767 // UTF-16 units in a cell, a limit of Excel
	cutMark     = " […]" // ends a text that was cut
)

// kindOf is what a value becomes in a file.
type kindOf uint8

const (
	valNone kindOf = iota
	valText
	valNumber
	valDate
	valPercent
	valTruth
)

// value is one value ready to be written.
type value struct {
	kind   kindOf
	text   string
	number float64
	date   calendar.Date
	cut    bool
	bold   bool
	tone   Tone
}

// prepare takes nil, string, the integers, float64, Percent, bool,
// calendar.Date and Styled. No date and Forever are empty. An instant is
// refused: it has a zone, which the caller must choose and name.
func prepare(v any) (value, error) {
	switch v := v.(type) {
	case nil:
		return value{}, nil
	case Styled:
		inner, err := prepare(v.Value)
		inner.bold, inner.tone = inner.bold || v.Bold, max(inner.tone, v.Tone)
		return inner, err
	case string:
		return prepareText(v), nil
	case calendar.Date:
		if v.IsZero() || v == calendar.Forever {
			return value{}, nil
		}
		return value{kind: valDate, date: v}, nil
	case Percent:
		return prepareNumber(float64(v), valPercent)
	case float64:
		return prepareNumber(v, valNumber)
	case int:
		return value{kind: valNumber, number: float64(v)}, nil
	case int32:
		return value{kind: valNumber, number: float64(v)}, nil
	case int64:
		return value{kind: valNumber, number: float64(v)}, nil
	case bool:
		out := value{kind: valTruth}
		if v {
			out.number = 1
		}
		return out, nil
	}
	return value{}, fmt.Errorf("sheet: cannot write a %T", v)
}

func prepareNumber(n float64, kind kindOf) (value, error) {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return value{}, fmt.Errorf("sheet: %v is no number; say what is missing in words", n)
	}
	return value{kind: kind, number: n}, nil
}

func prepareText(s string) value {
	if s == "" {
		return value{}
	}
	s = writable(s)
	out := value{kind: valText, text: s}
	if len(s) > maxCellText && len(utf16.Encode([]rune(s))) > maxCellText {
		out.text, out.cut = cutText(s), true
	}
	return out
}

// writable drops what a cell cannot hold: control characters and broken UTF-8.
func writable(s string) string {
	if strings.IndexFunc(s, isControl) >= 0 {
		s = strings.Map(func(r rune) rune {
			if isControl(r) {
				return -1
			}
			return r
		}, s)
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return s
}

// cutText keeps what fits in a cell together with the mark.
func cutText(s string) string {
	room := maxCellText - len(utf16.Encode([]rune(cutMark)))
	for at, r := range s {
		if room -= max(utf16.RuneLen(r), 1); room < 0 {
			return s[:at] + cutMark
		}
	}
	return s
}
