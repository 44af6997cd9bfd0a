package learning

import (
	"slices"

	"zaemme/internal/coursefile"
)

// Form says what an attempt is for, and so what it draws and what a pass means.
type Form string

// The forms, as stored.
const (
	Quiz    Form = "quiz"     // the test after the modules, or without them where they need not come first
	TestOut Form = "test_out" // instead of the modules, for who knows the subject already
	// Difference asks what has changed since the version that was completed; it does not
	// prolong the evidence.
	Difference Form = "difference"
)

// plan is the blueprint by which the form draws; nil draws all questions.
func (f Form) plan(c *coursefile.Course) coursefile.Blueprint {
	if f == TestOut {
		return c.TestOut
	}
	return c.Quiz
}

// drawing parts the stream of random numbers that draws from the one that
// shuffles.
const drawing = 0x7a61656d6d65

// Draw picks the questions of an attempt from the pool: of each module as many as
// the plan says, all critical ones among them, the others by the seed, the same
// for ever. A nil plan takes all. The IDs come in the order of the course. What a
// pool lacks is not drawn, and what is withdrawn is none of the pool.
func Draw(c *coursefile.Course, plan coursefile.Blueprint, seed int64, withdrawn ...string) []string {
	next := splitmix(uint64(seed) ^ drawing)
	picked := map[string]bool{}
	for _, m := range c.Modules {
		var rest []string
		n := plan[m.No]
		for _, q := range c.Questions {
			switch {
			case q.Module != m.No || slices.Contains(withdrawn, q.ID):
			case q.Critical && n > 0:
				picked[q.ID] = true
				n--
			default:
				rest = append(rest, q.ID)
			}
		}
		for _, i := range shuffled(len(rest), next)[:min(n, len(rest))] {
			picked[rest[i]] = true
		}
	}
	drawn := []string{}
	for _, q := range c.Questions {
		if plan == nil && !slices.Contains(withdrawn, q.ID) || picked[q.ID] {
			drawn = append(drawn, q.ID)
		}
	}
	return drawn
}

// DrawSince picks the questions of the difference, as many of each module as the quiz
// asks; the whole quiz where the difference asks nothing.
func DrawSince(c *coursefile.Course, since coursefile.Difference, seed int64, withdrawn ...string) []string {
	part := *c
	part.Questions = slices.DeleteFunc(slices.Clone(c.Questions), func(q coursefile.Question) bool { return !since.Asks(&q) })
	if drawn := Draw(&part, c.Quiz, seed, withdrawn...); len(drawn) > 0 {
		return drawn
	}
	return Draw(c, c.Quiz, seed, withdrawn...)
}

// Pool are the questions of the IDs in the order of the course, all of them where
// questions is nil, as in attempts from before there were pools.
func Pool(c *coursefile.Course, questions []string) []*coursefile.Question {
	var pool []*coursefile.Question
	for i := range c.Questions {
		if questions == nil || slices.Contains(questions, c.Questions[i].ID) {
			pool = append(pool, &c.Questions[i])
		}
	}
	return pool
}
