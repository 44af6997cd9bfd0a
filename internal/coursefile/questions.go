package coursefile

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Limits of a quiz.
const (
	leastQuestions = 5
	LeastOptions   = 2
	MostOptions    = 8
)

const questionsFile = "questions.yaml"

// questions reads questions.yaml into the course.
func (f *folder) questions(c *Course) {
	if !c.Kind.Tested() {
		return // a file of questions is one that nothing names
	}
	r := f.report(questionsFile)
	defer func() { f.keep(r) }()
	if _, there := f.files[questionsFile]; !there {
		r.add(Error, 1, 0, "file_missing", args("name", questionsFile))
		return
	}
	source, ok := f.read(questionsFile, r)
	if !ok {
		return
	}
	root := r.parse(source)
	if root == nil {
		return
	}
	if root.Kind != yaml.SequenceNode {
		r.wrongType(root, "", wantList)
		return
	}
	code := regexp.QuoteMeta(c.Code)
	if code == "" {
		code = `[A-Z0-9-]+` // its own problem already
	}
	form := regexp.MustCompile(`^` + code + `-Q[0-9]{2,3}$`)
	lines := map[string]int{}
	asked := map[int]bool{}
	for _, node := range root.Content {
		o := r.object(node, "")
		q := o.question(c, form)
		asked[q.Module] = true
		if line, twice := lines[q.ID]; twice && q.ID != "" {
			r.fault(o.fields["id"], "question_id_twice", args("id", q.ID, "line", line))
		} else {
			lines[q.ID] = node.Line
			f.note(q.ID, r.file, node.Line)
		}
		o.close()
		c.Questions = append(c.Questions, q)
	}
	if len(c.Questions) < leastQuestions {
		r.fault(root, "questions_few", args("count", len(c.Questions), "min", leastQuestions))
	}
	for _, module := range c.Modules {
		if !asked[module.No] {
			r.warn(root, "question_unasked", args("module", module.No))
		}
	}
	c.advise(r, root)
}

func (o *object) question(c *Course, form *regexp.Regexp) Question {
	q := Question{
		ID:         o.matching("id", form, c.Code+"-Q01"),
		Competence: o.matching("competence", competenceForm, "4.2"),
		Type: QuestionType(o.choice("type", string(Single), string(Multiple), string(TrueFalse),
			string(Order), string(Match), string(Numeric), string(ShortText))),
		Critical:    o.truth("critical"),
		Text:        o.textsOfCourse("text", true, c),
		Explanation: o.textsOfCourse("explanation", true, c),
	}
	if q.Competence != "" && !slices.ContainsFunc(c.Digcomp.Competences, func(one Competence) bool { return one.ID == q.Competence }) {
		o.warn(o.fields["competence"], "question_competence", args("value", q.Competence))
	}
	if c.Kind == Classroom {
		if node := o.field("module", false); node != nil {
			o.fault(o.keys["module"], "field_here", args("field", "module", "kind", string(c.Kind)))
		}
	} else if q.Module = o.number("module", true, 1, 99); q.Module > 0 && c.Module(q.Module) == nil {
		o.fault(o.fields["module"], "question_module", args("module", q.Module))
	}
	o.answers(&q, c)
	return q
}

// fieldsOf are the fields that a type of question has beside the common ones.
var fieldsOf = map[QuestionType][]string{
	Single: {"options"}, TrueFalse: {"options"}, Multiple: {"options", "partial"},
	Order: {"items", "partial"}, Match: {"pairs", "extra", "partial"},
	Numeric: {"number", "tolerance", "unit", "why"}, ShortText: {"accept", "why"},
}

// answers reads what belongs to the type, and refuses what belongs to another.
func (o *object) answers(q *Question, c *Course) {
	for _, names := range fieldsOf {
		for _, name := range names {
			if o.fields[name] == nil || o.asked[name] || slices.Contains(fieldsOf[q.Type], name) {
				continue
			}
			o.asked[name] = true
			if q.Type != "" { // else its own problem already
				o.fault(o.keys[name], "question_field", args("field", name, "type", string(q.Type)))
			}
		}
	}
	if c.Kind == Classroom && q.Type != "" && !slices.Contains(fieldsOf[q.Type], "options") {
		o.fault(o.fields["type"], "question_paper", args("type", string(q.Type)))
	}
	if slices.Contains(fieldsOf[q.Type], "partial") {
		q.Partial = o.truth("partial")
	}
	switch q.Type {
	case Single, Multiple, TrueFalse:
		o.options(q, c)
	case Order:
		o.items(q, c)
	case Match:
		o.pairs(q, c)
	case Numeric:
		o.numeric(q, c)
	case ShortText:
		o.accept(q, c)
	}
}

// options reads the options of a question and checks them against its type.
func (o *object) options(q *Question, c *Course) {
	nodes := o.list("options", true)
	seen := map[string]bool{}
	correct := 0
	for _, node := range nodes {
		entry := o.object(node, "options")
		option := Option{
			Text:    entry.textsOfCourse("text", true, c),
			Correct: entry.truth("correct"),
			Why:     entry.textsOfCourse("why", true, c),
		}
		entry.close()
		if text := option.Text[spoken(c)]; text != "" {
			if seen[text] {
				o.fault(node, "question_option_twice", args("text", text))
			}
			seen[text] = true
		}
		if option.Correct {
			correct++
		}
		q.Options = append(q.Options, option)
	}
	if len(nodes) == 0 {
		return
	}
	least, most := LeastOptions, MostOptions
	if q.Type == TrueFalse {
		most = 2
	}
	at := o.fields["options"]
	if len(nodes) < least || len(nodes) > most {
		o.fault(at, "question_options", args("count", len(nodes), "min", least, "max", most))
	}
	switch {
	case correct == 0:
		o.fault(at, "question_none", nil)
	case correct == len(nodes):
		o.fault(at, "question_all", nil)
	case correct != 1 && (q.Type == Single || q.Type == TrueFalse):
		o.fault(at, "question_correct", args("count", correct, "type", string(q.Type)))
	}
}
