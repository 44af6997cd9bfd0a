package author

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/coursefile"
	"zaemme/internal/exchange"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
)

// outFile is one file of a course's questions.
type outFile struct {
	Name, URL string
	Lost      []string // what the format, or another platform, cannot carry
}

// outPage offers the questions of the version in force.
type outPage struct {
	page.Base
	page.Heading
	Back string
	Out  []outFile
}

// outFormats in the order of lists.
var outFormats = []exchange.Format{exchange.GIFT, exchange.Moodle}

func languagesOf(c *coursefile.Course) []string {
	if len(c.Languages) == 0 {
		return []string{c.Language}
	}
	return c.Languages
}

// newOutFiles lists the files below the path, none for a course without questions.
func newOutFiles(l *i18n.Printer, c *coursefile.Course, path string) []outFile {
	if len(c.Questions) == 0 {
		return nil
	}
	var list []outFile
	for _, lang := range languagesOf(c) {
		for _, format := range outFormats {
			_, problems := exchange.Export(c, format, lang)
			one := outFile{URL: path + "/" + string(format) + "/" + lang, Name: l.T("author.file.out."+string(format), "lang", l.T("author.lang."+lang))}
			for _, problem := range problems {
				if problem.Key == "out_language" {
					continue // the list itself has a file for each
				}
				text := problem.Text(l.Lang())
				if problem.Question != "" {
					text = problem.Question + ": " + text
				}
				one.Lost = append(one.Lost, text)
			}
			list = append(list, one)
		}
	}
	return list
}

// outShow offers the questions of the version in force.
func (h *Handlers) outShow(c *fiber.Ctx) error {
	v, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	base := page.From(c)
	base.Title = base.L.T("author.file.out")
	p := &outPage{Base: base, Back: courseURL(v.Code()), Out: newOutFiles(base.L, v.Content, courseURL(v.Code())+"/fragen")}
	p.Heading = page.Heading{Kicker: v.Code() + " · " + v.Title(base.L.Lang()), Text: base.L.N("author.pool", len(v.Content.Questions)), Lead: base.L.T("author.file.out_lead")}
	return page.Render(c, "author/questionsout", p)
}

func (h *Handlers) outDownload(c *fiber.Ctx) error {
	v, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	return sendQuestions(c, v.Content)
}

func (h *Handlers) draftOutDownload(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	return sendQuestions(c, d.Course())
}

// sendQuestions sends the questions in the format and the language of the address.
func sendQuestions(c *fiber.Ctx, content *coursefile.Course) error {
	format, lang := exchange.Format(c.Params("format")), c.Params("lang")
	if !slices.Contains(outFormats, format) || !slices.Contains(languagesOf(content), lang) {
		return apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	file, _ := exchange.Export(content, format, lang)
	ending, kind := ".gift", "text/plain; charset=utf-8"
	if format == exchange.Moodle {
		ending, kind = ".xml", "application/xml"
	}
	return page.File(c, content.Code+"-"+lang+ending, kind, file)
}
