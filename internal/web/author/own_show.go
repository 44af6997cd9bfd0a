package author

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
)

// ownPage lists the own texts of a course: those in force, or those of a draft.
type ownPage struct {
	page.Base
	page.Heading
	Form         *page.Form
	Path         string // empty: they are only shown
	Unfit, Fit   []ownRow
	Back         page.Link
	Draft        page.Link // where they are changed, for those in force
	Begin        string    // address that begins a draft
	Texts        []page.Step
	Questions    []page.Choice
	Modules      []page.Choice
	Placeholders []page.Choice
}

type ownRow struct {
	URL, Where string
	Difference []difference
}

// ownEdit is the page of one own text.
type ownEdit struct {
	page.Base
	page.Heading
	Form       *page.Form
	Path, Seen string
	Back       page.Link
	Kind       string
	Unfit      bool
	Gone       bool // nothing stands there any more
	Before     []difference
	Own        []difference
	Text       string // as typed
	Long       bool
	Places     []page.Choice // paragraphs that it may stand for
	Edit       page.Link     // the editor of a question or a page
	Wrong      []string
}

// ownPick lists the paragraphs of a text to choose one.
type ownPick struct {
	page.Base
	page.Heading
	Path, Text, Lang, Seen string
	Paragraphs             []pickRow
	Back                   page.Link
}

type pickRow struct {
	No          int
	Label, Text string
}

func ownURL(id int64, no int) string {
	url := draftURL(id) + "/eigene"
	if no > 0 {
		url += "/" + strconv.Itoa(no)
	}
	return url
}

// ownWhere names the place of an own text.
func ownWhere(l *i18n.Printer, c *coursefile.Course, o coursefile.Overlay) string {
	switch o.Kind {
	case coursefile.OwnPlaceholder:
		return l.T("author.own.where.placeholder", "name", "{{"+o.Name+"}}")
	case coursefile.OwnPage:
		return l.T("author.own.where.page", "title", cmp.Or(o.Page.Titles.In(l.Lang()), l.T("author.untitled")))
	case coursefile.OwnQuestion:
		return l.T("author.own.where.question", "id", o.Name)
	case coursefile.OwnParagraph:
	}
	where := l.T("author.own.where.text", "title", textTitle(l, c, o.Name))
	if o.Language != "" && o.Language != c.Language {
		where += ", " + l.T("author.lang."+o.Language)
	}
	return where
}

// textTitle is the title of the text with the slug, or the slug where it is gone.
func textTitle(l *i18n.Printer, c *coursefile.Course, slug string) string {
	for _, m := range c.Modules {
		if m.Slug == slug {
			return m.Titles.In(l.Lang())
		}
	}
	if c.Trainer != nil && c.Trainer.Slug == slug {
		return l.T("author.place.trainer")
	}
	if c.Handout != nil && c.Handout.Slug == slug {
		return l.T("author.place.handout")
	}
	return slug
}

// ownShow lists the own texts of the version in force.
func (h *Handlers) ownShow(c *fiber.Ctx) error {
	v, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	drafts, err := authoring.Open(c.UserContext(), h.DB)
	if err != nil {
		return err
	}
	p := newOwn(page.From(c), v.Code(), v.Source())
	p.Back = page.Link{Label: v.Title(p.L.Lang()), URL: courseURL(v.Code())}
	p.Begin = courseURL(v.Code()) + "/entwurf"
	if i := slices.IndexFunc(drafts, func(d authoring.Draft) bool { return d.Code == v.Code() }); i >= 0 {
		p.Begin, p.Draft = "", page.Link{Label: p.L.T("author.own.to_draft"), URL: ownURL(drafts[i].ID, 0)}
	}
	return page.Render(c, "author/own", p)
}

// ownsShow lists those of a draft, with what may be added.
func (h *Handlers) ownsShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	return page.Render(c, "author/own", newOwns(page.From(c), d, nil))
}

