package learning

import (
	"fmt"
	"testing"
	"unicode/utf8"

	"zaemme/courses"
	"zaemme/internal/coursefile"
)

// bot chooses one option without reading the question; -1 for none.
type bot func(q coursefile.Question) int

func longest(q coursefile.Question) int {
	at, most := -1, 0
	for i, o := range q.Options {
		if n := utf8.RuneCountInString(o.Text.In("de")); n > most {
			at, most = i, n
		}
	}
	return at
}

func position(n int) bot {
	return func(q coursefile.Question) int { return min(n, len(q.Options)-1) }
}

// TestNoQuizIsPassedByGuessing holds every quiz that is shipped against those who
// take the longest option, or always the first, second, third or last: the whole
// pool as on paper, and 300 attempts as drawn, with options in the order of the
// file. What is sorted, paired or typed they cannot guess.
func TestNoQuizIsPassedByGuessing(t *testing.T) {
	t.Parallel()
	all, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	bots := map[string]bot{"longest option": longest, "last option": position(99)}
	for n := range 3 {
		bots[fmt.Sprintf("option %d", n+1)] = position(n)
	}
	for _, c := range all {
		for name, choose := range bots {
			answers := map[string]Answer{}
			for _, q := range c.Questions {
				if o := choose(q); len(q.Options) > 0 && o >= 0 {
					answers[q.ID] = Answer{Chosen: []int{o}}
				}
			}
			if r := Grade(c, nil, answers); r.Passed {
				t.Errorf("%s is passed by who takes the %s: %s of %d", c.Code, name, r.Points, r.Possible)
			}
			for form, plan := range map[Form]coursefile.Blueprint{Quiz: c.Quiz, TestOut: c.TestOut} {
				for seed := range int64(300) {
					if plan == nil {
						break // all of the pool, above
					}
					if r := Grade(c, Draw(c, plan, seed), answers); r.Passed {
						t.Errorf("%s, %s: seed %d is passed by who takes the %s: %s of %d", c.Code, form, seed, name, r.Points, r.Possible)
						break
					}
				}
			}
		}
	}
}
