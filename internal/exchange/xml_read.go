package exchange

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// readXML reads a Moodle XML file: what it holds, in order, and what is broken.
func readXML(source string) ([]*entry, []fault) {
	elements, refused := readTree(source)
	var entries []*entry
	var faults []fault
	for _, one := range elements {
		if one.name != "question" {
			continue
		}
		e := &entry{line: one.line}
		if broken := e.fromXML(one); broken != nil {
			faults = append(faults, fault{one.line, e.title, *broken})
			continue
		}
		entries = append(entries, e)
	}
	if refused != nil {
		faults = append(faults, *refused)
	}
	return entries, faults
}

var xmlFormats = map[string]string{
	"html": formatHTML, "markdown": formatMarkdown, "plain_text": formatPlain, "moodle_auto_format": formatMoodle,
}

// xmlText is the text of an element in its format, or that of what is around it.
func xmlText(e *element, otherwise string) text {
	format := xmlFormats[e.attrs["format"]]
	if format == "" {
		format = otherwise
	}
	return text{format, e.trimmed()}
}

func xmlFeedback(e *element, otherwise string) *text {
	if t := xmlText(e, otherwise); t.body != "" {
		return &t
	}
	return nil
}

// fromXML reads a question; the note says what is broken.
func (e *entry) fromXML(q *element) *note {
	e.kind = kind(strings.ToLower(q.attrs["type"]))
	switch e.kind {
	case "match":
		e.kind = matching
	case "multianswer":
		e.kind = "cloze"
	case category:
		e.title = q.child("category").trimmed()
		return nil
	}
	e.title = strings.Join(strings.Fields(q.child("name").trimmed()), " ")
	e.id = q.child("idnumber").trimmed()
	for _, tag := range q.child("tags").all("tag") {
		e.tags = append(e.tags, tag.trimmed())
	}
	e.stem = xmlText(q.child("questiontext"), formatHTML)
	e.general = xmlFeedback(q.child("generalfeedback"), e.stem.format)
	e.aside(q)
	switch e.kind {
	case matching:
		return e.pairsXML(q)
	case choiceKind, trueFalse, short, numerical, ordering:
		e.many = e.kind == choiceKind && slices.Contains([]string{"false", "0"}, strings.ToLower(q.child("single").trimmed()))
		return e.answersXML(q)
	}
	return nil
}

// aside notes what a question of Moodle may have and one of here has not.
func (e *entry) aside(q *element) {
	for _, hint := range q.all("hint") {
		if hint.trimmed() != "" {
			e.lost = append(e.lost, newNote("part_lost", "part", "hint", "text", shown(hint.trimmed())))
		}
	}
	for _, name := range []string{"correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"} {
		said := xmlText(q.child(name), formatHTML)
		if words := said.plain(func(note) {}); words != "" && !slices.Contains(standardFeedback, words) {
			e.lost = append(e.lost, newNote("part_lost", "part", name, "text", shown(words)))
		}
	}
	if q.child("usecase").trimmed() == "1" {
		e.lost = append(e.lost, newNote("case_lost"))
	}
}

// standardFeedback is what Moodle writes into every question.
var standardFeedback = []string{
	"Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect.",
	"Die Antwort ist richtig.", "Die Antwort ist teilweise richtig.", "Die Antwort ist falsch.",
}

func (e *entry) answersXML(q *element) *note {
	for _, one := range q.all("answer") {
		c := choice{line: one.line, text: xmlText(one, formatHTML), feedback: xmlFeedback(one.child("feedback"), formatHTML)}
		if e.kind == short {
			c.text.format = formatPlain
		}
		if fraction := strings.TrimSpace(one.attrs["fraction"]); fraction != "" {
			weight, err := strconv.ParseFloat(fraction, 64)
			if err != nil || math.IsNaN(weight) || e.kind != ordering && (weight > 100 || weight < -100) {
				broken := newNote("gift_weight", "text", shown(fraction))
				return &broken
			}
			c.weight = &weight
		}
		if e.kind == numerical && c.text.body != "*" {
			if c.number = parseSpan(c.text.body); c.number == nil || c.number.value == "" || c.number.tolerance != "" {
				broken := newNote("number_form", "text", shown(c.text.body))
				return &broken
			}
			if tolerance := one.child("tolerance").trimmed(); tolerance != "" {
				if !pointForm.MatchString(tolerance) {
					broken := newNote("number_form", "text", shown(tolerance))
					return &broken
				}
				c.number.tolerance = strings.Replace(tolerance, ",", ".", 1)
			}
		} else if c.text.body == "" {
			broken := newNote("answer_empty")
			return &broken
		}
		e.choices = append(e.choices, c)
	}
	switch e.kind {
	case numerical:
		e.unit = q.child("units").child("unit").child("unit_name").trimmed()
	case trueFalse:
		return e.truthXML()
	case ordering:
		slices.SortStableFunc(e.choices, func(a, b choice) int {
			if a.weight == nil || b.weight == nil || *a.weight == *b.weight {
				return 0
			}
			if *a.weight < *b.weight {
				return -1
			}
			return 1
		})
	}
	return nil
}

// truthXML puts the two answers into their order, true first.
func (e *entry) truthXML() *note {
	if len(e.choices) == 2 && strings.EqualFold(e.choices[0].text.body, "false") {
		slices.Reverse(e.choices)
	}
	if len(e.choices) != 2 || !strings.EqualFold(e.choices[0].text.body, "true") || !strings.EqualFold(e.choices[1].text.body, "false") ||
		e.choices[0].full() == e.choices[1].full() {
		broken := newNote("truth_form")
		return &broken
	}
	return nil
}

func (e *entry) pairsXML(q *element) *note {
	for _, one := range q.all("subquestion") {
		made := pair{line: one.line, left: xmlText(one, formatHTML), right: text{formatMoodle, one.child("answer").trimmed()}}
		if e.stem.format == formatPlain {
			made.right.format = formatPlain
		}
		if made.right.body == "" {
			if made.left.body == "" {
				continue // Moodle writes empty rows
			}
			broken := newNote("answer_empty")
			return &broken
		}
		e.pairs = append(e.pairs, made)
	}
	return nil
}
