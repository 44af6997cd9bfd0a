package session

import (
	"maps"
	"math/rand/v2"
	"slices"

	"zaemme/internal/coursefile"
)

// Paper is the quiz of a session on paper: the questions of choice types, with their
// options in the order of the sheet. A question gives its point in full or none.
type Paper struct {
	Questions []coursefile.Question
	Needed    int // points to pass, with all critical questions right
}

// mostPaper is the number of questions of a course that draws none.
const mostPaper = 15

// PaperOf draws the quiz of the session with the ID from the course: the same for
// ever, and another one for another session. It is pure.
func PaperOf(c *coursefile.Course, id int64) Paper {
	random := rand.New(rand.NewPCG(uint64(id), 21)) // nothing secret: the same sheet twice
	var pool []coursefile.Question
	for _, q := range c.Questions {
		if q.Type == coursefile.Single || q.Type == coursefile.Multiple || q.Type == coursefile.TrueFalse {
			pool = append(pool, q)
		}
	}
	random.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	slices.SortStableFunc(pool, func(a, b coursefile.Question) int { return rank(a) - rank(b) }) // those that must be right are all there
	var p Paper
	if len(c.Quiz) == 0 {
		p.Questions = pool[:min(len(pool), mostPaper)]
	}
	for _, module := range slices.Sorted(maps.Keys(c.Quiz)) {
		n := 0
		for _, q := range pool {
			if q.Module == module && n < c.Quiz[module] {
				p.Questions = append(p.Questions, q)
				n++
			}
		}
	}
	random.Shuffle(len(p.Questions), func(i, j int) { p.Questions[i], p.Questions[j] = p.Questions[j], p.Questions[i] })
	for i := range p.Questions {
		q := &p.Questions[i]
		if q.Type == coursefile.TrueFalse {
			continue // true stands before false
		}
		q.Options = slices.Clone(q.Options)
		random.Shuffle(len(q.Options), func(i, j int) { q.Options[i], q.Options[j] = q.Options[j], q.Options[i] })
	}
	p.Needed = (c.PassPercent*len(p.Questions) + 99) / 100
	return p
}

func rank(q coursefile.Question) int {
	if q.Critical {
		return 0
	}
	return 1
}

// Columns is the most options that a question has.
func (p Paper) Columns() int {
	n := 0
	for _, q := range p.Questions {
		n = max(n, len(q.Options))
	}
	return n
}
