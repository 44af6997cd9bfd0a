package author

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
)

// questionsSave adds, moves and removes questions.
func (h *Handlers) questionsSave(c *fiber.Ctx) error {
	form, id := page.ReadForm(c), draftID(c)
	what, no := splitDo(form.Get("do"))
	to := draftURL(id) + "/fragen"
	err := h.write(c, func(tx *db.Tx) error {
		return h.Authoring.Edit(c.UserContext(), tx, actOf(c), id, func(content *coursefile.Course) error {
			switch what {
			case "up":
				return authoring.MoveQuestion(content, no, -1)
			case "down":
				return authoring.MoveQuestion(content, no, 1)
			case "remove":
				return authoring.RemoveQuestion(content, no)
			}
			kind := coursefile.QuestionType(form.Get("type"))
			if !slices.Contains(questionTypes, kind) {
				return apperr.New(apperr.Invalid, "error.authoring.type", nil)
			}
			module, _ := strconv.Atoi(form.Get("module"))
			to = questionURL(id, authoring.AddQuestion(content, kind, max(module, 1)))
			return nil
		})
	})
	if err != nil {
		return err
	}
	return page.To(c, to)
}

// questionSave keeps a question as typed, and then does what the button says with
// its rows.
func (h *Handlers) questionSave(c *fiber.Ctx) error {
	return h.saveQuestion(c, slot{questionNo(c), authoring.PartQuestion})
}

func (h *Handlers) ownQuestionSave(c *fiber.Ctx) error {
	return h.saveQuestion(c, slot{questionNo(c), authoring.PartOwn})
}

func (h *Handlers) saveQuestion(c *fiber.Ctx, at slot) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form, content := page.ReadForm(c), d.Course()
	stored, err := at.find(content)
	if err != nil {
		return err
	}
	typed := typedQuestion(form, *stored, content)
	rowOp(&typed, form.Get("do"))
	if form.OK() {
		err = h.write(c, func(tx *db.Tx) error {
			return h.Authoring.Edit(c.UserContext(), tx, actOf(c), d.ID, func(now *coursefile.Course) error {
				own, err := at.find(now)
				if err != nil {
					return err
				}
				if err := authoring.Unchanged(own, form.Get("seen")); err != nil {
					return err
				}
				*own = typed
				return nil
			})
		})
		if scripted(c) {
			return h.answerScript(c, err, func(d authoring.Draft) string {
				q, _ := at.find(d.Course())
				return authoring.Seen(q)
			})
		}
		if err == nil {
			if do := form.Get("do"); do != "" && do != "save" {
				return page.To(c, at.url(d.ID)+"#teile")
			}
			return page.Done(c, at.url(d.ID), "author.saved")
		}
		if !form.Refused(err) {
			return err
		}
		if d, err = h.draft(c); err != nil {
			return err
		}
	}
	content = d.Course()
	seen, conflict := form.Get("seen"), []difference(nil)
	now, gone := at.find(content)
	p := h.questionPage(c, d, content, &typed, at, seen)
	if gone == nil && authoring.Seen(now) != seen {
		p.Seen = authoring.Seen(now)
		conflict = newDifferences(p.L, content, authoring.CompareQuestion(now, &typed, content))
	}
	p.Form, p.Conflict = form, conflict
	return page.Invalid(c, "author/question", p)
}

