package author

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/web/page"
)

// questionTypes in the order of lists.
var questionTypes = []coursefile.QuestionType{
	coursefile.Single, coursefile.Multiple, coursefile.TrueFalse, coursefile.Order, coursefile.Match, coursefile.Numeric, coursefile.ShortText,
}

// questionsPage lists the pool.
type questionsPage struct {
	page.Base
	page.Heading
	Path    string
	Rows    []questionRow
	Types   []page.Choice
	Modules []page.Choice
	Back    string
}

type questionRow struct {
	No                    int
	URL, Text, Kind, Part string
	Critical, First, Last bool
	Wrong                 int // findings that keep it back
	Withdrawn             bool
}

// questionPage is the editor of one question.
type questionPage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Path, Seen  string
	Kind        string
	Langs       []langLabel
	Modules     []page.Choice
	Competences []page.Choice
	Critical    bool
	Partial     bool
	HasPartial  bool
	HasWhy      bool
	One         bool // exactly one option is right
	Text        []area
	Rows        []partRow // options, items, pairs
	RowLabel    string    // text key of one row
	MayAdd      bool
	Extra       []partRow
	MayAddExtra bool
	Number      *numberFields
	Accept      []area
	Why         []area
	Explanation []area
	Findings    []finding
	Conflict    []difference
	Back        page.Link
	Prev, Next  string
}

type langLabel struct{ Code, Name string }

// area is one text field of a question.
type area struct{ Name, Label, Value, Lang string }

// partRow is one option, item or pair with its fields.
type partRow struct {
	No          int
	Name        string // of the choice that it is right
	Value       string
	Correct     bool
	Choice      bool // it may be right or wrong
	Areas       []area
	First, Last bool
	Prefix      string // of the buttons: row or extra
}

type numberFields struct {
	Value, Tolerance string
	Unit             []area
}

func (h *Handlers) questionsShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	withdrawn, err := h.Authoring.Withdrawn(c.UserContext(), h.DB, d)
	if err != nil {
		return err
	}
	p := newQuestions(page.From(c), d, authoring.Check(d.Code, d.Files, h.surroundings(c)))
	for i := range p.Rows {
		p.Rows[i].Withdrawn = withdrawn[p.Rows[i].No]
	}
	return page.Render(c, "author/questions", p)
}

func newQuestions(base page.Base, d authoring.Draft, findings []authoring.Finding) *questionsPage {
	l, content := base.L, d.Course()
	base.Title = l.T("author.questions")
	p := &questionsPage{Base: base, Path: draftURL(d.ID) + "/fragen", Back: draftURL(d.ID)}
	p.Heading = page.Heading{Kicker: d.Code + " · " + content.Titles.In(l.Lang()), Text: l.N("author.pool", len(content.Questions)), Lead: l.T("author.pool_lead")}
	for i := range content.Questions {
		q := &content.Questions[i]
		row := questionRow{No: i + 1, URL: questionURL(d.ID, i+1), Text: q.Text.In(content.Language), Kind: l.T("author.type." + string(q.Type)), Critical: q.Critical,
			First: i == 0, Last: i == len(content.Questions)-1}
		if row.Text == "" {
			row.Text = l.T("author.untitled")
		}
		if m := content.Module(q.Module); m != nil {
			row.Part = l.T("author.place.module", "no", m.No)
		}
		for _, f := range findings {
			if f.Place.Part == authoring.PartQuestion && f.Place.No == i+1 && f.Weight == authoring.Refused {
				row.Wrong++
			}
		}
		p.Rows = append(p.Rows, row)
	}
	for _, kind := range questionTypes {
		if content.Kind == coursefile.Online || kind == coursefile.Single || kind == coursefile.Multiple || kind == coursefile.TrueFalse {
			p.Types = append(p.Types, page.Choice{Value: string(kind), Label: l.T("author.type." + string(kind))})
		}
	}
	p.Modules = moduleChoices(p.Base, content, 1)
	return p
}

