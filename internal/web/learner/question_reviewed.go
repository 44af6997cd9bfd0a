package learner

import (
	"html/template"
	"strconv"

	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
)

// reviewed is a question with its reasons, and where its matter stands.
type reviewed struct {
	page.Question
	Read      page.Link // zero where the course names no module
	Withdrawn bool      // it counts as right, whatever was answered
}

// newReviewed shows what was answered, what is right, and why.
func newReviewed(l *i18n.Printer, w way, a *learning.Attempt, shown learning.Shown, s settings.Settings) reviewed {
	q, answer := shown.Question, a.Answers[shown.Question.ID]
	lang := languageOf(l, a, q)
	out := reviewed{Question: openQuestion(l, a, shown, s)}
	out.Name, out.Closed, out.Error = "q-"+q.ID, true, ""
	out.Explanation = plain(q.Explanation.In(lang), s)
	for i, o := range shown.Options[:len(q.Options)] {
		option := &out.Options[i]
		option.Why = plain(q.Options[o].Why.In(lang), s)
		switch {
		case q.Options[o].Correct && option.Checked:
			option.Verdict = "right"
		case q.Options[o].Correct:
			option.Verdict = "missed"
		case option.Checked:
			option.Verdict = "wrong"
		}
	}
	switch q.Type {
	case coursefile.Order, coursefile.Match:
		out.Options = reviewedParts(l, q, answer, lang, s)
	case coursefile.Numeric, coursefile.ShortText:
		out.Options = reviewedTyped(l, q, answer, lang, s)
	default: // options above
	}
	if m := a.Version.Content.Module(q.Module); m != nil {
		out.Read = page.Link{
			Label: l.T("learner.result.read", "no", m.No, "title", m.Titles.In(l.Lang())), URL: w.module(m.No),
		}
	}
	return out
}

// reviewedParts are the items of an order as they belong, or the pairs of a match,
// each with what was answered.
func reviewedParts(l *i18n.Printer, q *coursefile.Question, answer learning.Answer, lang string, s settings.Settings) []page.Option {
	verdicts := learning.PartVerdicts(q, answer)
	var list []page.Option
	for i := range learning.Parts(q) {
		option := page.Option{Verdict: "missed"}
		if q.Type == coursefile.Order {
			option.Text = template.HTML(strconv.Itoa(i+1)+". ") + plain(q.Items[i].Text.In(lang), s) //nolint:gosec // a number
			option.Why = plain(q.Items[i].Why.In(lang), s)
		} else {
			option.Text = plain(q.Pairs[i].Left.In(lang)+" – "+q.Pairs[i].Right.In(lang), s)
			option.Why = plain(q.Pairs[i].Why.In(lang), s)
		}
		switch {
		case verdicts == nil || answer.Chosen[i] == learning.None:
		case verdicts[i]:
			option.Verdict, option.Checked = "right", true
		case q.Type == coursefile.Order:
			option.Verdict, option.Given = "wrong", l.T("quiz.your_place", "place", answer.Chosen[i]+1)
		default:
			option.Verdict, option.Given = "wrong", l.T("quiz.your_choice", "answer", course.Fill(q.Rights()[answer.Chosen[i]].In(lang), s))
		}
		list = append(list, option)
	}
	return list
}

// reviewedTyped is what was typed, and what is right where that is not.
func reviewedTyped(l *i18n.Printer, q *coursefile.Question, answer learning.Answer, lang string, s settings.Settings) []page.Option {
	right := learning.Grade(&coursefile.Course{Questions: []coursefile.Question{*q}}, nil, map[string]learning.Answer{q.ID: answer}).Questions[0].Right
	why := plain(q.Why.In(lang), s)
	if right {
		return []page.Option{{Text: plain(answer.Typed, s), Checked: true, Verdict: "right", Why: why}}
	}
	var list []page.Option
	if answer.Typed != "" {
		list = append(list, page.Option{Text: template.HTML(template.HTMLEscapeString(answer.Typed)), Checked: true, Verdict: "wrong"}) //nolint:gosec // escaped
	}
	return append(list, page.Option{Text: plain(rightWords(l, q, lang), s), Verdict: "missed", Why: why})
}

// rightWords is the right answer to a question that is answered by typing.
func rightWords(l *i18n.Printer, q *coursefile.Question, lang string) string {
	if q.Type == coursefile.ShortText {
		for _, candidate := range []string{lang, "de", "en"} {
			if words := q.Accept[candidate]; len(words) > 0 {
				return words[0]
			}
		}
		return ""
	}
	n := q.Number
	text := n.Value.String()
	if n.Tolerance > 0 {
		text = l.T("quiz.range", "from", (n.Value - n.Tolerance).String(), "to", (n.Value + n.Tolerance).String())
	}
	if unit := n.Unit.In(lang); unit != "" {
		text += " " + unit
	}
	return text
}