func newOwn(base page.Base, code string, content *coursefile.Course) *ownPage {
	l := base.L
	base.Title = l.T("author.own")
	p := &ownPage{Base: base}
	unfit := authoring.Unfit(content)
	for i, o := range content.Overlays {
		row := ownRow{Where: ownWhere(l, content, o), Difference: sides(authoring.CompareOwn(content, o))}
		if slices.Contains(unfit, i+1) {
			p.Unfit = append(p.Unfit, row)
		} else {
			p.Fit = append(p.Fit, row)
		}
	}
	p.Heading = page.Heading{Kicker: code + " · " + content.Titles.In(l.Lang()), Text: l.N("author.own.heading", len(content.Overlays)), Lead: l.T("author.own.lead")}
	if len(content.Overlays) == 0 {
		p.Text = l.T("author.own.heading_none")
	}
	if n := len(unfit); n > 0 {
		p.Text = l.N("author.own.heading_unfit", n)
	}
	return p
}

func newOwns(base page.Base, d authoring.Draft, form *page.Form) *ownPage {
	content := d.Course()
	p := newOwn(base, d.Code, content)
	l := p.L
	p.Form, p.Back = form, page.Link{Label: l.T("author.back"), URL: draftURL(d.ID)}
	if d.State != authoring.Editing {
		return p
	}
	p.Path = ownURL(d.ID, 0)
	unfit := authoring.Unfit(content)
	fit := 0
	for i := range content.Overlays {
		if at := slices.Index(unfit, i+1); at >= 0 {
			p.Unfit[at].URL = ownURL(d.ID, i+1)
		} else {
			p.Fit[fit].URL = ownURL(d.ID, i+1)
			fit++
		}
	}
	langs := content.Languages
	if len(langs) == 0 {
		langs = []string{content.Language}
	}
	add := func(part authoring.Part, m *coursefile.Module) {
		name := strings.TrimPrefix(textURL(0, part, m.No, ""), draftURL(0)+"/text/")
		step := page.Step{Label: placeText(l, content, authoring.Place{Part: part, No: m.No}), URL: p.Path + "/absatz/" + name}
		p.Texts = append(p.Texts, step)
		for _, lang := range langs[1:] {
			if m.Translations[lang] != "" {
				p.Texts = append(p.Texts, page.Step{Label: placeText(l, content, authoring.Place{Part: part, No: m.No, Lang: lang}), URL: step.URL + "?lang=" + lang})
			}
		}
	}
	for i := range content.Modules {
		add(authoring.PartModule, &content.Modules[i])
		p.Modules = append(p.Modules, page.Choice{Value: content.Modules[i].Slug, Label: l.T("author.own.after", "title", content.Modules[i].Titles.In(l.Lang())), Selected: i == len(content.Modules)-1})
	}
	if content.Trainer != nil {
		add(authoring.PartTrainer, content.Trainer)
	}
	if content.Handout != nil {
		add(authoring.PartHandout, content.Handout)
	}
	for i := range content.Questions {
		q := &content.Questions[i]
		p.Questions = append(p.Questions, page.Choice{Value: q.ID, Label: q.ID + " · " + short(q.Text.In(l.Lang()))})
	}
	for _, name := range coursefile.Placeholders() {
		p.Placeholders = append(p.Placeholders, page.Choice{Value: name, Label: l.T("author.own.placeholder." + name)})
	}
	return p
}

// short is the beginning of a text, for a list to choose from.
func short(text string) string {
	runes := []rune(text)
	if len(runes) <= 70 {
		return text
	}
	return string(runes[:70]) + " …"
}

// sides are rows as the pages with differences show them.
func sides(rows []authoring.Row) []difference {
	one := difference{}
	for _, row := range rows {
		one.Rows = append(one.Rows, differenceRow{Old: row.Old, New: row.New})
	}
	if len(one.Rows) == 0 {
		return nil
	}
	return []difference{one}
}

