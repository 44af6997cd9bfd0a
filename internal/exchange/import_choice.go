package exchange

import (
	"math"

	"zaemme/internal/coursefile"
)

// choose makes single, multiple or truefalse of answers to choose from.
func (im *importer) choose(q *coursefile.Question) *note {
	e := im.entry
	if refused := counted("option", len(e.choices), coursefile.LeastOptions, coursefile.MostOptions); refused != nil {
		return refused
	}
	var words []string
	correct := 0
	for i := range e.choices {
		c := &e.choices[i]
		option := coursefile.Option{
			Text: im.texts(im.plain(&c.text)), Correct: c.full() || e.many && c.some(), Why: im.texts(im.plain(c.feedback)),
		}
		if option.Text[im.language] == "" {
			return refuse("answer_empty")
		}
		if option.Correct {
			correct++
		} else if c.some() {
			im.lost(newNote("weight_lost", "text", shown(option.Text[im.language])))
		}
		words = append(words, option.Text[im.language])
		q.Options = append(q.Options, option)
	}
	if text := twice(words); text != "" {
		return refuse("option_twice", "text", shown(text))
	}
	switch {
	case correct == 0:
		return refuse("option_none")
	case correct == len(q.Options):
		return refuse("option_all")
	case e.many || correct > 1:
		q.Type, q.Partial = coursefile.Multiple, im.partial()
		if !e.many {
			im.lost(newNote("single_many", "count", correct))
		} else if im.marks.kind == "" && im.uneven(correct) {
			im.lost(newNote("weights_lost"))
		}
	default:
		q.Type, q.Partial = coursefile.Single, false
		if im.marks.kind == coursefile.TrueFalse && len(q.Options) == 2 {
			q.Type = coursefile.TrueFalse
		}
	}
	return nil
}

// uneven reports that right answers of several are not worth the same each, or a
// wrong one costs something else than a right one gives.
func (im *importer) uneven(correct int) bool {
	each := 100 / float64(correct)
	for i := range im.entry.choices {
		c := &im.entry.choices[i]
		right := c.full() || c.some()
		if c.weight == nil && !right || c.weight != nil && right != (*c.weight > 0) || c.weight != nil && math.Abs(math.Abs(*c.weight)-each) > 0.1 {
			return true
		}
	}
	return false
}

// truthWords are the two answers in the languages of courses.
var truthWords = map[string][2]string{
	"de": {"Richtig", "Falsch"}, "en": {"True", "False"}, "fr": {"Vrai", "Faux"}, "it": {"Vero", "Falso"},
}

func (im *importer) truth(q *coursefile.Question) {
	q.Type, q.Partial = coursefile.TrueFalse, false
	words, known := truthWords[im.language]
	if !known {
		words = truthWords["de"]
	}
	for i := range im.entry.choices {
		c := &im.entry.choices[i]
		q.Options = append(q.Options, coursefile.Option{Text: im.texts(words[i]), Correct: c.full(), Why: im.texts(im.plain(c.feedback))})
	}
}
