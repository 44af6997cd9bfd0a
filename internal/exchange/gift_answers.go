package exchange

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// answers reads what stands between the braces, from one offset to the other.
func (r *giftReader) answers(e *entry, from, to int) {
	source := r.block.source
	if at := indexOf(source[from:to], generalMark, true); at >= 0 {
		e.general = feedback(source[from+at+len(generalMark):to], r.format)
		to = from + at
	}
	body := strings.TrimSpace(source[from:to])
	from = to - len(strings.TrimLeft(source[from:to], " \t\n\f\v"))
	if body == "" {
		e.kind = essay
		return
	}
	if body[0] == '#' {
		e.kind = numerical
		r.numbers(e, from+1, to)
		return
	}
	head := body
	if at := index(body, "#"); at >= 0 {
		head = body[:at]
	}
	switch strings.TrimSpace(head) {
	case "T", "TRUE", "F", "FALSE":
		r.truth(e, body, strings.TrimSpace(head)[0] == 'T')
		return
	}
	pieces := r.pieces(from, to)
	if len(pieces) > mostAnswers {
		r.broken(from, e.title, "answers_many", "max", mostAnswers)
		return
	}
	switch {
	case index(body, "~") >= 0:
		e.kind = choiceKind
		e.many = !slices.ContainsFunc(pieces, func(p piece) bool { return p.mark == '=' })
	case index(body, "=") < 0:
		pieces[0].mark = '=' // one right answer needs no mark
		e.kind = short
	default:
		e.kind = short
		if slices.ContainsFunc(pieces, func(p piece) bool { return indexOf(p.source, pairMark, false) >= 0 }) {
			e.kind = matching
			r.pairs(e, pieces)
			return
		}
		pieces[0].mark = '='
	}
	for _, p := range pieces {
		r.choice(e, p)
	}
}

// piece is one answer with its mark, 0 for what stands before the first one.
type piece struct {
	mark   byte
	at     int // offset in the block
	source string
}

// pieces cuts the answers at their marks. There is at least one, and none is
// empty but for those with a mark.
func (r *giftReader) pieces(from, to int) []piece {
	var list []piece
	current := piece{at: from}
	end := func(at int) {
		current.source = r.block.source[current.at:at]
		if current.mark != 0 || strings.TrimSpace(current.source) != "" {
			list = append(list, current)
		}
	}
	for i := from; i < to; i++ {
		switch {
		case escaped(r.block.source, i):
			i++
		case len(list) > mostAnswers:
			return list
		case r.block.source[i] == '=' || r.block.source[i] == '~':
			end(i)
			current = piece{mark: r.block.source[i], at: i + 1}
		}
	}
	end(to)
	return list
}

var weightForm = regexp.MustCompile(`^\s*%([-+]?[0-9]{1,3}(?:\.[0-9]*)?)%`)

// begin reads mark and weight of an answer; rest is what follows them.
func (r *giftReader) begin(e *entry, p piece) (c choice, rest string) {
	lead := len(p.source) - len(strings.TrimLeft(p.source, " \t\n\f\v"))
	c = choice{line: r.block.line(min(p.at+lead, len(r.block.source)-1)), correct: p.mark == '='}
	if p.mark == 0 {
		r.broken(p.at+lead, e.title, "gift_mark", "text", shown(p.source))
	}
	rest = p.source
	if match := weightForm.FindStringSubmatchIndex(rest); match != nil {
		weight, err := strconv.ParseFloat(rest[match[2]:match[3]], 64)
		if err != nil || weight > 100 || weight < -100 {
			r.broken(p.at, e.title, "gift_weight", "text", rest[match[2]:match[3]])
			return c, rest
		}
		c.weight, rest = &weight, rest[match[1]:]
	}
	if at := index(rest, "#"); at >= 0 {
		c.feedback, rest = feedback(rest[at+1:], r.format), rest[:at]
	}
	return c, rest
}

// choice reads one answer in words.
func (r *giftReader) choice(e *entry, p piece) {
	c, rest := r.begin(e, p)
	if c.text = giftText(rest, r.format); c.text.body == "" {
		r.broken(p.at, e.title, "answer_empty")
	}
	e.choices = append(e.choices, c)
}

// numbers reads the answers after «{#».
func (r *giftReader) numbers(e *entry, from, to int) {
	pieces := r.pieces(from, to)
	if len(pieces) == 0 {
		r.broken(from, e.title, "answer_empty")
		return
	}
	if len(pieces) > mostAnswers {
		r.broken(from, e.title, "answers_many", "max", mostAnswers)
		return
	}
	e.lone = len(pieces) == 1 && pieces[0].mark == 0
	if pieces[0].mark == 0 {
		pieces[0].mark = '='
	}
	for _, p := range pieces {
		c, rest := r.begin(e, p)
		if rest = strings.TrimSpace(unescape(rest)); rest == "" || rest == "*" {
			c.text = text{r.format, "*"}
		} else if c.number = parseSpan(rest); c.number == nil {
			r.broken(p.at, e.title, "number_form", "text", shown(rest))
		}
		e.choices = append(e.choices, c)
	}
}

// truth reads {TRUE#if wrong#if right}.
func (r *giftReader) truth(e *entry, body string, isTrue bool) {
	e.kind = trueFalse
	e.choices = []choice{{line: e.line, correct: isTrue}, {line: e.line, correct: !isTrue}}
	at := index(body, "#")
	if at < 0 {
		return
	}
	wrong, right := body[at+1:], ""
	if at = index(wrong, "#"); at >= 0 {
		wrong, right = wrong[:at], wrong[at+1:]
	}
	for i := range e.choices {
		if e.choices[i].feedback = feedback(wrong, r.format); e.choices[i].correct {
			e.choices[i].feedback = feedback(right, r.format)
		}
	}
}

// pairs reads {=left -> right …}.
func (r *giftReader) pairs(e *entry, pieces []piece) {
	for _, p := range pieces {
		at := indexOf(p.source, pairMark, false)
		if at < 0 || p.mark == 0 {
			r.broken(p.at, e.title, "gift_pair", "text", shown(p.source))
			return
		}
		made := pair{line: r.block.line(min(p.at, len(r.block.source)-1)), left: giftText(p.source[:at], r.format)}
		format := formatMoodle // right sides have no format of their own
		if r.format == formatPlain {
			format = formatPlain
		}
		if made.right = giftText(p.source[at+len(pairMark):], format); made.right.body == "" {
			r.broken(p.at, e.title, "answer_empty")
			return
		}
		e.pairs = append(e.pairs, made)
	}
}
