package sheet

import (
	"strings"
	"unicode/utf8"
)

// checkText makes the text of a cell fit to be handed on and says what was
// wrong with it.
func checkText(text string, line, column int, limits Limits) (string, []Problem) {
	var problems []Problem
	add := func(key string, args map[string]any) {
		problems = append(problems, Problem{Line: line, Column: column, Severity: Error, Key: key, Args: args})
	}
	if strings.IndexFunc(text, isControl) >= 0 {
		add(KeyControl, nil)
		text = strings.Map(func(r rune) rune {
			if isControl(r) {
				return -1
			}
			return r
		}, text)
	}
	if strings.ContainsRune(text, utf8.RuneError) {
		add(KeyEncoding, nil)
	}
	if len(text) > limits.CellText {
		seen := 0
		for at := range text {
			if seen++; seen > limits.CellText {
				add(KeyCut, map[string]any{"limit": limits.CellText})
				text = text[:at]
				break
			}
		}
	}
	return text, problems
}

// textCell is a cell of kind Text, or Empty without anything but white space.
func textCell(text string) Cell {
	if strings.TrimSpace(text) == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: text}
}

// trimRight drops the blank cells at the end.
func trimRight(cells []Cell) []Cell {
	for len(cells) > 0 && cells[len(cells)-1].Blank() {
		cells = cells[:len(cells)-1]
	}
	return cells
}
