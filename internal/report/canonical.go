package report

import (
	"crypto/sha256"
	"hash"
	"strconv"
	"strings"
	"time"

	"zaemme/internal/calendar"
)

// knownFormat is T on the cover and in the hash: UTC, microseconds.
const knownFormat = "2006-01-02T15:04:05.000000Z"

// canonical hashes rows as REPORT.md §1 has them. The text is UTF-8, lines end
// with LF, fields are separated by tabs: first one line with definitions
// version, D, T, scope and filter, then a line per row by Kennung, course code
// and cycle (which hold one row per person and course).
type canonical struct {
	hash hash.Hash
	line []byte
}

func newCanonical(q Query, known time.Time) *canonical {
	c := &canonical{hash: sha256.New()}
	c.write(head(q, known)...)
	return c
}

func head(q Query, known time.Time) []string {
	return []string{strconv.Itoa(Definitions), q.AsOf.String(), known.UTC().Format(knownFormat), q.scopeText(), q.Filter.text()}
}

// add takes the rows in their order.
func (c *canonical) add(r Row) { c.write(fields(r)...) }

// fields of a row in the order of REPORT.md §1. Detail shows each of them: the
// rule's code and version begin Pflichtgrund, no end of validity is empty, and a
// correction is 1.
func fields(r Row) []string {
	return []string{
		r.Subject.UID.String(), r.Subject.Codes(), r.Course.Code, r.versionHash(), strconv.Itoa(int(r.Cycle.No)), r.ruleCode(),
		r.Cycle.AssignedOn.String(), r.Cycle.OriginalDueOn.String(), r.Due.String(), r.GraceUntil.String(), string(r.Status),
		r.Cycle.CompletedOn.String(), string(r.Cycle.How), ended(r.Cycle.ValidUntil).String(), ended(r.Cycle.WindowFrom).String(),
		r.Cycle.EvidenceNo, r.correction(),
	}
}

func (c *canonical) write(fields ...string) {
	c.line = c.line[:0]
	for i, f := range fields {
		if i > 0 {
			c.line = append(c.line, '\t')
		}
		c.line = append(c.line, clean(f)...)
	}
	c.line = append(c.line, '\n')
	c.hash.Write(c.line) // never fails
}

// rehash is the hash of rows read from a file, under its head.
func rehash(head []string, rows [][]string) [32]byte {
	sortRows(rows)
	c := &canonical{hash: sha256.New()}
	c.write(head...)
	for _, r := range rows {
		c.write(r...)
	}
	return c.sum()
}

func (c *canonical) sum() [32]byte { return [32]byte(c.hash.Sum(nil)) }

// clean keeps a field on one line and in its column.
func clean(s string) string {
	if strings.ContainsAny(s, "\t\r\n") {
		return strings.NewReplacer("\t", " ", "\r", " ", "\n", " ").Replace(s)
	}
	return s
}

// ended is the date, none for what has no end.
func ended(d calendar.Date) calendar.Date {
	if d == calendar.Forever {
		return 0
	}
	return d
}

func (r Row) versionHash() string {
	if r.Version == nil {
		return ""
	}
	return r.Version.Hash
}

// ruleCode is the rule's code and version, such as «alle-mit-pc/3».
func (r Row) ruleCode() string {
	if r.Rule == nil {
		return ""
	}
	return r.Rule.Code + "/" + strconv.Itoa(int(r.Rule.Version))
}

func (r Row) correction() string {
	if r.Corrected {
		return "1"
	}
	return ""
}
