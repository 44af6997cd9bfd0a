package authoring

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/coursefile"
)

// The texts with which an author begins: what a module must have, to be filled.
const (
	moduleSkeleton = `> [!SCENE] Was geschieht
> Erzählen Sie in wenigen Sätzen eine Situation aus dem Arbeitsalltag.

## Worum es geht

Erklären Sie, was man wissen muss.

> [!EXERCISE] Was würden Sie tun?
> Stellen Sie eine Aufgabe.

> [!SOLUTION]
> Zeigen Sie, was richtig ist und warum.

> [!REMEMBER]
> - Erster Punkt
> - Zweiter Punkt
> - Dritter Punkt`
	pageSkeleton = `## Worum es geht

Schreiben Sie hier den Text.`
)

// errNone is for a part of a course that is not there (any more).
func errNone() error { return apperr.New(apperr.Stale, "error.authoring.part_gone", nil) }

// AddModule puts a module at the end, with what every module must have. What is not
// tested is free in its structure.
func AddModule(c *coursefile.Course, titles coursefile.Texts) {
	body := moduleSkeleton
	if !c.Kind.Tested() {
		body = pageSkeleton
	}
	c.Modules = append(c.Modules, coursefile.Module{
		No: len(c.Modules) + 1, Slug: freeSlug(c, titleSlug(titles)), Titles: titles, Minutes: 10,
		Goals: map[string][]string{"de": {"etwas erkennen"}}, Body: body,
	})
}

func freeSlug(c *coursefile.Course, slug string) string {
	taken := func(slug string) bool {
		return slices.ContainsFunc(c.Modules, func(m coursefile.Module) bool { return m.Slug == slug })
	}
	if !taken(slug) {
		return slug
	}
	for i := 2; ; i++ {
		if next := slug + "-" + strconv.Itoa(i); !taken(next) {
			return next
		}
	}
}

// MoveModule moves the module with the number one place up (by -1) or down (by 1);
// at an end it stays. Questions and blueprints follow it.
func MoveModule(c *coursefile.Course, no, by int) error {
	if c.Module(no) == nil {
		return errNone()
	}
	other := no + by
	if c.Module(other) == nil {
		return nil
	}
	c.Modules[no-1], c.Modules[other-1] = c.Modules[other-1], c.Modules[no-1]
	renumber(c, map[int]int{no: other, other: no})
	return nil
}

// RemoveModule takes a module out, and its questions with it.
func RemoveModule(c *coursefile.Course, no int) error {
	if c.Module(no) == nil {
		return errNone()
	}
	if len(c.Modules) == 1 {
		return apperr.New(apperr.Invalid, "error.authoring.last_module", nil)
	}
	c.Modules = slices.Delete(c.Modules, no-1, no)
	c.Questions = slices.DeleteFunc(c.Questions, func(q coursefile.Question) bool { return q.Module == no })
	moved := map[int]int{no: 0}
	for after := no + 1; after <= len(c.Modules)+1; after++ {
		moved[after] = after - 1
	}
	renumber(c, moved)
	return nil
}

// renumber gives modules their place as number, and lets questions and blueprints
// follow.
func renumber(c *coursefile.Course, moved map[int]int) {
	for i := range c.Modules {
		c.Modules[i].No = i + 1
	}
	to := func(no int) int {
		if next, does := moved[no]; does {
			return next
		}
		return no
	}
	for i := range c.Questions {
		c.Questions[i].Module = to(c.Questions[i].Module)
	}
	for _, b := range []*coursefile.Blueprint{&c.Quiz, &c.TestOut} {
		if *b == nil {
			continue
		}
		next := coursefile.Blueprint{}
		for no, count := range *b {
			if to(no) != 0 {
				next[to(no)] = count
			}
		}
		*b = next
	}
}

// AddQuestion puts a question of the type at the end, with empty places to fill,
// and returns its place, from 1.
func AddQuestion(c *coursefile.Course, kind coursefile.QuestionType, module int) int {
	q := coursefile.Question{ID: freeID(c), Module: module, Type: kind}
	if len(c.Digcomp.Competences) > 0 {
		q.Competence = c.Digcomp.Competences[0].ID
	}
	if c.Kind == coursefile.Classroom {
		q.Module = 0
	}
	switch kind {
	case coursefile.Single, coursefile.Multiple:
		q.Options = []coursefile.Option{{Correct: true}, {}, {}, {}}
	case coursefile.TrueFalse:
		q.Options = []coursefile.Option{
			{Text: coursefile.Texts{"de": "Richtig", "en": "True"}, Correct: true}, {Text: coursefile.Texts{"de": "Falsch", "en": "False"}},
		}
	case coursefile.Order:
		q.Items = make([]coursefile.Item, 3)
	case coursefile.Match:
		q.Pairs = make([]coursefile.Pair, 3)
	case coursefile.Numeric:
		q.Number = &coursefile.Number{}
	case coursefile.ShortText:
		q.Accept = map[string][]string{}
	}
	c.Questions = append(c.Questions, q)
	return len(c.Questions)
}

// freeID is the next number that no question has: numbers of removed ones at the
// end are used again only if no version can have had them, so never below the
// highest.
func freeID(c *coursefile.Course) string {
	highest := 0
	for _, q := range c.Questions {
		if n, err := strconv.Atoi(strings.TrimPrefix(q.ID, c.Code+"-Q")); err == nil {
			highest = max(highest, n)
		}
	}
	return fmt.Sprintf("%s-Q%02d", c.Code, highest+1)
}

// Question is the one at the place, from 1; an error of kind Stale if there is none.
func Question(c *coursefile.Course, no int) (*coursefile.Question, error) {
	if no < 1 || no > len(c.Questions) {
		return nil, errNone()
	}
	return &c.Questions[no-1], nil
}

// MoveQuestion moves a question one place up (by -1) or down (by 1); at an end it
// stays.
func MoveQuestion(c *coursefile.Course, no, by int) error {
	if _, err := Question(c, no); err != nil {
		return err
	}
	if _, err := Question(c, no+by); err == nil {
		c.Questions[no-1], c.Questions[no+by-1] = c.Questions[no+by-1], c.Questions[no-1]
	}
	return nil
}

// RemoveQuestion takes a question out.
func RemoveQuestion(c *coursefile.Course, no int) error {
	if _, err := Question(c, no); err != nil {
		return err
	}
	c.Questions = slices.Delete(c.Questions, no-1, no)
	return nil
}
