package coursefile

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// Limits of the questions that are sorted and paired: what a person can hold in
// view, also on a phone.
const (
	LeastItems    = 3
	MostItems     = 7
	LeastPairs    = 2
	MostPairs     = 7
	MostExtra     = 3
	MostSpellings = 20
)

// parts are the entries of a list of which there must be so many.
func (o *object) parts(name string, least, most int) []*yaml.Node {
	nodes := o.list(name, true)
	if n := len(nodes); n > 0 && (n < least || n > most) {
		o.fault(o.fields[name], "question_parts", args("field", o.path+name, "count", n, "min", least, "max", most))
	}
	return nodes
}

// items reads the steps of an order.
func (o *object) items(q *Question, c *Course) {
	seen := map[string]bool{}
	for _, node := range o.parts("items", LeastItems, MostItems) {
		entry := o.object(node, "items")
		item := Item{Text: entry.textsOfCourse("text", true, c), Why: entry.textsOfCourse("why", true, c)}
		entry.close()
		o.once(seen, node, item.Text, c)
		q.Items = append(q.Items, item)
	}
}

// pairs reads the sides of a match. A right side may stand at several left ones,
// if it is the same in all languages.
func (o *object) pairs(q *Question, c *Course) {
	left, right := map[string]bool{}, map[string]bool{}
	for _, node := range o.parts("pairs", LeastPairs, MostPairs) {
		entry := o.object(node, "pairs")
		pair := Pair{
			Left: entry.textsOfCourse("left", true, c), Right: entry.textsOfCourse("right", true, c), Why: entry.textsOfCourse("why", true, c),
		}
		entry.close()
		o.once(left, node, pair.Left, c)
		if text := pair.Right[spoken(c)]; right[text] && rightSide(q.Rights(), pair.Right) < 0 {
			o.fault(node, "question_option_twice", args("text", text))
		} else if text != "" {
			right[text] = true
		}
		q.Pairs = append(q.Pairs, pair)
	}
	extra := o.list("extra", false)
	if n := len(extra); n > MostExtra {
		o.fault(o.fields["extra"], "question_parts", args("field", o.path+"extra", "count", n, "min", 0, "max", MostExtra))
	}
	for _, node := range extra {
		text := o.textsOf(node, o.path+"extra", true, spoken(c))
		o.untranslated(node, o.path+"extra", text, c)
		o.once(right, node, text, c)
		q.Extra = append(q.Extra, text)
	}
	if at := o.fields["pairs"]; len(q.Pairs) >= LeastPairs && len(q.Rights()) < 2 {
		o.fault(at, "question_all", nil)
	}
}

// once reports a text that stands among its like already.
func (o *object) once(seen map[string]bool, node *yaml.Node, texts Texts, c *Course) {
	text := texts[spoken(c)]
	if text == "" {
		return
	}
	if seen[text] {
		o.fault(node, "question_option_twice", args("text", text))
	}
	seen[text] = true
}

// numeric reads the number, how far off an answer may be, and its unit.
func (o *object) numeric(q *Question, c *Course) {
	number := Number{Value: o.decimal("number", true)}
	if number.Tolerance = o.decimal("tolerance", false); number.Tolerance < 0 {
		o.fault(o.fields["tolerance"], "question_tolerance", nil)
	}
	if o.fields["unit"] != nil {
		number.Unit = o.textsOfCourse("unit", false, c)
	}
	q.Number, q.Why = &number, o.textsOfCourse("why", true, c)
}

// decimal is a number with decimal places.
func (o *object) decimal(name string, required bool) Decimal {
	node := o.field(name, required)
	if node == nil {
		return 0
	}
	value, err := ParseDecimal(node.Value)
	if node.Kind != yaml.ScalarNode || node.Tag != "!!int" && node.Tag != "!!float" || err != nil {
		o.wrongType(node, o.path+name, wantDecimal)
		return 0
	}
	return value
}

// accept reads the right spellings of a short text.
func (o *object) accept(q *Question, c *Course) {
	q.Why = o.textsOfCourse("why", true, c)
	node := o.field("accept", true)
	if node == nil {
		return
	}
	q.Accept = map[string][]string{}
	inner := o.object(node, o.path+"accept")
	for _, language := range languages {
		seen := map[string]bool{}
		words := inner.words(language, language == spoken(c), func(node *yaml.Node, text string) bool {
			plain := PlainAnswer(text)
			switch {
			case plain == "":
				o.fault(node, "field_empty", args("field", inner.path+language))
			case seen[plain]:
				o.warn(node, "question_spelling", args("text", text))
			}
			o.proofread(text, language, node.Line, node.Column, false)
			seen[plain] = true
			return true
		})
		if len(words) > MostSpellings {
			o.fault(inner.fields[language], "question_parts", args("field", inner.path+language, "count", len(words), "min", 1, "max", MostSpellings))
		}
		switch {
		case len(words) > 0:
			q.Accept[language] = words
		case language != spoken(c) && slices.Contains(c.Languages, language):
			o.warn(node, "translation_missing", args("field", o.path+"accept", "language", language))
		}
	}
	inner.close()
}
