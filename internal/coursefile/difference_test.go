package coursefile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/coursefile"
)

func TestSince(t *testing.T) {
	t.Parallel()
	module := func(no int, body string) coursefile.Module { return coursefile.Module{No: no, Body: body} }
	question := func(id string, module int, text string) coursefile.Question {
		return coursefile.Question{ID: id, Module: module, Text: coursefile.Texts{"de": text}, Options: []coursefile.Option{{Correct: true}, {}}}
	}
	old := &coursefile.Course{Language: "de", Minutes: 40,
		Modules:   []coursefile.Module{module(1, "Rolle"), module(2, "Phishing"), module(3, "Konten")},
		Questions: []coursefile.Question{question("Q1", 1, "a"), question("Q2", 2, "b"), question("Q3", 3, "c")}}
	for name, c := range map[string]struct {
		is   coursefile.Course
		want coursefile.Difference
	}{
		"nothing": {is: coursefile.Course{Language: "de", Minutes: 30, Modules: old.Modules, Questions: old.Questions}},
		"order": {is: coursefile.Course{Language: "de",
			Modules:   []coursefile.Module{module(1, "Phishing"), module(2, "Rolle"), module(3, "Konten")},
			Questions: []coursefile.Question{question("Q1", 2, "a"), question("Q2", 1, "b"), question("Q3", 3, "c")}}},
		"a text, a question, a new module with its own": {is: coursefile.Course{Language: "de",
			Modules:   []coursefile.Module{module(1, "Rolle"), module(2, "Phishing, neu"), module(3, "Konten"), module(4, "KI")},
			Questions: []coursefile.Question{question("Q1", 1, "a, neu"), question("Q2", 2, "b"), question("Q3", 3, "c"), question("Q4", 4, "d")}},
			want: coursefile.Difference{Modules: []int{2, 4}, Questions: []string{"Q1", "Q4"}}},
		"less": {is: coursefile.Course{Language: "de", Modules: old.Modules[:2], Questions: old.Questions[:2]}},
	} {
		got := c.is.Since(old)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if got.Empty() != (diff(c.want) == 0) {
			t.Errorf("%s: empty is %t", name, got.Empty())
		}
	}
	d := coursefile.Difference{Modules: []int{2}, Questions: []string{"Q1"}}
	for id, want := range map[string]bool{"Q1": true, "Q2": true, "Q3": false} {
		for _, q := range old.Questions {
			if q.ID == id && d.Asks(&q) != want {
				t.Errorf("%s is asked: %t", id, !want)
			}
		}
	}
}

func diff(d coursefile.Difference) int { return len(d.Modules) + len(d.Questions) }
