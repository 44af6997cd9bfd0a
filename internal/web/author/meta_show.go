package author

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
)

// metaPage is the form of a course's own data.
type metaPage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Path, Seen  string
	Titles      []area
	Summaries   []area
	Audience    []area
	Numbers     []area
	Quiz        []area // questions per module
	TestOut     []area
	Languages   []page.Choice
	Fulfils     []page.Choice
	Competences string
	Owner       string
	ReviewDue   string
	AsOf        string
	ReviewNotes []area
	Online      bool
	Tested      bool // it ends with questions, which want competences
	Findings    []finding
	Conflict    []difference
	Back        string
}

// allLanguages are those that a course may be written in.
var allLanguages = []string{"de", "en", "fr", "it"}

// data is what the form is about: a course without its texts and questions.
func data(c *coursefile.Course) coursefile.Course {
	own := *c
	own.Modules, own.Trainer, own.Handout, own.Questions, own.Images, own.Emblem, own.Version = nil, nil, nil, nil, nil, "", coursefile.VersionNote{}
	return own
}

func (h *Handlers) metaShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	content := d.Course()
	return page.Render(c, "author/meta", h.metaPage(c, d, content, authoring.Seen(data(content))))
}

func (h *Handlers) metaPage(c *fiber.Ctx, d authoring.Draft, content *coursefile.Course, seen string) *metaPage {
	p := newMetaPage(page.From(c), d, content, h.surroundings(c).Others)
	p.Seen = seen
	for _, f := range authoring.Check(d.Code, d.Files, h.surroundings(c)) {
		if f.Place.Part == authoring.PartMeta {
			p.Findings = append(p.Findings, finding{Where: p.Title, Text: f.Text(p.L)})
		}
	}
	return p
}

func newMetaPage(base page.Base, d authoring.Draft, content *coursefile.Course, others []*coursefile.Course) *metaPage {
	l := base.L
	base.Title = l.T("author.place.meta")
	p := &metaPage{Base: base, Path: draftURL(d.ID) + "/angaben", Back: draftURL(d.ID), Online: content.Kind == coursefile.Online, Tested: content.Kind.Tested(),
		Owner: content.Owner, ReviewDue: l.Date(content.ReviewDue), AsOf: l.Date(content.AsOf)}
	p.Heading = page.Heading{Kicker: d.Code + " · " + content.Titles.In(l.Lang()), Text: base.Title}
	in := func(name, key string, langs []string, texts coursefile.Texts) []area {
		var list []area
		for _, lang := range langs {
			list = append(list, area{Name: name + "-" + lang, Label: l.T(key) + " (" + l.T("author.lang."+lang) + ")", Value: texts[lang], Lang: lang})
		}
		return list
	}
	own := titleLanguages(content)
	p.Titles = in("title", "author.meta.title", allLanguages, content.Titles)
	p.Summaries = in("summary", "author.meta.summary", own, content.Summaries)
	p.Audience = in("audience", "author.meta.audience", own, content.Audience)
	p.ReviewNotes = in("review-notes", "author.review_notes", []string{content.Language}, content.ReviewNotes)
	for _, number := range metaNumbers(content) {
		p.Numbers = append(p.Numbers, area{Name: number.name, Label: l.T("author.meta." + number.name), Value: strconv.Itoa(*number.at)})
	}
	for _, m := range content.Modules {
		label := strconv.Itoa(m.No) + " · " + m.Titles.In(l.Lang())
		p.Quiz = append(p.Quiz, area{Name: "quiz-" + strconv.Itoa(m.No), Label: label, Value: counted(content.Quiz, m.No)})
		p.TestOut = append(p.TestOut, area{Name: "test_out-" + strconv.Itoa(m.No), Label: label, Value: counted(content.TestOut, m.No)})
	}
	for _, lang := range allLanguages {
		p.Languages = append(p.Languages, page.Choice{Value: lang, Label: l.T("author.lang." + lang), Selected: lang == content.Language || slices.Contains(content.Languages, lang)})
	}
	for _, other := range others {
		if other.Code != content.Code {
			p.Fulfils = append(p.Fulfils, page.Choice{Value: other.Code, Label: other.Code + " · " + other.Titles.In(l.Lang()), Selected: slices.Contains(content.Fulfils, other.Code)})
		}
	}
	var competences []string
	for _, one := range content.Digcomp.Competences {
		competences = append(competences, strings.Join(append([]string{one.ID, strconv.Itoa(one.Level)}, one.Statements...), " "))
	}
	p.Competences = strings.Join(competences, "\n")
	return p
}

type metaNumber struct {
	name      string
	at        *int
	low, high int
}