func moduleChoices(base page.Base, c *coursefile.Course, selected int) []page.Choice {
	var list []page.Choice
	for _, m := range c.Modules {
		list = append(list, page.Choice{Value: strconv.Itoa(m.No), Label: strconv.Itoa(m.No) + " · " + m.Titles.In(base.L.Lang()), Selected: m.No == selected})
	}
	return list
}

func questionURL(id int64, no int) string { return draftURL(id) + "/frage/" + strconv.Itoa(no) }

// slot is a place in which a question is edited: in the pool, or as an own one.
type slot struct {
	no   int
	part authoring.Part // PartQuestion or PartOwn
}

func (s slot) find(c *coursefile.Course) (*coursefile.Question, error) {
	if s.part == authoring.PartQuestion {
		return authoring.Question(c, s.no)
	}
	o, err := authoring.Own(c, s.no)
	if err != nil || o.Question == nil {
		return nil, apperr.New(apperr.Stale, "error.authoring.part_gone", nil)
	}
	return o.Question, nil
}

func (s slot) url(id int64) string {
	if s.part == authoring.PartQuestion {
		return questionURL(id, s.no)
	}
	return ownURL(id, s.no) + "/frage"
}

func (h *Handlers) questionShow(c *fiber.Ctx) error {
	return h.showQuestion(c, slot{questionNo(c), authoring.PartQuestion})
}

func (h *Handlers) ownQuestionShow(c *fiber.Ctx) error {
	return h.showQuestion(c, slot{questionNo(c), authoring.PartOwn})
}

func (h *Handlers) showQuestion(c *fiber.Ctx, at slot) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	content := d.Course()
	q, err := at.find(content)
	if err != nil {
		return page.To(c, draftURL(d.ID)+"/fragen")
	}
	p := h.questionPage(c, d, content, q, at, authoring.Seen(q))
	withdrawn, err := h.withdrawnIn(c, d)
	if err != nil {
		return err
	}
	for _, one := range withdrawn {
		if one.URL == p.Path {
			p.Findings = append(p.Findings, finding{Where: q.ID, Text: one.Text})
		}
	}
	return page.Render(c, "author/question", p)
}

// questionNo is a number by the route; one that is too long is no question.
func questionNo(c *fiber.Ctx) int {
	no, err := c.ParamsInt("no")
	if err != nil {
		return 0
	}
	return no
}

// questionPage is the editor with a question as stored, or as typed.
func (h *Handlers) questionPage(c *fiber.Ctx, d authoring.Draft, content *coursefile.Course, q *coursefile.Question, at slot, seen string) *questionPage {
	p := newQuestionPage(page.From(c), d, content, q, at.no)
	p.Seen, p.Path = seen, at.url(d.ID)
	if at.part == authoring.PartOwn {
		p.Title = p.L.T("author.own.where.question", "id", q.ID)
		p.Heading.Text, p.Modules, p.Prev, p.Next = p.Title, nil, "", ""
		p.Back = page.Link{Label: p.L.T("author.own"), URL: ownURL(d.ID, at.no)}
	}
	for _, f := range authoring.Check(d.Code, d.Files, h.surroundings(c)) {
		if f.Place.Part == at.part && f.Place.No == at.no {
			p.Findings = append(p.Findings, finding{Where: q.ID, Text: f.Text(p.L)})
		}
	}
	return p
}

