package exchange

import (
	"slices"
	"strconv"

	"zaemme/internal/coursefile"
)

// items makes an order of answers that stand in theirs.
func (im *importer) items(q *coursefile.Question, explanation *string) *note {
	var words []string
	for i := range im.entry.choices {
		words = append(words, im.plain(&im.entry.choices[i].text))
	}
	return im.order(q, words, explanation)
}

func (im *importer) order(q *coursefile.Question, words []string, explanation *string) *note {
	q.Type, q.Partial = coursefile.Order, im.partial()
	if refused := counted("item", len(words), coursefile.LeastItems, coursefile.MostItems); refused != nil {
		return refused
	}
	if slices.Contains(words, "") {
		return refuse("answer_empty")
	}
	if text := twice(words); text != "" {
		return refuse("option_twice", "text", shown(text))
	}
	said, whys := splitWhys(*explanation, words)
	*explanation = said
	for i, one := range words {
		q.Items = append(q.Items, coursefile.Item{Text: im.texts(one), Why: im.texts(whys[i])})
	}
	return nil
}

// pairs makes a match, or an order of pairs «1.», «2.» … that were one.
func (im *importer) pairs(q *coursefile.Question, explanation *string) *note {
	var lefts, rights, extra []string
	for i := range im.entry.pairs {
		p := &im.entry.pairs[i]
		left, right := im.plain(&p.left), im.plain(&p.right)
		switch {
		case right == "":
			return refuse("answer_empty")
		case left == "" && p.left.body != "":
			return refuse("text_empty") // it had a picture alone
		case left == "":
			extra = append(extra, right)
		default:
			lefts, rights = append(lefts, left), append(rights, right)
		}
	}
	if im.marks.kind == coursefile.Order && len(extra) == 0 && numbered(lefts) {
		return im.order(q, rights, explanation)
	}
	q.Type, q.Partial = coursefile.Match, im.partial()
	extra = slices.DeleteFunc(extra, func(right string) bool { return slices.Contains(rights, right) })
	if refused := counted("pair", len(lefts), coursefile.LeastPairs, coursefile.MostPairs); refused != nil {
		return refused
	}
	if refused := counted("extra", len(extra), 0, coursefile.MostExtra); refused != nil {
		return refused
	}
	if text := twice(lefts) + twice(extra); text != "" {
		return refuse("option_twice", "text", shown(text))
	}
	if len(extra) == 0 && !slices.ContainsFunc(rights, func(right string) bool { return right != rights[0] }) {
		return refuse("option_all")
	}
	said, whys := splitWhys(*explanation, lefts)
	*explanation = said
	for i := range lefts {
		q.Pairs = append(q.Pairs, coursefile.Pair{Left: im.texts(lefts[i]), Right: im.texts(rights[i]), Why: im.texts(whys[i])})
	}
	for _, right := range extra {
		q.Extra = append(q.Extra, im.texts(right))
	}
	return nil
}

// place is the left side of an order's item, from 1.
func place(number int) string { return strconv.Itoa(number) + "." }

func numbered(lefts []string) bool {
	for i, left := range lefts {
		if left != place(i+1) {
			return false
		}
	}
	return true
}
