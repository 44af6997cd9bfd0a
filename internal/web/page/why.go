package page

import (
	"zaemme/internal/explain"
	"zaemme/internal/i18n"
)

// Why is «Warum?» of one duty. Partial "why", inside a section.
type Why struct {
	ID, Title  string // of the section, empty where the page has its own
	Sentence   string
	Facts      []Fact
	StepsTitle string
	Steps      []string
	Next       string
	History    []Moment
}

// Moment is a line of the history.
type Moment struct{ On, Text, By, Void string }

// NewWhy sets an explanation for the page.
func NewWhy(l *i18n.Printer, x explain.Explanation) *Why {
	w := &Why{Sentence: x.Sentence, StepsTitle: x.Title, Steps: x.Steps, Next: x.Next}
	for _, f := range x.Facts {
		w.Facts = append(w.Facts, Fact{Term: f.Term, Text: f.Text})
	}
	for _, m := range x.History {
		one := Moment{On: l.Date(m.On), Text: m.Text}
		if m.By != "" {
			one.By = l.T("why.by", "name", m.By)
		}
		if m.Void {
			one.Void = l.T("why.void")
		}
		w.History = append(w.History, one)
	}
	return w
}