// ownEditShow is the page of one own text of a draft.
func (h *Handlers) ownEditShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	p, err := h.ownEdit(c, d, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "author/own_edit", p)
}

func (h *Handlers) ownEdit(c *fiber.Ctx, d authoring.Draft, form *page.Form) (*ownEdit, error) {
	content, no := d.Course(), questionNo(c)
	o, err := authoring.Own(content, no)
	if err != nil {
		return nil, err
	}
	base := page.From(c)
	l := base.L
	p := &ownEdit{Base: base, Form: form, Path: ownURL(d.ID, no), Seen: authoring.Seen(o), Kind: string(o.Kind), Text: o.Own,
		Long: o.Kind == coursefile.OwnParagraph, Back: page.Link{Label: l.T("author.own"), URL: ownURL(d.ID, 0)},
		Unfit: slices.Contains(authoring.Unfit(content), no), Own: sides(authoring.CompareOwn(content, *o))}
	if form != nil {
		p.Text = form.Get("own")
	}
	p.Title = ownWhere(l, content, *o)
	p.Heading = page.Heading{Kicker: d.Code + " · " + content.Titles.In(l.Lang()), Text: p.Title, Lead: l.T("author.own.lead_fit")}
	if p.Unfit {
		p.Lead = l.T("author.own.lead_unfit")
		p.changed(content, o)
	}
	switch o.Kind {
	case coursefile.OwnQuestion:
		p.Edit = page.Link{Label: l.T("author.own.edit_question"), URL: p.Path + "/frage"}
	case coursefile.OwnPage:
		p.Edit = page.Link{Label: l.T("author.own.edit_page"), URL: textURL(d.ID, authoring.PartOwn, no, "")}
	case coursefile.OwnParagraph, coursefile.OwnPlaceholder:
	}
	for _, f := range authoring.Check(d.Code, d.Files, h.surroundings(c)) {
		if f.Place.Part == authoring.PartOwn && f.Place.No == no && f.Code != "overlay_unfit" {
			p.Wrong = append(p.Wrong, f.Text(l))
		}
	}
	return p, nil
}

// changed says what has become of what an own text replaced.
func (p *ownEdit) changed(c *coursefile.Course, o *coursefile.Overlay) {
	p.Before = sides(authoring.CompareBase(c, *o))
	list := authoring.Paragraphs(c, *o)
	nearest := authoring.Nearest(c, *o)
	for i, text := range list {
		p.Places = append(p.Places, page.Choice{Value: strconv.Itoa(i), Label: strconv.Itoa(i+1) + " · " + short(text), Selected: i == nearest})
	}
	p.Gone = nearest < 0
	if o.Kind == coursefile.OwnQuestion {
		p.Gone = !slices.ContainsFunc(c.Questions, func(q coursefile.Question) bool { return q.ID == o.Name })
	}
}

// ownPickShow lists the paragraphs of a text.
func (h *Handlers) ownPickShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	content := d.Course()
	m, part, err := textOf(content, c.Params("text"))
	if err != nil {
		return err
	}
	base := page.From(c)
	l, lang := base.L, further(content, page.ReadQuery(c).Get("lang"))
	base.Title = l.T("author.own.pick")
	p := &ownPick{Base: base, Path: ownURL(d.ID, 0), Text: c.Params("text"), Lang: lang, Seen: seenText(m, lang), Back: page.Link{Label: l.T("author.own"), URL: ownURL(d.ID, 0)}}
	p.Heading = page.Heading{Kicker: placeText(l, content, authoring.Place{Part: part, No: m.No, Lang: lang}), Text: l.T("author.own.pick_heading"), Lead: l.T("author.own.pick_lead")}
	for i, text := range authoring.Paragraphs(content, coursefile.Overlay{Name: m.Slug, Language: lang}) {
		p.Paragraphs = append(p.Paragraphs, pickRow{i, l.T("author.own.paragraph_no", "no", i+1), text})
	}
	return page.Render(c, "author/own_pick", p)
}
