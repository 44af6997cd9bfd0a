package api

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/sheet"
	"zaemme/internal/web/visit"
)

// rows is the answer of GET /api/v1/rows.
type rows struct {
	AsOf    string  `json:"as_of"`
	KnownAt string  `json:"known_at"`
	Head    string  `json:"head"` // first line of the hashed text
	Rows    []row   `json:"rows"`
	Next    *string `json:"next"` // cursor; null: this is the last page
}

// row is one unit of counting as the hash has it (REPORT.md §1); keys are those of
// the detail rows of the workbook.
type row struct {
	Kennung        string  `json:"kennung"`
	DepartmentCode string  `json:"department_code"`
	CourseCode     string  `json:"course_code"`
	VersionHash    string  `json:"version_hash"`
	Cycle          int     `json:"cycle"`
	Rule           string  `json:"rule"`
	Assigned       *string `json:"assigned"`
	OriginalDue    *string `json:"original_due"`
	Due            *string `json:"due"`
	Grace          *string `json:"grace"`
	StatusCode     string  `json:"status_code"`
	Fulfilled      *string `json:"fulfilled"`
	How            string  `json:"how"`
	ValidUntil     *string `json:"valid_until"`
	Window         *string `json:"window"`
	Evidence       string  `json:"evidence"`
	Correction     bool    `json:"correction"`
}

// columns of the csv, in the order of the hash.
var columns = []string{"kennung", "department_code", "course_code", "version_hash", "cycle", "rule", "assigned", "original_due", "due", "grace",
	"status_code", "fulfilled", "how", "valid_until", "window", "evidence", "correction"}

// rowsList hands out a page of rows without names.
func (h *Handlers) rowsList(c *fiber.Ctx) error {
	v := visit.Of(c)
	if !slices.Contains(v.APIToken.Reads(), auth.MayRows) {
		return apperr.New(apperr.Forbidden, "error.api.rows", nil)
	}
	kind, err := form(c)
	if err != nil {
		return err
	}
	n, err := persons(c)
	if err != nil {
		return err
	}
	at, err := readCursor(c, v.Today)
	if err != nil {
		return err
	}
	q := report.Query{AsOf: at.AsOf, KnownAt: at.KnownAt, Scope: people.ScopeOfProgram(v.APIToken.DepartmentID, v.Today), Department: v.APIToken.DepartmentCode,
		Variant: report.HR, Language: i18n.Default, Now: v.Now}
	p, ids, err := h.Reports.Page(c.UserContext(), q, at.After, n)
	if err != nil {
		return err
	}
	var next *string
	if p.Last != uuid.Nil {
		text, err := cursor{AsOf: at.AsOf, KnownAt: p.KnownAt, After: p.Last}.text()
		if err != nil {
			return err
		}
		next = &text
		c.Set(fiber.HeaderLink, "<"+Path+"/rows?"+following(c, text)+`>; rel="next"`)
	}
	content, err := content(kind, at.AsOf, p, next)
	if err != nil || fresh(c, content) {
		return err // what the program has already shows nobody anew
	}
	if err := h.Reports.Handed(c.UserContext(), q, v.APIToken.CreatorID, ids); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	return c.Send(content)
}

// following is the query of the next page.
func following(c *fiber.Ctx, next string) string {
	q := url.Values{"cursor": {next}}
	for _, name := range []string{"format", "persons"} {
		if value := c.Query(name); value != "" {
			q.Set(name, value)
		}
	}
	return q.Encode()
}

func content(kind string, day calendar.Date, p report.Page, next *string) ([]byte, error) {
	if kind == asCSV {
		return rowsCSV(p)
	}
	out := rows{AsOf: day.String(), KnownAt: p.KnownAt.UTC().Format(time.RFC3339Nano), Head: strings.Join(p.Head, "\t"), Rows: []row{}, Next: next}
	for _, r := range p.Rows {
		out.Rows = append(out.Rows, newRow(r))
	}
	return encode(out)
}

func newRow(r report.Anonymous) row {
	return row{Kennung: r.Kennung.String(), DepartmentCode: r.DepartmentCode, CourseCode: r.CourseCode, VersionHash: r.VersionHash, Cycle: r.Cycle, Rule: r.Rule,
		Assigned: date(r.Assigned), OriginalDue: date(r.OriginalDue), Due: date(r.Due), Grace: date(r.GraceUntil), StatusCode: r.Status,
		Fulfilled: date(r.Fulfilled), How: r.How, ValidUntil: date(r.ValidUntil), Window: date(r.WindowFrom), Evidence: r.EvidenceNo, Correction: r.Corrected}
}

func date(d calendar.Date) *string {
	if d.IsZero() {
		return nil
	}
	text := d.String()
	return &text
}

// rowsCSV has each field as the hashed text has it.
func rowsCSV(p report.Page) ([]byte, error) {
	var out bytes.Buffer
	w, err := sheet.NewCSV(&out, columns...)
	if err != nil {
		return nil, err
	}
	for _, r := range p.Rows {
		corrected := ""
		if r.Corrected {
			corrected = "1"
		}
		if err := w.Row(r.Kennung.String(), r.DepartmentCode, r.CourseCode, r.VersionHash, strconv.Itoa(r.Cycle), r.Rule, r.Assigned.String(),
			r.OriginalDue.String(), r.Due.String(), r.GraceUntil.String(), r.Status, r.Fulfilled.String(), r.How, r.ValidUntil.String(), r.WindowFrom.String(),
			r.EvidenceNo, corrected); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
