package author

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

type draftPageData struct {
	page.Base
	page.Heading
	Form     *page.Form
	Path     string
	Editing  bool
	Outdated bool // a newer version has come
	Remark   string
	Notes    []string
	Refused  []finding
	Others   []finding
	Parts    []outlinePart
	Pool     string // «18 Fragen», "": it has none
	Images   string
	Media    string
	Into     []page.Step // translations, with how far they are
	Own      string      // «2 eigene Texte»
	OwnUnfit string      // how many no longer fit, empty: all do
	Modular  bool        // it is made of modules
	Walk     string      // the trial run, "": of a course on the screen only
	Problems []string    // of an archive that was not taken
	MaxBytes int
}

// outlinePart is one text of the course in its outline.
type outlinePart struct {
	No                int // of a module, else 0
	URL, Title, Meta  string
	First, Last, Only bool
	Languages         []page.Step // further ones, with how far they are
}

// finding is one thing to look at, with the way to its place.
type finding struct{ Where, URL, Text string }

func (h *Handlers) draftShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	p, err := h.draftPage(c, d, nil, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "author/draft", p)
}

func (h *Handlers) draftPage(c *fiber.Ctx, d authoring.Draft, form *page.Form, problems []string) (*draftPageData, error) {
	names, err := people.Names(c.UserContext(), h.DB, d.EditedBy)
	if err != nil {
		return nil, err
	}
	findings := authoring.Check(d.Code, d.Files, h.surroundings(c))
	p := newDraftPage(page.From(c), d, findings, names[d.EditedBy])
	p.Form, p.Problems = form, problems
	withdrawn, err := h.withdrawnIn(c, d)
	if err != nil {
		return nil, err
	}
	p.Others = append(p.Others, withdrawn...)
	if newest, err := h.Courses.Head(d.Code); err == nil {
		p.Outdated = newest.ID != d.Base
	}
	return p, nil
}

func newDraftPage(base page.Base, d authoring.Draft, findings []authoring.Finding, editor string) *draftPageData {
	l, content := base.L, d.Course()
	title := cmp.Or(content.Titles.In(l.Lang()), d.Code)
	base.Title = title
	p := &draftPageData{Base: base, Path: draftURL(d.ID), Editing: d.State == authoring.Editing, Remark: d.Remark, MaxBytes: coursefile.MaxArchive}
	for _, f := range findings {
		one := newFinding(l, d, content, f)
		if f.Weight == authoring.Refused {
			p.Refused = append(p.Refused, one)
		} else {
			p.Others = append(p.Others, one)
		}
	}
	p.Heading = page.Heading{Kicker: l.T("author.draft.kicker", "code", d.Code, "state", l.T("author.state."+string(d.State))), Text: title,
		Mark: page.CourseEmblem(content.Emblem, d.Code), Lead: l.T("author.edited", "at", page.Clock(l, d.EditedAt), "who", editor)}
	p.Notes = noteTexts(l, d.Notes)
	translations := authoring.Translations(content)
	for _, t := range translations {
		p.Into = append(p.Into, page.Step{Label: l.T("author.lang." + t.Lang), URL: translationURL(d.ID, t.Lang), Meta: translationText(l, len(t.Outdated), len(t.Missing))})
	}
	p.Own = l.T("author.own")
	if n := len(content.Overlays); n > 0 {
		p.Own = l.N("author.own.heading_link", n)
	}
	if n := len(authoring.Unfit(content)); n > 0 {
		p.OwnUnfit = l.N("author.own.unfit", n)
	}
	p.Modular, p.Walk = content.Kind != coursefile.Classroom, walkURL(d, content)
	if content.Kind.Tested() {
		p.Pool = l.N("author.pool", len(content.Questions))
	}
	p.Images = l.N("author.images.heading", len(content.Images))
	p.Media = l.N("author.media.heading", len(content.Media))
	for i := range content.Modules {
		m := &content.Modules[i]
		p.Parts = append(p.Parts, newOutlinePart(l, d, translations, authoring.PartModule, m))
		p.Parts[i].First, p.Parts[i].Last, p.Parts[i].Only = i == 0, i == len(content.Modules)-1, len(content.Modules) == 1
	}
	if content.Trainer != nil {
		p.Parts = append(p.Parts, newOutlinePart(l, d, translations, authoring.PartTrainer, content.Trainer))
	}
	if content.Handout != nil {
		p.Parts = append(p.Parts, newOutlinePart(l, d, translations, authoring.PartHandout, content.Handout))
	}
	return p
}

func newOutlinePart(l *i18n.Printer, d authoring.Draft, into []authoring.Translation, part authoring.Part, m *coursefile.Module) outlinePart {
	p := outlinePart{No: m.No, URL: textURL(d.ID, part, m.No, ""), Title: cmp.Or(m.Titles.In(l.Lang()), l.T("author.untitled"))}
	if part != authoring.PartModule {
		p.Title = l.T("author.place." + string(part))
	}
	if m.Minutes > 0 {
		p.Meta = l.Minutes(m.Minutes)
	}
	for _, t := range into {
		outdated, missing := t.In(m.Slug)
		step := page.Step{Label: l.T("author.lang." + t.Lang), URL: textURL(d.ID, part, m.No, t.Lang), Meta: translationText(l, outdated, missing)}
		if m.Translations[t.Lang] == "" {
			step.Meta = l.T("author.translation_missing")
		}
		p.Languages = append(p.Languages, step)
	}
	return p
}

