package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/sheet"
)

// MaxVerify is the size of the largest file that is checked, in bytes; a larger one
// is checked by the command line of its own system: its SHA-256 is registered.
const MaxVerify = 40 << 20

// verifyLimits bound what is read of such a file.
func verifyLimits() sheet.Limits {
	l := sheet.DefaultLimits()
	l.Bytes, l.Unzipped, l.Rows = MaxVerify, 2<<30, 300_000
	return l
}

// hashed are the columns of the hash in its order (REPORT.md §1).
var hashed = []string{"kennung", "department_code", "course_code", "version_hash", "cycle", "rule", "assigned", "original_due", "due", "grace",
	"status_code", "fulfilled", "how", "valid_until", "window", "evidence", "correction"}

// dates are the columns of it that hold days; a code may look like one.
var dates = []string{"assigned", "original_due", "due", "grace", "fulfilled", "valid_until", "window", "as_of"}

// The places of the key in hashed.
const (
	atKennung = 0
	atCourse  = 2
	atRule    = 5
)

// facts are what the Deckblatt says of the head of the hash.
type facts struct{ uid, definitions, asOf, known, scope, filter string }

func (f facts) fields() []string { return []string{f.definitions, f.asOf, f.known, f.scope, f.filter} }

// claimed is what a file says: the head, unless it is a mere list of rows, and the
// fields of the hash per row in its order.
type claimed struct {
	facts *facts
	rows  [][]string
}

// sortRows puts rows into the order of the hash.
func sortRows(rows [][]string) {
	slices.SortFunc(rows, func(a, b []string) int {
		if n := strings.Compare(a[atKennung], b[atKennung]); n != 0 {
			return n
		}
		return strings.Compare(a[atCourse], b[atCourse])
	})
}

// readClaimed reads a workbook of HR, or its detail rows as csv or JSON lines, in
// any language of the program. Invalid: it is none of these.
func (s *Service) readClaimed(name string, content []byte) (*claimed, error) {
	if bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")) {
		return readJSONLines(content)
	}
	source, err := sheet.Open(name, content, verifyLimits())
	if err != nil {
		return nil, err
	}
	out := &claimed{}
	sheets := source.Sheets()
	if len(sheets) == 1 && sheets[0].Name == "" { // csv
		return out, s.readRows(source, 0, out)
	}
	found := false
	for i, one := range sheets {
		switch {
		case one.Name == sheetCover:
			if out.facts, err = s.readCover(source, i); err != nil {
				return nil, err
			}
		case one.Name == sheetDetail || strings.HasPrefix(one.Name, sheetDetail+" ("):
			found = true
			if err := s.readRows(source, i, out); err != nil {
				return nil, err
			}
		}
	}
	if !found || out.facts == nil {
		return nil, apperr.New(apperr.Invalid, "error.report.no_detail", nil).At("file")
	}
	return out, nil
}

// labels finds keys by what any language calls them.
func (s *Service) labels(prefix string, keys []string) map[string]string {
	out := map[string]string{}
	for _, lang := range s.Texts.Languages() {
		l := s.Texts.Printer(lang)
		for _, key := range keys {
			out[l.T(prefix+key)] = key
		}
	}
	return out
}

func (s *Service) readCover(source sheet.RowSource, index int) (*facts, error) {
	labels := s.labels("report.cover.", []string{"report_id", "as_of", "known_at", "scope_code", "filter", "definitions"})
	found := map[string]string{}
	for row, err := range source.Rows(index) {
		if err != nil {
			return nil, err
		}
		if len(row.Cells) > 1 {
			if key, ok := labels[row.Cells[0].Text]; ok {
				found[key] = text(row.Cells[1], key)
			}
		}
	}
	return &facts{uid: found["report_id"], definitions: found["definitions"], asOf: found["as_of"], known: found["known_at"],
		scope: found["scope_code"], filter: found["filter"]}, nil
}

func (s *Service) readRows(source sheet.RowSource, index int, out *claimed) error {
	labels := s.labels("report.col.", hashed)
	var at []int
	for row, err := range source.Rows(index) {
		if err != nil {
			return err
		}
		if at == nil {
			if at, err = columnsOf(row, labels); err != nil {
				return err
			}
			continue
		}
		fields := make([]string, len(hashed))
		for i, column := range at {
			if column < len(row.Cells) {
				fields[i] = text(row.Cells[column], hashed[i])
			}
		}
		out.rows = append(out.rows, shortened(fields))
	}
	if at == nil {
		return apperr.New(apperr.Invalid, "error.report.no_detail", nil).At("file")
	}
	return nil
}

// columnsOf finds the columns of the hash in a header.
func columnsOf(header sheet.Row, labels map[string]string) ([]int, error) {
	at := slices.Repeat([]int{-1}, len(hashed))
	for column, cell := range header.Cells {
		if key, ok := labels[cell.Text]; ok {
			at[slices.Index(hashed, key)] = column
		}
	}
	if slices.Contains(at, -1) {
		return nil, apperr.New(apperr.Invalid, "error.report.no_detail", nil).At("file")
	}
	return at, nil
}

// shortened leaves of the reason code and version, as the hash has it.
func shortened(fields []string) []string {
	fields[atRule], _, _ = strings.Cut(fields[atRule], " ")
	return fields
}

// text is a cell as the hash has it: dates ISO, numbers plain, and without the
// apostrophe that a csv puts before what looks like a formula.
func text(c sheet.Cell, key string) string {
	if slices.Contains(dates, key) {
		if day, ok := c.Date(); ok {
			return day.String()
		}
		if day, err := calendar.ParseDE(c.Text); c.Kind == sheet.Text && err == nil {
			return day.String()
		}
	}
	if len(c.Text) > 1 && c.Text[0] == '\'' && strings.ContainsRune("=+-@", rune(c.Text[1])) {
		return c.Text[1:]
	}
	return c.Text
}

func readJSONLines(content []byte) (*claimed, error) {
	out := &claimed{}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	for decoder.More() {
		var row map[string]any
		if err := decoder.Decode(&row); err != nil {
			return nil, apperr.Wrap(apperr.Invalid, "error.report.no_detail", err).At("file")
		}
		fields := make([]string, len(hashed))
		for i, key := range hashed {
			value, ok := row[key]
			if !ok {
				return nil, apperr.New(apperr.Invalid, "error.report.no_detail", nil).At("file")
			}
			switch v := value.(type) {
			case string:
				fields[i] = v
			case json.Number:
				fields[i] = v.String()
			case bool:
				fields[i] = strconv.FormatBool(v)
			}
		}
		if out.rows = append(out.rows, shortened(fields)); len(out.rows) > verifyLimits().Rows {
			return nil, apperr.New(apperr.TooLarge, "error.sheet.rows", map[string]any{"limit": verifyLimits().Rows, "line": len(out.rows)}).At("file")
		}
	}
	return out, nil
}