// typedQuestion is a question with what the form says.
func typedQuestion(form *page.Form, q coursefile.Question, c *coursefile.Course) coursefile.Question {
	langs := languagesOf(c)
	texts := func(name string, before coursefile.Texts) coursefile.Texts {
		for _, lang := range langs {
			before = put(before, lang, form.Get(name+"-"+lang))
		}
		return before
	}
	if no, err := strconv.Atoi(form.Get("module")); err == nil && c.Module(no) != nil {
		q.Module = no
	}
	if form.Get("competence") != "" {
		q.Competence = form.Get("competence")
	}
	q.Critical, q.Partial = form.Checked("critical"), form.Checked("partial")
	q.Text, q.Explanation = texts("text", q.Text), texts("explanation", q.Explanation)
	row := func(i int, part string) string { return "row-" + strconv.Itoa(i+1) + "-" + part }
	right := form.All("correct")
	q.Options, q.Items, q.Pairs, q.Extra = slices.Clone(q.Options), slices.Clone(q.Items), slices.Clone(q.Pairs), slices.Clone(q.Extra)
	for i := range q.Options {
		o := &q.Options[i]
		o.Text, o.Why, o.Correct = texts(row(i, "text"), o.Text), texts(row(i, "why"), o.Why), slices.Contains(right, strconv.Itoa(i+1))
	}
	for i := range q.Items {
		o := &q.Items[i]
		o.Text, o.Why = texts(row(i, "text"), o.Text), texts(row(i, "why"), o.Why)
	}
	for i := range q.Pairs {
		o := &q.Pairs[i]
		o.Left, o.Right, o.Why = texts(row(i, "left"), o.Left), texts(row(i, "right"), o.Right), texts(row(i, "why"), o.Why)
	}
	for i := range q.Extra {
		q.Extra[i] = texts("extra-"+strconv.Itoa(i+1)+"-text", q.Extra[i])
	}
	if q.Type == coursefile.Numeric || q.Type == coursefile.ShortText {
		q.Why = texts("why", q.Why)
	}
	if q.Number != nil {
		q.Number = &coursefile.Number{Value: decimal(form, "number"), Tolerance: decimal(form, "tolerance"), Unit: texts("unit", q.Number.Unit)}
		if len(q.Number.Unit) == 0 {
			q.Number.Unit = nil
		}
	}
	if q.Type == coursefile.ShortText {
		q.Accept = map[string][]string{}
		for _, lang := range langs {
			if words := once(lines(form.Get("accept-" + lang))); len(words) > 0 {
				q.Accept[lang] = words
			}
		}
	}
	return q
}

// decimal reads a number as people write it; empty is 0.
func decimal(form *page.Form, name string) coursefile.Decimal {
	text := form.Get(name)
	if text == "" {
		return 0
	}
	number, err := coursefile.ParseDecimal(text)
	if err != nil {
		form.Fail(name, "error.authoring.number")
	}
	return number
}

// rowOp adds, moves or removes what a question lists: «add», «up-2», «extra»,
// «drop-1».
func rowOp(q *coursefile.Question, do string) {
	what, no := splitDo(do)
	switch what {
	case "add":
		switch q.Type {
		case coursefile.Single, coursefile.Multiple, coursefile.TrueFalse:
			q.Options = append(q.Options, coursefile.Option{})
		case coursefile.Order:
			q.Items = append(q.Items, coursefile.Item{})
		case coursefile.Match:
			q.Pairs = append(q.Pairs, coursefile.Pair{})
		case coursefile.Numeric, coursefile.ShortText:
		}
	case "extra":
		q.Extra = append(q.Extra, coursefile.Texts{})
	case "drop":
		q.Extra = without(q.Extra, no)
	case "remove":
		q.Options, q.Items, q.Pairs = without(q.Options, no), without(q.Items, no), without(q.Pairs, no)
	case "up", "down":
		by := map[string]int{"up": -1, "down": 1}[what]
		swap(q.Options, no, by)
		swap(q.Items, no, by)
		swap(q.Pairs, no, by)
	}
}

func without[T any](list []T, no int) []T {
	if no < 1 || no > len(list) {
		return list
	}
	return slices.Delete(slices.Clone(list), no-1, no)
}

func swap[T any](list []T, no, by int) {
	if at, to := no-1, no-1+by; at >= 0 && to >= 0 && at < len(list) && to < len(list) {
		list[at], list[to] = list[to], list[at]
	}
}