// translationText says in short how far a translation is.
func translationText(l *i18n.Printer, outdated, missing int) string {
	switch {
	case outdated > 0 && missing > 0:
		return l.T("author.translation.counts", "outdated", outdated, "missing", missing)
	case outdated > 0:
		return l.N("author.translation.outdated", outdated)
	case missing > 0:
		return l.N("author.translation.missing", missing)
	}
	return l.T("author.translated")
}

func newFinding(l *i18n.Printer, d authoring.Draft, c *coursefile.Course, f authoring.Finding) finding {
	return finding{Where: placeText(l, c, f.Place), URL: placeURL(d, f.Place), Text: f.Text(l)}
}

// placeText names a place as the editor does.
func placeText(l *i18n.Printer, c *coursefile.Course, place authoring.Place) string {
	var text string
	switch place.Part {
	case authoring.PartModule:
		text = l.T("author.place.module", "no", place.No)
		if m := c.Module(place.No); m != nil {
			text += " «" + m.Titles.In(l.Lang()) + "»"
		}
	case authoring.PartQuestion:
		text = l.T("author.place.question", "no", place.No)
		if q, err := authoring.Question(c, place.No); err == nil && q.ID != "" {
			text += " (" + q.ID + ")"
		}
	case authoring.PartOwn:
		text = l.T("author.place.own", "no", place.No)
	case authoring.PartMedia:
		text = l.T("author.place.media", "no", place.No)
		if place.No > 0 && place.No <= len(c.Media) {
			text += " (" + c.Media[place.No-1].Name + ")"
		}
	case authoring.PartMeta, authoring.PartTrainer, authoring.PartHandout, authoring.PartPool, authoring.PartEmblem:
		text = l.T("author.place." + string(place.Part))
	}
	if place.Lang != "" {
		text += ", " + l.T("author.lang."+place.Lang)
	}
	if place.Line > 0 {
		text += ", " + l.T("author.place.line", "line", place.Line)
	}
	return text
}

// noteTexts say what was done to a draft without its author.
func noteTexts(l *i18n.Printer, notes []authoring.Note) []string {
	var list []string
	for _, note := range notes {
		args := map[string]any{}
		for name, value := range note.Args {
			if number, ok := value.(float64); ok { // as JSON keeps it
				value = int(number)
			}
			args[name] = value
		}
		part, _ := args["part"].(string)
		where := l.T("author.place." + part)
		if no, ok := args["no"].(int); ok && no > 0 {
			where = l.T("author.place."+part, "no", no)
		}
		if part == string(authoring.PartModule) || part == string(authoring.PartQuestion) {
			if name, named := args["name"].(string); named {
				where = name
			}
		}
		args["where"] = where
		list = append(list, l.Map(note.Key, args))
	}
	return list
}

func sendArchive(c *fiber.Ctx, code string, files coursefile.Files, suffix string) error {
	content, err := files.Archive(authoring.Folder(code))
	if err != nil {
		return err
	}
	return page.File(c, strings.ToLower(code)+suffix+".zip", "application/zip", content)
}

func (h *Handlers) draftDownload(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	if err := course.FillMedia(c.UserContext(), h.DB, d.Course(), d.Files); err != nil {
		return err
	}
	return sendArchive(c, d.Code, d.Files, "-entwurf-"+strconv.FormatInt(d.ID, 10))
}

// draftReplace puts an archive in the place of the draft.
func (h *Handlers) draftReplace(c *fiber.Ctx) error {
	form := page.ReadForm(c, "file", "author.zip.file")
	problems, err := h.archive(c, form, func(tx *db.Tx, files coursefile.Files) error {
		return h.Authoring.Replace(c.UserContext(), tx, actOf(c), draftID(c), files)
	})
	if err != nil {
		return err
	}
	if form.OK() {
		return page.Done(c, draftURL(draftID(c)), "author.zip.taken")
	}
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	p, err := h.draftPage(c, d, form, problems)
	if err != nil {
		return err
	}
	return page.Invalid(c, "author/draft", p)
}

// submit sends the draft to the review.
func (h *Handlers) submit(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form := page.ReadForm(c)
	err = h.write(c, func(tx *db.Tx) error {
		return h.Authoring.Submit(c.UserContext(), tx, actOf(c), d.ID, h.surroundings(c))
	})
	if err == nil {
		return page.Done(c, draftURL(d.ID)+"/pruefung", "author.submitted")
	}
	if !form.Refused(err) {
		return err
	}
	p, err := h.draftPage(c, d, form, nil)
	if err != nil {
		return err
	}
	return page.Invalid(c, "author/draft", p)
}

func (h *Handlers) rebase(c *fiber.Ctx) error {
	if err := h.write(c, func(tx *db.Tx) error { return h.Authoring.Rebase(c.UserContext(), tx, actOf(c), draftID(c)) }); err != nil {
		return err
	}
	return page.Done(c, draftURL(draftID(c)), "author.rebased")
}

func (h *Handlers) discardShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	base := page.From(c)
	l := base.L
	base.Title = l.T("author.discard")
	return page.Render(c, "confirm/show", &page.Confirm{Base: base,
		Heading: page.Heading{Kicker: d.Code, Text: l.T("author.discard.heading"), Lead: l.T("author.discard.lead")},
		Post:    draftURL(d.ID) + "/verwerfen", Button: l.T("author.discard"), Danger: true,
		Back: page.Link{Label: l.T("common.cancel"), URL: draftURL(d.ID)}})
}

func (h *Handlers) discard(c *fiber.Ctx) error {
	if err := h.write(c, func(tx *db.Tx) error { return h.Authoring.Discard(c.UserContext(), tx, actOf(c), draftID(c)) }); err != nil {
		return err
	}
	return page.Done(c, shopPath, "author.discarded")
}
