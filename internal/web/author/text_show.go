package author

import (
	"html/template"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/markdown"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// textPage is the editor of a module, the trainer's notes or the take-home page, in
// one language.
type textPage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Path        string
	Seen        string
	Lang        string
	Main        bool // in the course's main language: with title, minutes and goals
	HasGoals    bool
	Titles      []titleField
	Minutes     string
	Goals       []titleField
	Body        string
	Preview     template.HTML
	Original    template.HTML // what is translated
	Placeholder []string
	Callouts    []page.Choice
	Images      []page.Choice // those of the course, by file name
	Films       []page.Choice // films and sounds of the course, by file name
	Languages   []page.Step
	Findings    []finding
	Conflict    []difference // against what somebody else has saved in between
	Back        string
}

// titleField is a field of one language.
type titleField struct{ Name, Label, Value string }

// ownText begins the name of an own page in addresses; its number follows.
const ownText = "eigen-"

// textOf is the text of a course that an address names: the number of a module,
// trainer, handout, or eigen- and the number of an own page.
func textOf(c *coursefile.Course, name string) (*coursefile.Module, authoring.Part, error) {
	switch name {
	case "trainer":
		if c.Trainer != nil {
			return c.Trainer, authoring.PartTrainer, nil
		}
	case "handout":
		if c.Handout != nil {
			return c.Handout, authoring.PartHandout, nil
		}
	default:
		if number, own := strings.CutPrefix(name, ownText); own {
			if no, err := strconv.Atoi(number); err == nil {
				if o, err := authoring.Own(c, no); err == nil && o.Page != nil {
					o.Page.No = no // of the own text, to address it by
					return o.Page, authoring.PartOwn, nil
				}
			}
		} else if no, err := strconv.Atoi(name); err == nil && c.Module(no) != nil {
			return c.Module(no), authoring.PartModule, nil
		}
	}
	return nil, "", apperr.New(apperr.NotFound, "error.authoring.part_gone", nil)
}

// seenText is what identifies a text, or its translation.
func seenText(m *coursefile.Module, lang string) string {
	if lang != "" {
		return authoring.Seen(m.Translations[lang])
	}
	own := *m
	own.Translations, own.File, own.BodyLine = nil, "", 0
	return authoring.Seen(own)
}

// further is the language of the address where the course is written in it besides
// its main one, else "".
func further(c *coursefile.Course, lang string) string {
	if lang == c.Language || c.In(lang) != lang {
		return ""
	}
	return lang
}

func (h *Handlers) textShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	p, err := h.textPage(c, d, nil, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "author/text", p)
}

// textPage is the editor as stored, or with what was typed.
func (h *Handlers) textPage(c *fiber.Ctx, d authoring.Draft, form *page.Form, typed *coursefile.Module) (*textPage, error) {
	content := d.Course()
	stored, part, err := textOf(content, c.Params("text"))
	if err != nil {
		return nil, err
	}
	base := page.From(c)
	l, lang := base.L, further(content, page.ReadQuery(c).Get("lang"))
	m := stored
	if typed != nil {
		m = typed
	}
	p := &textPage{Base: base, Form: form, Path: textURL(d.ID, part, stored.No, lang), Seen: seenText(stored, lang), Lang: lang, Main: lang == "",
		Body: m.Body, HasGoals: part == authoring.PartModule, Back: draftURL(d.ID), Placeholder: coursefile.Placeholders()}
	place := authoring.Place{Part: part, No: stored.No, Lang: lang}
	p.Title = placeText(l, content, place)
	p.Heading = page.Heading{Kicker: d.Code + " · " + content.Titles.In(l.Lang()), Text: p.Title}
	if lang != "" {
		p.Body = m.Translations[lang]
		p.Original = h.preview(c, d, stored.Body, content.Language)
	} else {
		p.fields(m, content)
	}
	p.Preview = h.preview(c, d, p.Body, content.In(lang))
	for _, kind := range markdown.Kinds() {
		p.Callouts = append(p.Callouts, page.Choice{Value: string(kind), Label: l.T("callout." + strings.ToLower(string(kind)))})
	}
	for _, one := range content.Images {
		p.Images = append(p.Images, page.Choice{Value: one.Name, Label: one.Name})
	}
	for _, one := range content.Media {
		p.Films = append(p.Films, page.Choice{Value: one.Name, Label: one.Name})
	}
	for i, one := range content.Languages {
		step := page.Step{Label: l.T("author.lang." + one), URL: textURL(d.ID, part, stored.No, one)}
		if i == 0 {
			step.URL = textURL(d.ID, part, stored.No, "")
		}
		if further(content, one) == lang {
			step.State = "now"
		}
		p.Languages = append(p.Languages, step)
	}
	for _, f := range authoring.Check(d.Code, d.Files, h.surroundings(c)) {
		if f.Place.Part == part && f.Place.No == stored.No && f.Place.Lang == lang {
			where := l.T("author.place.head")
			if f.Place.Line > 0 {
				where = l.T("author.place.line", "line", f.Place.Line)
			}
			p.Findings = append(p.Findings, finding{Where: where, Text: f.Text(l)})
		}
	}
	return p, nil
}

