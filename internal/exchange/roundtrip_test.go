package exchange

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"zaemme/courses"
	"zaemme/internal/coursefile"
)

var allTypes = []coursefile.QuestionType{
	coursefile.Single, coursefile.Multiple, coursefile.TrueFalse, coursefile.Order, coursefile.Match, coursefile.Numeric, coursefile.ShortText,
}

// TestRoundTripInvented holds that questions with the worst texts come back as
// they went.
func TestRoundTripInvented(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 5))
		w := &words{random: random}
		c := sample()
		for i := range 35 {
			q := invented(random, allTypes[i%len(allTypes)], w)
			q.ID = fmt.Sprintf("AB-01-Q%02d", i+1)
			c.Questions = append(c.Questions, q)
		}
		for _, format := range []Format{GIFT, Moodle} {
			roundTrip(t, c, format, "de")
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestRoundTripCatalogue holds the same of every question that zaemme brings
// along, in each language of its course.
func TestRoundTripCatalogue(t *testing.T) {
	t.Parallel()
	all, _ := coursefile.LoadAll(courses.Files)
	if len(all) == 0 {
		t.Fatal("no courses")
	}
	for _, c := range all {
		for _, language := range append([]string{c.Language}, c.Languages...) {
			for _, format := range []Format{GIFT, Moodle} {
				roundTrip(t, c, format, language)
			}
		}
	}
}

func roundTrip(t *testing.T, c *coursefile.Course, format Format, language string) {
	t.Helper()
	file, problems := Export(c, format, language)
	for _, p := range problems {
		if p.Level == coursefile.Error {
			t.Errorf("%s: %s", p.Question, p.Text("en"))
		}
	}
	empty := *c
	empty.Questions, empty.Language = nil, language
	back := Import(file, &empty, Options{})
	if back.Format != format || back.Found != len(c.Questions) {
		t.Errorf("%s %s: found %d questions as %s, want %d", c.Code, format, back.Found, back.Format, len(c.Questions))
	}
	for _, p := range back.Problems {
		if !unimportant(p, c) {
			t.Errorf("%s: %s", p.In("en", string(format)), p.Question)
		}
	}
	if len(back.Questions) != len(c.Questions) {
		t.Fatalf("%s %s: %d questions came back of %d", c.Code, format, len(back.Questions), len(c.Questions))
	}
	for i := range c.Questions {
		want := inLanguage(&c.Questions[i], language, c.Language)
		got := back.Questions[i]
		if got.ID != fmt.Sprintf("%s-Q%02d", c.Code, i+1) {
			t.Errorf("number %s for question %d", got.ID, i+1)
		}
		if got.ID = want.ID; !reflect.DeepEqual(got, want) {
			t.Errorf("%s as %s:\n got %+v\nwant %+v\n%s", want.ID, format, got, want, around(string(file), want.ID))
		}
	}
}

// unimportant reports what says nothing of the way through the file: two of the
// course's own questions may ask the same of different things.
func unimportant(p Problem, c *coursefile.Course) bool {
	return p.Key == "question_known" || p.Key == "place_missing" && c.Kind == coursefile.Classroom
}

func around(file, id string) string {
	at := strings.Index(file, id)
	return file[max(at, 0):min(max(at, 0)+1500, len(file))]
}

// inLanguage is the question with the texts of one language alone.
func inLanguage(q *coursefile.Question, language, otherwise string) coursefile.Question {
	one := func(texts coursefile.Texts) coursefile.Texts {
		if texts == nil {
			return nil
		}
		said := texts[language]
		if said == "" {
			said = texts[otherwise]
		}
		return coursefile.Texts{language: said}
	}
	made := *q
	made.Text, made.Explanation, made.Why = one(q.Text), one(q.Explanation), one(q.Why)
	made.Options, made.Items, made.Pairs, made.Extra = nil, nil, nil, nil
	for _, option := range q.Options {
		made.Options = append(made.Options, coursefile.Option{Text: one(option.Text), Correct: option.Correct, Why: one(option.Why)})
	}
	for _, item := range q.Items {
		made.Items = append(made.Items, coursefile.Item{Text: one(item.Text), Why: one(item.Why)})
	}
	for _, p := range q.Pairs {
		made.Pairs = append(made.Pairs, coursefile.Pair{Left: one(p.Left), Right: one(p.Right), Why: one(p.Why)})
	}
	for _, extra := range q.Extra {
		made.Extra = append(made.Extra, one(extra))
	}
	if q.Number != nil {
		number := *q.Number
		number.Unit = one(number.Unit)
		made.Number = &number
	}
	if q.Accept != nil {
		accepted := q.Accept[language]
		if len(accepted) == 0 {
			accepted = q.Accept[otherwise]
		}
		made.Accept = map[string][]string{language: accepted}
	}
	return made
}
