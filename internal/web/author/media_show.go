package author

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/blob"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/i18n"
	"zaemme/internal/media"
	"zaemme/internal/web/page"
)

// longest is how long a film may take to be handed out.
const longest = 10 * time.Minute

type mediaPage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Path        string
	Rows        []mediumRow
	Texts       []page.Choice
	Languages   []page.Choice
	MaxBytes    int
	MaxCaptions int
	Editing     bool
	Back        string
	Name        string // of the one whose captions and transcript are edited, "": a new one
	Shown       string // language of the transcript that the form began with
	Captioned   bool   // it has captions in some language
}

type mediumRow struct {
	Name, URL, Type, Size, Line string
	Captions, Transcripts       string // languages, "": none
	Video                       bool
	Edit                        string
}

func (h *Handlers) mediaShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	query, base := page.ReadQuery(c), page.From(c)
	content := d.Course()
	values := map[string]string{"name": query.Get("name"), "lang": content.In(query.Get("lang"))}
	values["shown"] = values["lang"]
	for _, m := range content.Media {
		if m.Name == query.Get("name") {
			values["transcript"] = m.Transcripts[values["lang"]]
		}
	}
	return page.Render(c, "author/media", newMedia(base, d, page.NewForm(base.L, values)))
}

func newMedia(base page.Base, d authoring.Draft, form *page.Form) *mediaPage {
	l, content := base.L, d.Course()
	base.Title = l.T("author.media")
	p := &mediaPage{Base: base, Form: form, Path: draftURL(d.ID) + "/medien", MaxBytes: media.MaxVideo, MaxCaptions: media.MaxCaptions,
		Editing: d.State == authoring.Editing, Back: draftURL(d.ID), Texts: textChoices(l, content)}
	p.Heading = page.Heading{Kicker: d.Code + " · " + content.Titles.In(l.Lang()), Text: l.N("author.media.heading", len(content.Media)),
		Lead: l.T("author.media.lead", "video", media.MaxVideo>>20, "audio", media.MaxAudio>>20, "all", coursefile.MaxMedia>>20)}
	if len(content.Media) == 0 {
		p.Text = l.T("author.media.heading_none")
	}
	langs := content.Languages
	if len(langs) == 0 {
		langs = []string{content.Language}
	}
	for _, lang := range langs {
		p.Languages = append(p.Languages, page.Choice{Value: lang, Label: l.T("author.lang." + lang)})
	}
	for _, m := range content.Media {
		if m.Name == form.Get("name") {
			p.Name, p.Shown, p.Captioned = m.Name, content.In(form.Get("shown")), len(m.Captions) > 0
		}
		p.Rows = append(p.Rows, mediumRow{Name: m.Name, URL: m.URL(), Type: m.Type, Video: m.Video(), Size: l.T("author.media.size", "size", int((m.Size+1023)>>10)),
			Line: "![" + l.T("author.media.title_here") + "](" + m.Name + ")", Captions: langList(l, m.Captions), Transcripts: langList(l, m.Transcripts),
			Edit: p.Path + "?name=" + m.Name + "#text"})
	}
	return p
}

// langList are the languages of texts, such as «Deutsch, Englisch».
func langList(l *i18n.Printer, texts coursefile.Texts) string {
	var list []string
	for lang := range texts {
		list = append(list, l.T("author.lang."+lang))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// mediaSend hands a film, a sound or captions of a course out: the address says the
// content, so that it never changes. What is sent outlives the request's own context.
func (h *Handlers) mediaSend(c *fiber.Ctx) error {
	hash, _, _ := strings.Cut(c.Params("name"), ".")
	file, err := course.Media(c.UserContext(), h.DB, hash)
	if err != nil {
		return err
	}
	return page.Streamed(c, file, "private, max-age=31536000, immutable", func(from, to int64) io.ReadCloser {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), longest)
		return blob.Open(ctx, cancel, h.DB, file, from, to)
	})
}
