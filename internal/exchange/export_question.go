package exchange

import (
	"math"

	"zaemme/internal/coursefile"
)

// full is the weight of a right answer.
const full = 100.0

func weighted(percent float64) *float64 { return &percent }

// options writes a question to tick. One of several right answers is worth its
// part of the point, with the five decimal places that Moodle knows.
func (ex *exporter) options(e *entry) {
	q := ex.question
	e.kind, e.many = choiceKind, q.Type == coursefile.Multiple
	if words := truthWords[ex.language]; q.Type == coursefile.TrueFalse {
		if len(q.Options) == 2 && ex.say(q.Options[0].Text) == words[0] && ex.say(q.Options[1].Text) == words[1] {
			e.kind = trueFalse
		} else {
			ex.warn("out_truth")
		}
	}
	if e.many && !q.Partial {
		ex.warn("out_all")
	}
	correct := 0
	for i := range q.Options {
		if q.Options[i].Correct {
			correct++
		}
	}
	for i := range q.Options {
		option := &q.Options[i]
		c := choice{correct: option.Correct, text: ex.plain(option.Text), feedback: ex.feedback(option.Why), weight: weighted(0)}
		if option.Correct {
			c.weight = weighted(full)
		}
		if e.many {
			c.weight = weighted(math.Round(full*1e5/float64(max(correct, 1))) / 1e5)
			if !option.Correct {
				*c.weight = -*c.weight
			}
			if !option.Correct && !q.Partial {
				*c.weight = -full
			}
		}
		e.choices = append(e.choices, c)
	}
}

func (ex *exporter) number(e *entry, unit string) {
	q := ex.question
	if e.kind, e.unit = numerical, unit; unit != "" {
		e.stem.body = withUnit(e.stem.body, unit)
		ex.warn("out_unit")
	}
	e.choices = []choice{{
		correct: true, weight: weighted(full), feedback: ex.feedback(q.Why),
		number: &span{value: q.Number.Value.String(), tolerance: q.Number.Tolerance.String()},
	}}
}

func (ex *exporter) spellings(e *entry) {
	q := ex.question
	e.kind = short
	accepted := q.Accept[ex.language]
	if len(accepted) == 0 {
		accepted = q.Accept[ex.course.Language]
	}
	for _, words := range accepted {
		e.choices = append(e.choices, choice{
			correct: true, weight: weighted(full), text: text{formatPlain, toPattern(words)}, feedback: ex.feedback(q.Why),
		})
	}
}

// items writes an order: Moodle XML has such a type, GIFT gets a matching.
func (ex *exporter) items(e *entry) {
	var heads, whys []string
	e.kind = ordering
	if ex.format == GIFT {
		e.kind = matching
		ex.warn("out_order")
	}
	for i := range ex.question.Items {
		item := &ex.question.Items[i]
		if e.kind == ordering {
			e.choices = append(e.choices, choice{correct: true, weight: weighted(float64(i + 1)), text: ex.plain(item.Text)})
		} else {
			e.pairs = append(e.pairs, pair{left: text{formatPlain, place(i + 1)}, right: ex.plain(item.Text)})
		}
		heads, whys = append(heads, ex.say(item.Text)), append(whys, ex.say(item.Why))
	}
	ex.whys(e, heads, whys)
}

func (ex *exporter) pairs(e *entry) {
	var heads, whys []string
	e.kind = matching
	for i := range ex.question.Pairs {
		p := &ex.question.Pairs[i]
		e.pairs = append(e.pairs, pair{left: ex.plain(p.Left), right: ex.plain(p.Right)})
		heads, whys = append(heads, ex.say(p.Left)), append(whys, ex.say(p.Why))
	}
	for _, right := range ex.question.Extra {
		e.pairs = append(e.pairs, pair{left: text{formatPlain, ""}, right: ex.plain(right)})
	}
	ex.whys(e, heads, whys)
}

func (ex *exporter) whys(e *entry, heads, whys []string) {
	ex.warn("out_whys")
	if !ex.question.Partial {
		ex.warn("out_all")
	}
	e.general = nil
	if said := withWhys(ex.say(ex.question.Explanation), heads, whys); said != "" {
		e.general = &text{formatPlain, said}
	}
}