// metaNumbers are the numbers of a course with their limits.
func metaNumbers(c *coursefile.Course) []metaNumber {
	list := []metaNumber{
		{"minutes", &c.Minutes, 1, 600}, {"pass_percent", &c.PassPercent, 1, 100}, {"validity_months", &c.ValidityMonths, 0, 120},
		{"due_days", &c.DueDays, 1, 730}, {"min_working_days", &c.MinWorkingDays, 1, 60},
	}
	if !c.Kind.Tested() {
		list = slices.Delete(list, 1, 2)
	}
	return list
}

func counted(b coursefile.Blueprint, module int) string {
	if b[module] == 0 {
		return ""
	}
	return strconv.Itoa(b[module])
}

// metaSave keeps the course's data.
func (h *Handlers) metaSave(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form, content := page.ReadForm(c, "review_due", "author.meta.review_due", "as_of", "author.meta.as_of", "competences", "author.meta.competences"), d.Course()
	typed := *content
	typedMeta(form, &typed)
	if form.OK() {
		err = h.write(c, func(tx *db.Tx) error {
			return h.Authoring.Edit(c.UserContext(), tx, actOf(c), d.ID, func(now *coursefile.Course) error {
				if err := authoring.Unchanged(data(now), form.Get("seen")); err != nil {
					return err
				}
				typedMeta(form, now)
				return nil
			})
		})
		if err == nil {
			return page.Done(c, draftURL(d.ID)+"/angaben", "author.saved")
		}
		if !form.Refused(err) {
			return err
		}
		if d, err = h.draft(c); err != nil {
			return err
		}
	}
	now := d.Course()
	p := h.metaPage(c, d, &typed, form.Get("seen"))
	if seen := authoring.Seen(data(now)); seen != form.Get("seen") {
		p.Seen, p.Conflict = seen, newDifferences(p.L, now, authoring.CompareData(now, &typed))
	}
	p.Form = form
	return page.Invalid(c, "author/meta", p)
}

// typedMeta puts what the form says into the course.
func typedMeta(form *page.Form, c *coursefile.Course) {
	c.Languages = nil
	for _, lang := range append([]string{c.Language}, form.All("languages")...) {
		if slices.Contains(allLanguages, lang) && !slices.Contains(c.Languages, lang) {
			c.Languages = append(c.Languages, lang)
		}
	}
	if len(c.Languages) == 1 {
		c.Languages = nil // written in one alone
	}
	for _, lang := range allLanguages {
		c.Titles = put(c.Titles, lang, form.Get("title-"+lang))
		c.Summaries = put(c.Summaries, lang, form.Get("summary-"+lang))
		c.Audience = put(c.Audience, lang, form.Get("audience-"+lang))
	}
	if c.ReviewNotes = put(maps.Clone(c.ReviewNotes), c.Language, form.Get("review-notes-"+c.Language)); len(c.ReviewNotes) == 0 {
		c.ReviewNotes = nil
	}
	for _, number := range metaNumbers(c) {
		*number.at = form.Int(number.name, number.low, number.high)
	}
	if owner := form.Get("owner"); owner != "" {
		c.Owner = plainText(owner)
	}
	if day := form.Date("review_due"); day != 0 {
		c.ReviewDue = day
	}
	if day := form.Date("as_of"); day != 0 {
		c.AsOf = day
	}
	c.Fulfils = nil
	for _, code := range form.All("fulfils") {
		if code != c.Code && !slices.Contains(c.Fulfils, code) {
			c.Fulfils = append(c.Fulfils, code)
		}
	}
	c.Quiz, c.TestOut = typedBlueprint(form, "quiz-", c), typedBlueprint(form, "test_out-", c)
	c.Digcomp.Competences = nil
	for _, line := range lines(form.Get("competences")) {
		words := strings.Fields(line)
		one := coursefile.Competence{ID: words[0]}
		if len(words) > 1 {
			one.Level, _ = strconv.Atoi(words[1])
			one.Statements = once(words[2:])
		}
		if one.Level < 1 || one.Level > 8 {
			form.Fail("competences", "error.authoring.competence", "line", line)
			continue
		}
		c.Digcomp.Competences = append(c.Digcomp.Competences, one)
	}
	switch {
	case len(c.Digcomp.Competences) > 0 && c.Digcomp.Version == "":
		c.Digcomp.Version = digcompVersion
	case len(c.Digcomp.Competences) == 0 && !c.Kind.Tested():
		c.Digcomp = coursefile.Digcomp{}
	}
}

// digcompVersion is the one that competences are stated in.
const digcompVersion = "3.0"

func typedBlueprint(form *page.Form, prefix string, c *coursefile.Course) coursefile.Blueprint {
	b := coursefile.Blueprint{}
	for _, m := range c.Modules {
		if n := form.Int(prefix+strconv.Itoa(m.No), 0, 99); n > 0 {
			b[m.No] = n
		}
	}
	if len(b) == 0 {
		return nil
	}
	return b
}
