package coursefile

import (
	"fmt"
	"slices"
)

// Difference is what a version of a course has that an older one had not.
type Difference struct {
	Modules   []int    // numbers of modules that are new or have another text, in order
	Questions []string // IDs of questions that are new or changed, in order
}

// Empty reports that nothing that people learn or are asked has changed.
func (d Difference) Empty() bool { return len(d.Modules)+len(d.Questions) == 0 }

// Since says what c has that old had not, in its main language. Titles, minutes,
// order, reasons and translations are no difference: a module is the same as long as
// its text is, a question as long as it asks and takes the same, whatever the number.
func (c *Course) Since(old *Course) Difference {
	var d Difference
	for _, m := range c.Modules {
		if !slices.ContainsFunc(old.Modules, func(o Module) bool { return o.Body == m.Body }) {
			d.Modules = append(d.Modules, m.No)
		}
	}
	for _, q := range c.Questions {
		asks := q.asks(c.Language)
		if !slices.ContainsFunc(old.Questions, func(o Question) bool { return o.ID == q.ID && slices.Equal(o.asks(old.Language), asks) }) {
			d.Questions = append(d.Questions, q.ID)
		}
	}
	return d
}

// Same reports that both courses have the question of the ID, and that it asks and
// takes the same in both.
func (c *Course) Same(other *Course, id string) bool {
	find := func(c *Course) *Question {
		for i := range c.Questions {
			if c.Questions[i].ID == id {
				return &c.Questions[i]
			}
		}
		return nil
	}
	a, b := find(c), find(other)
	return a != nil && b != nil && slices.Equal(a.asks(c.Language), b.asks(other.Language))
}

// Asks reports whether a question belongs to the difference: it is new or changed, or
// its module is.
func (d Difference) Asks(q *Question) bool {
	return slices.Contains(d.Modules, q.Module) || slices.Contains(d.Questions, q.ID)
}

// asks is what the question asks and takes for right.
func (q *Question) asks(language string) []string {
	list := []string{string(q.Type), q.Text[language], fmt.Sprint(q.Critical, q.Partial)}
	for _, o := range q.Options {
		list = append(list, o.Text[language], fmt.Sprint(o.Correct))
	}
	for _, i := range q.Items {
		list = append(list, i.Text[language])
	}
	for _, p := range q.Pairs {
		list = append(list, p.Left[language], p.Right[language])
	}
	for _, e := range q.Extra {
		list = append(list, e[language])
	}
	if q.Number != nil {
		list = append(list, fmt.Sprint(q.Number.Value, q.Number.Tolerance), q.Number.Unit[language])
	}
	return append(list, q.Accept[language]...)
}
