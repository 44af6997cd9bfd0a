package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"zaemme/internal/coursefile"
)

// Problem is one thing that could not be carried over, or only in part.
type Problem struct {
	// Line of the file that was read, from 1; 0 on export.
	Line int
	// Question is the title of the question in the file; on export its ID. Empty
	// if the problem concerns the whole file.
	Question string
	// ID is that of the imported question, empty if it was not taken.
	ID string
	// Level is Error where a question (or the rest of the file) was left out,
	// Warning where a part of it was.
	Level coursefile.Level
	Key   string // see messages.go
	Args  map[string]any
}

// In is the problem with its place, «fragen.gift:12: Fehler: …» or, on export,
// «IS-01-Q03: Warnung: …», in German (de) or English (anything else). Name is
// that of the file.
func (p Problem) In(lang, name string) string {
	place := name
	switch {
	case p.Line > 0:
		place = fmt.Sprintf("%s:%d", name, p.Line)
	case p.Question != "":
		place = p.Question
	}
	words := map[coursefile.Level]string{coursefile.Error: "error", coursefile.Warning: "warning"}
	if lang == "de" {
		words = map[coursefile.Level]string{coursefile.Error: "Fehler", coursefile.Warning: "Warnung"}
	}
	return place + ": " + words[p.Level] + ": " + p.Text(lang)
}

// Text is what is wrong, without place and level; on import with the question's
// title or new number, so that it can stand in a list.
func (p Problem) Text(lang string) string {
	said := note{p.Key, p.Args}.text(lang)
	if p.Line == 0 {
		return said
	}
	named := p.Question
	if p.ID != "" {
		named = p.ID
	}
	switch {
	case named == "":
		return said
	case lang == "de":
		return "«" + named + "»: " + said
	}
	return "“" + named + "”: " + said
}

// note is a problem without its place.
type note struct {
	key  string
	args map[string]any
}

func newNote(key string, pairs ...any) note {
	made := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		made[pairs[i].(string)] = pairs[i+1]
	}
	return note{key, made}
}

func (n note) text(lang string) string {
	message := messages[n.key]
	chosen := message.en
	if lang == "de" {
		chosen = message.de
	}
	pairs := make([]string, 0, 2*len(n.args))
	for _, name := range slices.Sorted(maps.Keys(n.args)) {
		value := fmt.Sprint(n.args[name])
		if part, named := parts[value]; named && name == "part" {
			if value = part.en; lang == "de" {
				value = part.de
			}
		}
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(chosen)
}

// shown is a text as it stands in a problem: one line, not too long.
func shown(text string) string {
	const most = 60
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > most {
		return string(runes[:most]) + " …"
	}
	return string(runes)
}