// fields are those of the main language besides the text.
func (p *textPage) fields(m *coursefile.Module, c *coursefile.Course) {
	l := p.L
	for _, lang := range titleLanguages(c) {
		p.Titles = append(p.Titles, titleField{Name: "title-" + lang, Label: l.T("author.title_in", "lang", l.T("author.lang."+lang)), Value: m.Titles[lang]})
	}
	langs := c.Languages
	if len(langs) == 0 {
		langs = []string{c.Language}
	}
	for _, lang := range langs {
		p.Goals = append(p.Goals, titleField{Name: "goals-" + lang, Label: l.T("author.goals_in", "lang", l.T("author.lang."+lang)), Value: strings.Join(m.Goals[lang], "\n")})
	}
	if m.Minutes > 0 {
		p.Minutes = strconv.Itoa(m.Minutes)
	}
}

// titleLanguages are those that a title has: the course's, and English for lists.
func titleLanguages(c *coursefile.Course) []string {
	langs := []string{c.Language}
	for _, lang := range append(append([]string{}, c.Languages...), "en") {
		if !contains(langs, lang) {
			langs = append(langs, lang)
		}
	}
	return langs
}

func contains(list []string, one string) bool {
	for _, other := range list {
		if other == one {
			return true
		}
	}
	return false
}

// preview is a text as learners read it; what is wrong with it is left out, and
// said elsewhere.
func (h *Handlers) preview(c *fiber.Ctx, d authoring.Draft, body, lang string) template.HTML {
	content := d.Course()
	doc, _ := markdown.Render(body, markdown.Options{
		IDPrefix: "v-", Values: visit.Of(c).Settings.Placeholders(), Labels: h.labels(lang), Images: content.Pictures(), Media: content.Players(lang),
	})
	return template.HTML(doc.HTML) //nolint:gosec // sanitised
}

// labels are the titles of call-outs in the language of the text.
func (h *Handlers) labels(lang string) map[markdown.Kind]string {
	p := h.Texts.Printer(lang)
	labels := map[markdown.Kind]string{markdown.LabelTable: p.T("learner.module.table"),
		markdown.LabelTranscript: p.T("media.transcript"), markdown.LabelFile: p.T("media.file")}
	for _, kind := range markdown.Kinds() {
		labels[kind] = p.T("callout." + strings.ToLower(string(kind)))
	}
	return labels
}

// textURL is the editor of a text.
func textURL(id int64, part authoring.Part, no int, lang string) string {
	name := string(part)
	if part == authoring.PartModule {
		name = strconv.Itoa(no)
	}
	if part == authoring.PartOwn {
		name = ownText + strconv.Itoa(no)
	}
	url := draftURL(id) + "/text/" + name
	if lang != "" {
		url += "?lang=" + lang
	}
	return url
}

// previewShow renders what is being typed, for the script of the editor.
func (h *Handlers) previewShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form := page.ReadForm(c)
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString(string(h.preview(c, d, plainText(form.Get("body")), d.Course().In(form.Get("lang")))))
}
