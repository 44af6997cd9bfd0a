package coursefile

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Level says what a problem means.
type Level string

// The levels.
const (
	Error   Level = "error"   // the course cannot be published
	Warning Level = "warning" // the author should look at it
)

// Problem is one thing wrong with a course file.
type Problem struct {
	File   string         `json:"file"`             // path below the root given to Load
	Line   int            `json:"line"`             // from 1
	Column int            `json:"column,omitempty"` // from 1, in bytes; 0 if it concerns the line
	Level  Level          `json:"level"`
	Key    string         `json:"key"` // see messages.go
	Args   map[string]any `json:"args,omitempty"`
}

// String is the problem in German with its place.
func (p Problem) String() string { return p.In("de") }

// In is the problem with its place, «is-01/course.yaml:12:3: Fehler: …», in
// German (de) or English (anything else).
func (p Problem) In(lang string) string {
	place := fmt.Sprintf("%s:%d", p.File, p.Line)
	if p.Column > 0 {
		place += fmt.Sprintf(":%d", p.Column)
	}
	words := map[Level]string{Error: "error", Warning: "warning"}
	if lang == "de" {
		words = map[Level]string{Error: "Fehler", Warning: "Warnung"}
	}
	return place + ": " + words[p.Level] + ": " + p.Text(lang)
}

// Text is what is wrong, without the place.
func (p Problem) Text(lang string) string {
	message, known := messages[p.Key]
	text := message.en
	if lang == "de" {
		text = message.de
	}
	if !known {
		text = p.Key
	}
	names := make([]string, 0, len(p.Args))
	for name := range p.Args {
		names = append(names, name)
	}
	slices.Sort(names)
	pairs := make([]string, 0, 2*len(names))
	for _, name := range names {
		value := fmt.Sprint(p.Args[name])
		if want, named := wants[value]; named && (name == "want" || name == "have") {
			if value = want.en; lang == "de" {
				value = want.de
			}
		}
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// HasErrors reports whether one of the problems is of level Error.
func HasErrors(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Level == Error })
}

func sortProblems(problems []Problem) {
	sort.SliceStable(problems, func(i, j int) bool {
		a, b := problems[i], problems[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
}

// args makes the arguments of a problem from pairs of name and value.
func args(pairs ...any) map[string]any {
	made := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		made[pairs[i].(string)] = pairs[i+1]
	}
	return made
}