func newQuestionPage(base page.Base, d authoring.Draft, content *coursefile.Course, q *coursefile.Question, no int) *questionPage {
	l := base.L
	base.Title = l.T("author.place.question", "no", no)
	p := &questionPage{Base: base, Path: questionURL(d.ID, no), Kind: string(q.Type), Critical: q.Critical, Partial: q.Partial,
		HasPartial: q.Type == coursefile.Multiple || q.Type == coursefile.Order || q.Type == coursefile.Match,
		One:        q.Type == coursefile.Single || q.Type == coursefile.TrueFalse, Back: page.Link{Label: l.T("author.questions"), URL: draftURL(d.ID) + "/fragen"}}
	p.Heading = page.Heading{Kicker: q.ID + " · " + content.Titles.In(l.Lang()), Text: l.T("author.question_heading", "no", no, "type", l.T("author.type."+string(q.Type)))}
	for _, lang := range languagesOf(content) {
		p.Langs = append(p.Langs, langLabel{lang, l.T("author.lang." + lang)})
	}
	p.Modules = moduleChoices(base, content, q.Module)
	for _, one := range content.Digcomp.Competences {
		p.Competences = append(p.Competences, page.Choice{Value: one.ID, Label: one.ID, Selected: one.ID == q.Competence})
	}
	p.Text, p.Explanation = p.areas("text", "author.question_text", q.Text), p.areas("explanation", "author.explanation", q.Explanation)
	p.rows(q)
	if q.Type == coursefile.Numeric || q.Type == coursefile.ShortText {
		p.Why = p.areas("why", "author.why_right", q.Why)
	}
	if q.Number != nil {
		p.Number = &numberFields{Value: q.Number.Value.String(), Tolerance: q.Number.Tolerance.String(), Unit: p.areas("unit", "author.unit", q.Number.Unit)}
	}
	if q.Type == coursefile.ShortText {
		for _, lang := range p.Langs {
			p.Accept = append(p.Accept, area{Name: "accept-" + lang.Code, Label: p.label(l.T("author.accept"), lang), Value: strings.Join(q.Accept[lang.Code], "\n"), Lang: lang.Code})
		}
	}
	if no > 1 {
		p.Prev = questionURL(d.ID, no-1)
	}
	if no < len(content.Questions) {
		p.Next = questionURL(d.ID, no+1)
	}
	return p
}

// label names a field, with its language where there are several.
func (p *questionPage) label(label string, lang langLabel) string {
	if len(p.Langs) == 1 {
		return label
	}
	return label + " (" + lang.Name + ")"
}

func (p *questionPage) areas(name, key string, texts coursefile.Texts) []area {
	return p.areasOf(name, p.L.T(key), texts)
}

func (p *questionPage) areasOf(name, label string, texts coursefile.Texts) []area {
	var list []area
	for _, lang := range p.Langs {
		list = append(list, area{Name: name + "-" + lang.Code, Label: p.label(label, lang), Value: texts[lang.Code], Lang: lang.Code})
	}
	return list
}

// rows are what the type of the question lists.
func (p *questionPage) rows(q *coursefile.Question) {
	add := func(areas []area, choice, correct bool) {
		no := len(p.Rows) + 1
		p.Rows = append(p.Rows, partRow{No: no, Areas: areas, Choice: choice, Correct: correct, Value: strconv.Itoa(no), First: no == 1, Prefix: "row"})
	}
	part := func(part, key string, texts coursefile.Texts) []area {
		no := len(p.Rows) + 1
		return p.areasOf("row-"+strconv.Itoa(no)+"-"+part, p.L.T(key, "no", no), texts)
	}
	for _, o := range q.Options {
		add(append(part("text", "author.option", o.Text), part("why", "author.why", o.Why)...), true, o.Correct)
	}
	for _, o := range q.Items {
		add(append(part("text", "author.item", o.Text), part("why", "author.why_here", o.Why)...), false, false)
	}
	for _, o := range q.Pairs {
		areas := append(part("left", "author.left", o.Left), part("right", "author.right", o.Right)...)
		add(append(areas, part("why", "author.why_pair", o.Why)...), false, false)
	}
	if len(p.Rows) > 0 {
		p.Rows[len(p.Rows)-1].Last = true
	}
	for i, text := range q.Extra {
		p.Extra = append(p.Extra, partRow{No: i + 1, Areas: p.areasOf("extra-"+strconv.Itoa(i+1)+"-text", p.L.T("author.extra", "no", i+1), text), Prefix: "extra"})
	}
	switch q.Type {
	case coursefile.Single, coursefile.Multiple, coursefile.TrueFalse:
		p.RowLabel, p.MayAdd = "author.option_no", q.Type != coursefile.TrueFalse && len(q.Options) < 8
	case coursefile.Order:
		p.RowLabel, p.MayAdd = "author.item_no", len(q.Items) < 7
	case coursefile.Match:
		p.RowLabel, p.MayAdd, p.MayAddExtra = "author.pair_no", len(q.Pairs) < 7, len(q.Extra) < 3
	case coursefile.Numeric, coursefile.ShortText:
	}
}
