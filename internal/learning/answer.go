package learning

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zaemme/internal/apperr"
	"zaemme/internal/coursefile"
)

// Answer is what a person answered. Chosen are indices as in the version: of the
// options ticked; of an order, the place of each item; of a match, the right side
// (of Question.Rights) of each pair; None where a part is still empty. Typed is
// what was typed. Version counts the saves, from 1.
type Answer struct {
	Chosen  []int  `json:"chosen"`
	Typed   string `json:"typed"`
	Version int    `json:"version"`
}

// None stands for a part of an order or match that has no answer yet.
const None = -1

// mostTyped is the length of a typed answer in characters.
const mostTyped = 200

// Complete reports that the answer has all its parts.
func (a Answer) Complete() bool {
	return a.Typed != "" || len(a.Chosen) > 0 && !slices.Contains(a.Chosen, None)
}

func (a Answer) same(b Answer) bool { return a.Typed == b.Typed && slices.Equal(a.Chosen, b.Chosen) }

// Fits reports that the question may have this answer: it has the parts that the
// answer names. An answer that was kept while the question was edited may not.
func (a Answer) Fits(q *coursefile.Question) bool {
	n, most, least := 0, Parts(q), 0
	switch q.Type {
	case coursefile.Order, coursefile.Match:
		if n, least = Parts(q), None; q.Type == coursefile.Match {
			most = len(q.Rights())
		}
	case coursefile.Numeric, coursefile.ShortText:
		return len(a.Chosen) == 0
	}
	return a.Typed == "" && (n == 0 || len(a.Chosen) == 0 || len(a.Chosen) == n) &&
		!slices.ContainsFunc(a.Chosen, func(part int) bool { return part < least || part >= most })
}

func badAnswer() error { return apperr.New(apperr.Invalid, "error.learning.bad_answer", nil) }

// Answer turns what a form sends into an answer as it is stored. Invalid for what a
// form of ours cannot send, and at typed for a number that is none.
func (s Save) Answer(shown Shown) (Answer, error) {
	q := shown.Question
	switch q.Type {
	case coursefile.Order, coursefile.Match:
		return s.sorted(shown)
	case coursefile.Numeric, coursefile.ShortText:
		typed := strings.Join(strings.Fields(s.Typed), " ")
		if len(s.Chosen)+len(s.Parts) > 0 || !utf8.ValidString(typed) || utf8.RuneCountInString(typed) > mostTyped {
			return Answer{}, badAnswer()
		}
		if q.Type == coursefile.Numeric && typed != "" {
			if _, err := numberOf(q, typed); err != nil {
				return Answer{}, apperr.New(apperr.Invalid, "error.learning.no_number", nil).At("typed")
			}
		}
		return Answer{Typed: typed}, nil
	}
	if s.Typed != "" || len(s.Parts) > 0 || len(s.Chosen) > len(q.Options) || q.Type != coursefile.Multiple && len(s.Chosen) > 1 {
		return Answer{}, badAnswer()
	}
	sorted := slices.Sorted(slices.Values(s.Chosen))
	for i, o := range sorted {
		if o < 0 || o >= len(q.Options) || i > 0 && sorted[i-1] == o {
			return Answer{}, badAnswer()
		}
	}
	return Answer{Chosen: sorted}, nil
}

// sorted turns the parts from the order shown into that of the version. What is
// shown says nothing of what is right, and neither does what a form sends.
func (s Save) sorted(shown Shown) (Answer, error) {
	n := len(shown.Options)
	most := n
	if shown.Question.Type == coursefile.Match {
		most = len(shown.Rights)
	}
	if s.Typed != "" || len(s.Chosen) > 0 || len(s.Parts) != 0 && len(s.Parts) != n {
		return Answer{}, badAnswer()
	}
	chosen := slices.Repeat([]int{None}, n)
	for at, part := range s.Parts {
		if part < None || part >= most {
			return Answer{}, badAnswer()
		}
		if part != None && shown.Rights != nil {
			part = shown.Rights[part]
		}
		chosen[shown.Options[at]] = part
	}
	if !slices.ContainsFunc(chosen, func(part int) bool { return part != None }) {
		return Answer{}, nil
	}
	return Answer{Chosen: chosen}, nil
}

// PartsShown is the answer to an order or match in the order shown, as a form
// sends it: the place or right side of each part, None without.
func (a Answer) PartsShown(shown Shown) []int {
	parts := slices.Repeat([]int{None}, len(shown.Options))
	for at, i := range shown.Options {
		if i >= len(a.Chosen) || a.Chosen[i] == None {
			continue
		}
		parts[at] = a.Chosen[i]
		if shown.Rights != nil {
			parts[at] = slices.Index(shown.Rights, a.Chosen[i])
		}
	}
	return parts
}

// TwiceTaken is a place, from 0, that two items of an order have; None if each
// has its own.
func (a Answer) TwiceTaken(q *coursefile.Question) int {
	if q.Type != coursefile.Order {
		return None
	}
	seen := map[int]bool{}
	for _, place := range a.Chosen {
		if place != None && seen[place] {
			return place
		}
		seen[place] = true
	}
	return None
}

// numberOf reads a typed number, with or without the unit after it.
func numberOf(q *coursefile.Question, typed string) (coursefile.Decimal, error) {
	folded := strings.ToLower(strings.TrimSpace(typed))
	for _, unit := range q.Number.Unit {
		folded = strings.TrimSuffix(folded, strings.ToLower(unit))
	}
	return coursefile.ParseDecimal(folded)
}
