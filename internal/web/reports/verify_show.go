package reports

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/i18n"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
)

type verifyPage struct {
	page.Base
	page.Heading
	Tabs        []page.Step
	Form        *page.Form
	MaxBytes    int
	Facts       []page.Fact
	Heads       []page.Fact // of the Deckblatt, what differs
	Differences []differenceRow
	More        string
}

type differenceRow struct {
	Kennung, Course, What string
	Fields                []page.Fact
}

func (h *Handlers) verifyShow(c *fiber.Ctx) error {
	return page.Render(c, "reports/verify", newVerify(page.From(c), nil))
}

// verify judges the file and shows at once what it is: the file is not kept.
func (h *Handlers) verify(c *fiber.Ctx) error {
	form := page.ReadForm(c, "file", "reports.verify.file", "id", "reports.verify.id")
	up := report.Upload{UID: form.Get("id")}
	if file := form.File("file"); file != nil {
		content, err := read(file)
		if err != nil && !form.Refused(err) {
			return err
		}
		up.Name, up.Content = file.Filename, content
	}
	if !form.OK() {
		return page.Invalid(c, "reports/verify", newVerify(page.From(c), form))
	}
	viewer, ctx, cancel, err := h.viewer(c)
	if err != nil {
		return err
	}
	defer cancel()
	verdict, err := h.Reports.Verify(ctx, viewer, up)
	if err != nil {
		if form.Refused(atField(err)) {
			return page.Invalid(c, "reports/verify", newVerify(page.From(c), form))
		}
		return err
	}
	p := newVerify(page.From(c), form)
	p.judged(up.Name, verdict)
	return page.Render(c, "reports/verify", p)
}

// atField puts what is wrong with a file beside its field.
func atField(err error) error {
	var e *apperr.Error
	if !errors.As(err, &e) || e.Field != "" || e.Kind == apperr.Internal {
		return err
	}
	moved := *e
	return moved.At("file")
}

func read(header *multipart.FileHeader) ([]byte, error) {
	if header.Size > report.MaxVerify {
		return nil, apperr.New(apperr.TooLarge, "error.too_large", map[string]any{"megabytes": report.MaxVerify >> 20}).At("file")
	}
	file, err := header.Open()
	if err != nil {
		return nil, fmt.Errorf("reports: open the upload: %w", err)
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("reports: read the upload: %w", err)
	}
	return content, nil
}

func newVerify(base page.Base, form *page.Form) *verifyPage {
	base.Title = base.L.T("reports.verify")
	p := &verifyPage{Base: base, Form: form, MaxBytes: report.MaxVerify, Tabs: tabs(base, verifyPath)}
	p.Heading = page.Heading{Text: base.L.T("reports.verify.heading"), Lead: base.L.T("reports.verify.lead")}
	return p
}

// judged puts the verdict into the heading, then what it rests on.
func (p *verifyPage) judged(name string, v report.Verdict) {
	l := p.L
	key := "other"
	switch {
	case v.File:
		key = "file"
	case v.Matches:
		key = "matches"
	case len(v.Heads) > 0 && v.Differing == 0 && v.Ledger == report.LedgerSame:
		key = "head"
	}
	p.Heading = page.Heading{Kicker: name, Text: l.T("reports.verdict." + key), Lead: l.T("reports.ledger." + string(v.Ledger))}
	r := v.Report
	p.Facts = []page.Fact{
		{Term: l.T("report.cover.report_id"), Text: r.UID}, {Term: l.T("report.cover.as_of"), Text: l.Date(r.AsOf)},
		{Term: l.T("report.cover.role"), Text: l.T("report.role." + string(r.Variant))},
		{Term: l.T("reports.made"), Text: made(l, r)}, {Term: l.T("report.cover.scope_code"), Text: r.Scope},
	}
	if v.File { // its rows were not read, and a manager's file does not name all that were counted
		p.Facts = append(p.Facts, page.Fact{Term: l.T("reports.rows_register"), Text: l.Int(r.Rows)},
			page.Fact{Term: l.T("reports.hash_bytes"), Text: hex.EncodeToString(r.FileSHA256[:])})
	} else {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("reports.rows"), Text: l.T("reports.rows_of", "file", v.Rows, "register", r.Rows)},
			page.Fact{Term: l.T("reports.hash_file"), Text: hex.EncodeToString(v.Hash[:])})
	}
	p.Facts = append(p.Facts, page.Fact{Term: l.T("reports.hash_register"), Text: hex.EncodeToString(r.DetailSHA256[:])})
	for _, d := range v.Heads {
		p.Heads = append(p.Heads, page.Fact{Term: l.T("report.cover." + d.Key), Text: l.T("reports.instead", "file", or(d.File), "register", or(d.Ledger))})
	}
	for _, d := range v.Differences {
		row := differenceRow{Kennung: d.Kennung, Course: d.Course, What: l.T("reports.difference." + d.Kind)}
		for _, f := range d.Fields {
			row.Fields = append(row.Fields, page.Fact{Term: l.T("report.col." + f.Key), Text: l.T("reports.instead", "file", or(f.File), "register", or(f.Ledger))})
		}
		p.Differences = append(p.Differences, row)
	}
	if more := v.Differing - len(v.Differences); more > 0 {
		p.More = l.N("reports.more", more)
	}
}

func made(l *i18n.Printer, r report.Registered) string {
	by := r.By
	if by == "" {
		by = l.T("report.command_line")
	}
	return strings.Join([]string{page.Clock(l, r.CreatedAt), by}, " · ")
}

func or(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
