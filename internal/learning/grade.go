package learning

import (
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/coursefile"
)

// Points are exact: in 840ths of one question's point, a number that one to eight
// parts all divide.
type Points int

// Whole is the point of one question.
const Whole Points = 840

// String is the number of points with two decimal places at most: 7, 6.5, 0.33.
func (p Points) String() string {
	text := strconv.FormatFloat(float64(p)/float64(Whole), 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// Result is a graded attempt.
type Result struct {
	Points         Points
	Possible       int  // points, one for each question
	Enough         bool // the points reach the pass mark
	Passed         bool
	Unanswered     int
	CriticalMissed []string // IDs of critical questions that are not right in full
	Questions      []Graded // in the order of the course
}

// Graded is one question of a graded attempt.
type Graded struct {
	ID        string
	Answer    Answer
	Answered  bool
	Right     bool // in full
	Withdrawn bool // it counts as right, whatever was answered
	Points    Points
	Critical  bool
}

// Grade compares the answers, by question ID, with the questions of the course
// (all of them if questions is nil). A question gives its whole point or nothing;
// one that is marked partial gives for each right part its share, each wrong one
// costs as much, never below nothing. Unanswered is wrong. Passed: the points
// reach the pass mark, compared without rounding, and every critical question is
// right in full. Answers to questions that are not asked count for nothing. A
// withdrawn question counts as right in full, answered or not: so a withdrawal never
// takes a point away.
func Grade(c *coursefile.Course, questions []string, answers map[string]Answer, withdrawn ...string) Result {
	pool := Pool(c, questions)
	r := Result{Possible: len(pool), Questions: make([]Graded, len(pool))}
	for i, q := range pool {
		answer := answers[q.ID]
		g := Graded{ID: q.ID, Answer: answer, Answered: answer.Complete(), Critical: q.Critical}
		g.Points = score(q, answer)
		if g.Withdrawn = slices.Contains(withdrawn, q.ID); g.Withdrawn {
			g.Points = Whole
		}
		g.Right = g.Points == Whole
		r.Points += g.Points
		if q.Critical && !g.Right {
			r.CriticalMissed = append(r.CriticalMissed, q.ID)
		}
		if !g.Answered && !g.Withdrawn {
			r.Unanswered++
		}
		r.Questions[i] = g
	}
	mark := Points(c.PassPercent*r.Possible) * Whole
	r.Enough = r.Possible > 0 && r.Points*100 >= mark
	r.Passed = r.Enough && len(r.CriticalMissed) == 0
	return r
}

// score is what the answer to one question gives.
func score(q *coursefile.Question, a Answer) Points {
	hits, wrong, of := 0, 0, 0
	switch q.Type {
	case coursefile.Order, coursefile.Match:
		of = Parts(q)
		for i, v := range PartVerdicts(q, a) {
			switch {
			case v:
				hits++
			case a.Chosen[i] != None:
				wrong++
			}
		}
	case coursefile.Numeric, coursefile.ShortText:
		of = 1
		if rightTyped(q, a.Typed) {
			hits = 1
		}
	default:
		for i, o := range q.Options {
			chosen := slices.Contains(a.Chosen, i)
			switch {
			case o.Correct && chosen:
				hits++
			case chosen:
				wrong++
			}
			if o.Correct {
				of++
			}
		}
	}
	switch {
	case of > 0 && hits == of && wrong == 0:
		return Whole
	case q.Partial && hits > wrong:
		return Whole * Points(hits-wrong) / Points(of)
	}
	return 0
}

// PartVerdicts say of each item of an order or pair of a match, in the order of
// the version, whether its place or right side is the right one; nil where
// nothing was answered.
func PartVerdicts(q *coursefile.Question, a Answer) []bool {
	if len(a.Chosen) != Parts(q) {
		return nil
	}
	verdicts := make([]bool, len(a.Chosen))
	for i, chosen := range a.Chosen {
		switch q.Type {
		case coursefile.Order:
			verdicts[i] = chosen == i
		case coursefile.Match:
			verdicts[i] = chosen == q.RightOf(i)
		}
	}
	return verdicts
}

// rightTyped compares a typed number or word with what is right, in whatever
// language of the course it is typed.
func rightTyped(q *coursefile.Question, typed string) bool {
	if q.Type == coursefile.Numeric {
		n, err := numberOf(q, typed)
		return err == nil && max(n-q.Number.Value, q.Number.Value-n) <= q.Number.Tolerance
	}
	plain := coursefile.PlainAnswer(typed)
	for _, spellings := range q.Accept {
		if plain != "" && slices.ContainsFunc(spellings, func(one string) bool { return coursefile.PlainAnswer(one) == plain }) {
			return true
		}
	}
	return false
}
