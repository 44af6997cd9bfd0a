package learning

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"zaemme/internal/coursefile"
)

// quiz has n questions of four options, of which the first is right; of every
// third one the first two (multiple); question 1 is critical.
func quiz(n, pass int) *coursefile.Course {
	c := &coursefile.Course{PassPercent: pass}
	for i := range n {
		q := coursefile.Question{ID: fmt.Sprintf("Q%d", i+1), Type: coursefile.Single, Critical: i == 0}
		for o := range 4 {
			q.Options = append(q.Options, coursefile.Option{Correct: o == 0})
		}
		if i%3 == 2 {
			q.Type = coursefile.Multiple
			q.Options[1].Correct = true
		}
		c.Questions = append(c.Questions, q)
	}
	return c
}

// right are the right answers to the first n questions.
func right(c *coursefile.Course, n int) map[string][]int {
	answers := map[string][]int{}
	for _, q := range c.Questions[:n] {
		for o, option := range q.Options {
			if option.Correct {
				answers[q.ID] = append(answers[q.ID], o)
			}
		}
	}
	return answers
}

// ticked are answers that tick options.
func ticked(chosen map[string][]int) map[string]Answer {
	answers := map[string]Answer{}
	for id, list := range chosen {
		answers[id] = Answer{Chosen: list}
	}
	return answers
}

func TestGrade(t *testing.T) {
	t.Parallel()
	c := quiz(8, 80)
	with := func(answers map[string][]int, id string, chosen ...int) map[string][]int {
		answers[id] = chosen
		return answers
	}
	tests := []struct {
		name    string
		course  *coursefile.Course
		answers map[string][]int
		points  int
		passed  bool
		missed  int
		open    int
	}{
		{"all right", c, right(c, 8), 8, true, 0, 0},
		{"7 of 8 are 87.5 %", c, right(c, 7), 7, true, 0, 1},
		{"6 of 8 are 75 %: no rounding up", c, right(c, 6), 6, false, 0, 2},
		{"the critical one wrong", c, with(right(c, 8), "Q1", 1), 7, false, 1, 0},
		{"nothing", c, nil, 0, false, 1, 8},
		{"multiple: one of two is no half point", c, with(right(c, 8), "Q3", 0), 7, true, 0, 0},
		{"multiple: one too many", c, with(right(c, 8), "Q3", 0, 1, 2), 7, true, 0, 0},
		{"everything ticked is not right", c, with(right(c, 8), "Q3", 0, 1, 2, 3), 7, true, 0, 0},
		{"answers to unknown questions", c, with(right(c, 7), "X", 0), 7, true, 0, 1},
		{"the exact mark passes", quiz(5, 80), right(quiz(5, 80), 4), 4, true, 0, 1},
		{"a third is under 34 %", quiz(3, 34), right(quiz(3, 34), 1), 1, false, 0, 2},
		{"no questions", quiz(0, 1), nil, 0, false, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := Grade(test.course, nil, ticked(test.answers))
			if r.Points != Points(test.points)*Whole || r.Passed != test.passed || len(r.CriticalMissed) != test.missed || r.Unanswered != test.open {
				t.Errorf("got %+v", r)
			}
		})
	}
}

// More right answers never turn a pass into a failure, and points are the number
// of questions graded right.
func TestGradeGrows(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		c := quiz(1+random.IntN(12), 1+random.IntN(100))
		best := right(c, len(c.Questions))
		answers := map[string][]int{}
		passed := false
		for _, i := range random.Perm(len(c.Questions)) {
			id := c.Questions[i].ID
			answers[id] = best[id]
			r := Grade(c, nil, ticked(answers))
			if passed && !r.Passed {
				t.Fatalf("one more right answer failed: %+v", r)
			}
			passed = r.Passed
			n := 0
			for _, g := range r.Questions {
				if g.Right {
					n++
				}
			}
			if Points(n)*Whole != r.Points || n != len(answers) {
				t.Fatalf("%d questions right, %s points", n, r.Points)
			}
		}
		if !passed {
			t.Fatalf("all right and not passed: %d per cent", c.PassPercent)
		}
	}
}

// golden42 is the order of seed 42; answers given under it are stored.
const golden42 = "[Q3[2 3 1 0] Q1[0 3 2 1] Q4[1 0 3 2] Q2[3 0 1 2]]"

func TestArrange(t *testing.T) {
	t.Parallel()
	c := quiz(8, 80)
	c.Questions[4].Type = coursefile.TrueFalse
	c.Questions[4].Options = c.Questions[4].Options[:2]
	different := 0
	for seed := range int64(50) {
		shown := Arrange(c, nil, seed-25)
		if len(shown) != 8 {
			t.Fatalf("%d questions", len(shown))
		}
		seen := map[string]bool{}
		for i, s := range shown {
			seen[s.Question.ID] = true
			if !slices.Equal(slices.Sorted(slices.Values(s.Options)), inOrder(len(s.Question.Options))) {
				t.Fatalf("options %v of %s", s.Options, s.Question.ID)
			}
			if s.Question.Type == coursefile.TrueFalse && !slices.IsSorted(s.Options) {
				t.Errorf("«Richtig, Falsch» was turned")
			}
			if s.Question != &c.Questions[i] {
				different++
			}
		}
		if len(seen) != 8 {
			t.Fatalf("seed %d shows %d different questions", seed, len(seen))
		}
		again := Arrange(c, nil, seed-25)
		for i := range shown {
			if again[i].Question != shown[i].Question || !slices.Equal(again[i].Options, shown[i].Options) {
				t.Fatalf("seed %d: another order at the second look", seed)
			}
		}
	}
	if different < 250 {
		t.Errorf("only %d of 400 questions stand elsewhere", different)
	}
	// An order that is stored as a seed must never change.
	var got []string
	for _, s := range Arrange(quiz(4, 80), nil, 42) {
		got = append(got, fmt.Sprint(s.Question.ID, s.Options))
	}
	if want := golden42; fmt.Sprint(got) != want {
		t.Errorf("seed 42 gives %v, always was %s", got, want)
	}
}
