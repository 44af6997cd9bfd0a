package learner

import (
	"html/template"
	"slices"
	"strconv"

	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
)

// openQuestion is a question to be answered, its parts in the attempt's order.
// What it sends is in that order too, and says nothing of what is right.
func openQuestion(l *i18n.Printer, a *learning.Attempt, shown learning.Shown, s settings.Settings) page.Question {
	q, answer := shown.Question, a.Answers[shown.Question.ID]
	lang := languageOf(l, a, q)
	out := page.Question{
		Name: "chosen", Lang: lang, Text: plain(q.Text.In(lang), s), Critical: q.Critical, Hint: hint(l, q),
		Multiple: q.Type == coursefile.Multiple,
	}
	if !q.Translated(a.Version.Content, l.Lang()) {
		out.Note = l.T("learner.question.main_language")
	}
	for _, o := range shown.Options[:len(q.Options)] {
		out.Options = append(out.Options, page.Option{
			Value: strconv.Itoa(o), Text: plain(q.Options[o].Text.In(lang), s), Checked: slices.Contains(answer.Chosen, o),
		})
	}
	switch q.Type {
	case coursefile.Order, coursefile.Match:
		out.Parts = openParts(l, shown, answer, lang, s)
		if twice := answer.TwiceTaken(q); twice != learning.None {
			out.Error = l.T("quiz.place_twice", "place", twice+1)
		}
	case coursefile.Numeric:
		out.Typed = &page.Typed{ID: page.FieldID("typed"), Value: answer.Typed, Label: l.T("quiz.your_number"), Mode: "decimal", Unit: course.Fill(q.Number.Unit.In(lang), s)}
	case coursefile.ShortText:
		out.Typed = &page.Typed{ID: page.FieldID("typed"), Value: answer.Typed, Label: l.T("quiz.your_text"), Mode: "text"}
	default: // options above
	}
	return out
}

// languageOf is the language in which the reader gets a question: their own where
// the course has it, as a whole.
func languageOf(l *i18n.Printer, a *learning.Attempt, q *coursefile.Question) string {
	lang := a.Version.Content.In(l.Lang())
	if q.Text[lang] == "" {
		return a.Version.Content.Language
	}
	return lang
}

// hint says how the question is answered.
func hint(l *i18n.Printer, q *coursefile.Question) string {
	text := l.T(map[coursefile.QuestionType]string{
		coursefile.Multiple: "quiz.several", coursefile.Order: "quiz.order", coursefile.Match: "quiz.match",
		coursefile.Numeric: "quiz.number", coursefile.ShortText: "quiz.text", coursefile.Single: "quiz.one", coursefile.TrueFalse: "quiz.one",
	}[q.Type])
	if q.Partial {
		text += " " + l.T("quiz.partial")
	}
	return text
}

// openParts are the items of an order, each with its place, or the left sides of
// a match, each with the right sides.
func openParts(l *i18n.Printer, shown learning.Shown, answer learning.Answer, lang string, s settings.Settings) []page.Part {
	q := shown.Question
	given := answer.PartsShown(shown)
	var parts []page.Part
	for at, i := range shown.Options {
		part := page.Part{ID: page.FieldID("part-" + strconv.Itoa(at+1)), Blank: l.T("quiz.choose_place")}
		if q.Type == coursefile.Order {
			part.Text = plain(q.Items[i].Text.In(lang), s)
			for place := range q.Items {
				part.Choices = append(part.Choices, choice(place, l.T("quiz.place", "no", place+1), given[at]))
			}
		} else {
			part.Text, part.Blank, part.Lang = plain(q.Pairs[i].Left.In(lang), s), l.T("quiz.choose"), lang
			for place, right := range shown.Rights {
				part.Choices = append(part.Choices, choice(place, course.Fill(q.Rights()[right].In(lang), s), given[at]))
			}
		}
		parts = append(parts, part)
	}
	return parts
}

func choice(value int, label string, given int) page.Choice {
	return page.Choice{Value: strconv.Itoa(value), Label: label, Selected: value == given}
}

// plain fills the placeholders of a course's plain text and escapes it.
func plain(text string, s settings.Settings) template.HTML {
	return template.HTML(template.HTMLEscapeString(course.Fill(text, s))) //nolint:gosec // escaped
}
