package author

import (
	"io"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// newKinds are the kinds of course that one may begin with.
var newKinds = []coursefile.Kind{coursefile.Online, coursefile.Classroom, coursefile.Practical}

// newPage is the form for an empty course, and that for an archive.
type newPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	Kinds    []page.Choice
	Problems []string // of an archive that was not taken
	MaxBytes int
}

func (h *Handlers) newShow(c *fiber.Ctx) error {
	return page.Render(c, "author/new", newNew(page.From(c), nil, nil))
}

func newNew(base page.Base, form *page.Form, problems []string) *newPage {
	l := base.L
	base.Title = l.T("author.new")
	p := &newPage{Base: base, Form: form, Problems: problems, MaxBytes: coursefile.MaxArchive}
	p.Heading = page.Heading{Kicker: l.T("nav.workshop"), Text: l.T("author.new.heading"), Lead: l.T("author.new.lead")}
	for _, kind := range newKinds {
		p.Kinds = append(p.Kinds, page.Choice{Value: string(kind), Label: l.T("author.kind." + string(kind)), Selected: kind == coursefile.Online})
	}
	return p
}

func (h *Handlers) newSave(c *fiber.Ctx) error {
	form := page.ReadForm(c, "code", "author.code", "de", "author.title_de", "en", "author.title_en", "owner", "author.meta.owner")
	form.Required("code", "de", "en", "owner")
	kind := coursefile.Kind(form.Get("kind"))
	if !slices.Contains(newKinds, kind) {
		kind = coursefile.Online
	}
	if form.OK() {
		var id int64
		err := h.write(c, func(tx *db.Tx) (err error) {
			id, err = h.Authoring.BeginEmpty(c.UserContext(), tx, actOf(c), authoring.New{
				Code: strings.ToUpper(form.Get("code")), German: form.Get("de"), English: form.Get("en"), Kind: kind,
				Publisher: visit.Of(c).Settings.Text("municipality"), Owner: form.Get("owner"),
			})
			return err
		})
		if err == nil {
			return page.Done(c, draftURL(id), "author.begun")
		}
		if !form.Refused(err) {
			return err
		}
	}
	return page.Invalid(c, "author/new", newNew(page.From(c), form, nil))
}

// archiveTake makes a draft of an archive.
func (h *Handlers) archiveTake(c *fiber.Ctx) error {
	form := page.ReadForm(c, "file", "author.zip.file")
	var id int64
	problems, err := h.archive(c, form, func(tx *db.Tx, files coursefile.Files) (err error) {
		id, err = h.Authoring.BeginArchive(c.UserContext(), tx, actOf(c), files)
		return err
	})
	if err != nil {
		return err
	}
	if !form.OK() {
		return page.Invalid(c, "author/new", newNew(page.From(c), form, problems))
	}
	return page.Done(c, draftURL(id), "author.zip.taken")
}

// archive reads the uploaded archive and does something with its files. What is
// wrong with it stands in the form, and what is wrong with its files in problems.
func (h *Handlers) archive(c *fiber.Ctx, form *page.Form, do func(tx *db.Tx, files coursefile.Files) error) (problems []string, err error) {
	header := form.File("file")
	if header == nil {
		return nil, nil
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	content, err := io.ReadAll(io.LimitReader(file, coursefile.MaxArchive+1))
	if err != nil {
		return nil, err
	}
	files, err := coursefile.ReadArchive(content)
	if err == nil {
		err = h.write(c, func(tx *db.Tx) error { return do(tx, files) })
	}
	if err == nil {
		return nil, nil
	}
	problems = problemTexts(page.From(c).L, err)
	if !form.RefusedAt(err, "", "file") {
		return nil, err
	}
	return problems, nil
}

// problemTexts are the problems that keep files from becoming a draft, with file
// and line, since there is no editor for them yet.
func problemTexts(l *i18n.Printer, err error) []string {
	e, _ := err.(*apperr.Error) //nolint:errorlint // the service's own, not one wrapped
	if e == nil {
		return nil
	}
	unreadable, _ := e.Cause.(authoring.Unreadable) //nolint:errorlint // wrapped by the service itself
	var list []string
	for _, problem := range unreadable {
		list = append(list, problem.In(l.Lang()))
	}
	return list
}
