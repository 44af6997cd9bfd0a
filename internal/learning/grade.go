package learning

import (
	"slices"

	"zaemme/internal/coursefile"
)

// Result is a graded attempt. One right question is one point.
type Result struct {
	Points         int
	Possible       int
	Passed         bool
	Unanswered     int
	CriticalMissed []string // IDs of critical questions that are not right
	Questions      []Graded // in the order of the course
}

// Graded is one question of a graded attempt.
type Graded struct {
	ID       string
	Chosen   []int // indices of options as in the version
	Answered bool
	Right    bool
	Critical bool
}

// Grade compares the answers (question ID to indices of options) with the
// course. A question is right if exactly its correct options are chosen, all or
// nothing; unanswered is wrong. Passed: the points reach the pass mark, compared
// without rounding, and every critical question is right. Answers to questions
// that the course does not have count for nothing.
func Grade(c *coursefile.Course, answers map[string][]int) Result {
	r := Result{Possible: len(c.Questions), Questions: make([]Graded, len(c.Questions))}
	for i, q := range c.Questions {
		chosen := answers[q.ID]
		g := Graded{ID: q.ID, Chosen: chosen, Answered: len(chosen) > 0, Critical: q.Critical}
		g.Right = g.Answered && exact(q.Options, chosen)
		switch {
		case g.Right:
			r.Points++
		case q.Critical:
			r.CriticalMissed = append(r.CriticalMissed, q.ID)
		}
		if !g.Answered {
			r.Unanswered++
		}
		r.Questions[i] = g
	}
	r.Passed = r.Possible > 0 && r.Points*100 >= c.PassPercent*r.Possible && len(r.CriticalMissed) == 0
	return r
}

func exact(options []coursefile.Option, chosen []int) bool {
	for i, o := range options {
		if o.Correct != slices.Contains(chosen, i) {
			return false
		}
	}
	return true
}
