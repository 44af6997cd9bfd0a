package author

import (
	"io"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/exchange"
	"zaemme/internal/web/page"
)

// questionFilePage takes questions of another platform into a draft, and hands its
// own out.
type questionFilePage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Path, Back  string
	Editing     bool
	MaxBytes    int
	Modules     []page.Choice
	Competences []page.Choice
	File        *shownFile
	Out         []outFile
}

// shownFile is a file that waits, or was taken.
type shownFile struct {
	Name    string
	Waits   bool
	Taken   int
	Seen    string
	Refused []lineNote // questions that are not taken
	Lost    []lineNote // what is lost of those that are
	New     []newQuestion
}

// lineNote is one problem with its line in the file, "" for the file as a whole.
type lineNote struct{ Line, Text string }

type newQuestion struct{ ID, Text, Kind string }

func (h *Handlers) questionFileShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	p, err := h.questionFile(c, d, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "author/questionfile", p)
}

func (h *Handlers) questionFile(c *fiber.Ctx, d authoring.Draft, form *page.Form) (*questionFilePage, error) {
	file, err := authoring.QuestionsBeside(c.UserContext(), h.DB, d)
	var beside *authoring.QuestionFile
	if err == nil {
		beside = &file
	} else if !apperr.Is(err, apperr.NotFound) {
		return nil, err
	}
	return newQuestionFile(page.From(c), d, beside, form), nil
}

// newQuestionFile is the page; beside is nil without a file.
func newQuestionFile(base page.Base, d authoring.Draft, beside *authoring.QuestionFile, form *page.Form) *questionFilePage {
	l, content := base.L, d.Course()
	base.Title = l.T("author.file")
	p := &questionFilePage{Base: base, Form: form, Path: draftURL(d.ID) + "/fragen/datei", Back: draftURL(d.ID) + "/fragen", MaxBytes: exchange.MaxFile,
		Editing: d.State == authoring.Editing}
	p.Heading = page.Heading{Kicker: d.Code + " · " + content.Titles.In(l.Lang()), Text: l.T("author.file.heading"), Lead: l.T("author.file.lead")}
	if content.Kind == coursefile.Online && len(content.Modules) > 1 {
		p.Modules = moduleChoices(base, content, 0)
	}
	if len(content.Digcomp.Competences) > 1 {
		for _, one := range content.Digcomp.Competences {
			p.Competences = append(p.Competences, page.Choice{Value: one.ID, Label: one.ID})
		}
	}
	p.Out = newOutFiles(l, content, draftURL(d.ID)+"/fragen")
	if beside == nil {
		return p
	}
	p.File = &shownFile{Name: beside.Name, Waits: beside.Waits(), Taken: beside.Taken, Seen: authoring.Seen(beside.Questions)}
	key := "author.file.taken"
	if beside.Waits() {
		key = "author.file.waits"
	}
	p.Text = l.T(key, "taken", beside.Taken, "found", beside.Found) // the heading answers
	for _, problem := range beside.Problems {
		note := lineNote{Text: problem.Text(l.Lang())}
		if problem.Line > 0 && problem.Key != "place_missing" {
			note.Line = l.T("author.place.line", "line", problem.Line)
		}
		if problem.Level == coursefile.Error {
			p.File.Refused = append(p.File.Refused, note)
		} else {
			p.File.Lost = append(p.File.Lost, note)
		}
	}
	for i := range beside.Questions {
		q := &beside.Questions[i]
		p.File.New = append(p.File.New, newQuestion{ID: q.ID, Text: q.Text.In(content.Language), Kind: l.T("author.type." + string(q.Type))})
	}
	return p
}

// questionFileAdd keeps a file beside the draft, to be looked at first.
func (h *Handlers) questionFileAdd(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form := page.ReadForm(c, "file", "author.file.file")
	header := form.File("file")
	if form.OK() {
		file, err := header.Open()
		if err != nil {
			return err
		}
		defer file.Close() //nolint:errcheck // only read
		content, err := io.ReadAll(io.LimitReader(file, exchange.MaxFile+1))
		if err != nil {
			return err
		}
		err = h.write(c, func(tx *db.Tx) error {
			return h.Authoring.OfferQuestions(c.UserContext(), tx, actOf(c), d.ID, header.Filename, content, optionsOf(form, d.Course()))
		})
		if err == nil {
			return page.To(c, draftURL(d.ID)+"/fragen/datei")
		}
		if !form.Refused(err) {
			return err
		}
	}
	p, err := h.questionFile(c, d, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "author/questionfile", p)
}

// optionsOf are the places the form gives to questions that do not say theirs.
func optionsOf(form *page.Form, c *coursefile.Course) (o exchange.Options) {
	if no, err := strconv.Atoi(form.Get("module")); err == nil && c.Module(no) != nil {
		o.Module = no
	}
	for _, one := range c.Digcomp.Competences {
		if one.ID == form.Get("competence") {
			o.Competence = one.ID
		}
	}
	return o
}

// questionFileTake takes the questions that were shown, or puts the file away.
func (h *Handlers) questionFileTake(c *fiber.Ctx) error {
	form, id, taken := page.ReadForm(c), draftID(c), 0
	drop := form.Get("do") == "drop"
	err := h.write(c, func(tx *db.Tx) (err error) {
		if drop {
			return h.Authoring.DropQuestions(c.UserContext(), tx, id)
		}
		taken, err = h.Authoring.TakeQuestions(c.UserContext(), tx, actOf(c), id, form.Get("seen"))
		return err
	})
	switch {
	case err == nil && drop:
		return page.Done(c, draftURL(id)+"/fragen", "author.file.dropped")
	case err == nil:
		return page.Done(c, draftURL(id)+"/fragen/datei", "author.file.done", "n", taken)
	case !form.Refused(err):
		return err
	}
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	p, err := h.questionFile(c, d, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "author/questionfile", p)
}
