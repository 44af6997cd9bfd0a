package report

import (
	"context"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
)

// part is a number of persons in the order of their Kennung.
type part struct {
	after   uuid.UUID // the Kennung before the first; the zero one: from the start
	persons int
	read    int      // how many the database had
	last    [16]byte // Kennung of the last of these
}

// Page is a part of the rows of a report, without names.
type Page struct {
	KnownAt time.Time
	// Head is the line under which the hash begins: definitions version, D, T, scope,
	// filter. It stays the same from page to page.
	Head []string
	Rows []Anonymous // by Kennung, course code and cycle
	Last uuid.UUID   // where the next page begins; the zero one: there is none
}

// Anonymous is a row as the hash has it (REPORT.md §1), without a name; a date is
// zero and a text empty where there is none.
type Anonymous struct {
	Kennung        uuid.UUID
	DepartmentCode string // several: separated by " | "
	CourseCode     string
	VersionHash    string
	Cycle          int
	Rule           string // code and version
	Assigned       calendar.Date
	OriginalDue    calendar.Date
	Due            calendar.Date
	GraceUntil     calendar.Date
	Status         string
	Fulfilled      calendar.Date
	How            string
	ValidUntil     calendar.Date
	WindowFrom     calendar.Date
	EvidenceNo     string
	Corrected      bool
}

func anonymous(r Row) Anonymous {
	return Anonymous{
		Kennung: r.Subject.UID, DepartmentCode: r.Subject.Codes(), CourseCode: r.Course.Code, VersionHash: r.versionHash(), Cycle: int(r.Cycle.No),
		Rule: r.ruleCode(), Assigned: r.Cycle.AssignedOn, OriginalDue: r.Cycle.OriginalDueOn, Due: r.Due, GraceUntil: r.GraceUntil,
		Status: string(r.Status), Fulfilled: r.Cycle.CompletedOn, How: string(r.Cycle.How), ValidUntil: ended(r.Cycle.ValidUntil),
		WindowFrom: ended(r.Cycle.WindowFrom), EvidenceNo: r.Cycle.EvidenceNo, Corrected: r.Corrected,
	}
}

// Page reads the rows of up to so many persons, those after a Kennung. A page may
// hold fewer rows than that, or none, and still have a next one: persons of the
// scope who have no row then are counted too. Persons hands out whom it read of, for
// the access log. Errors as Rows.
func (s *Service) Page(ctx context.Context, q Query, after uuid.UUID, persons int) (Page, []int64, error) {
	q.part = &part{after: after, persons: persons}
	var p Page
	var ids []int64
	err := s.read(ctx, q, func(shot *snapshot) error {
		p = Page{KnownAt: shot.known, Head: head(q, shot.known)}
		return shot.each(ctx, byKennung, func(one *Subject, rows []Row, _ Gap) error {
			for _, r := range rows {
				p.Rows = append(p.Rows, anonymous(r))
			}
			if len(rows) > 0 {
				ids = append(ids, one.ID)
			}
			return nil
		})
	})
	if err == nil && q.part.read == persons {
		p.Last = q.part.last
	}
	return p, ids, err
}

// Handed logs that a program got rows of these persons by a key; whoever made the
// key answers for it, and the persons see it.
func (s *Service) Handed(ctx context.Context, q Query, answers int64, persons []int64) error {
	return audit.Looked(ctx, s.DB, audit.Look{ViewerID: answers, Page: "api.rows", Scope: q.Scope.Name(), AsOf: q.AsOf, PersonIDs: persons})
}
