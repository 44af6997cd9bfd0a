package certificate

import (
	"cmp"
	"context"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Record is a Bildungsnachweis as finished texts: all completions of a person that
// count or have counted, for the Arbeitszeugnis file and the next employer. It knows
// no score, no attempt and nothing that is open.
type Record struct {
	Municipality string
	Person       string
	Sentence     string
	Rows         []RecordRow
	Issued       string
	Check        string // how anybody checks a line
	L            *i18n.Printer
	On           calendar.Date // of the file
}

// RecordRow is one completion.
type RecordRow struct {
	Course, How string
	On, Until   string
	Version     string
	No, Code    string
}

// Records are the Bildungsnachweise of the persons, each in the person's language, in
// the order given; in three statements.
func (s *Service) Records(ctx context.Context, c db.Conn, persons []people.Person, current settings.Settings, today calendar.Date) ([]Record, error) {
	ids := make([]int64, len(persons))
	for i, p := range persons {
		ids[i] = p.ID
	}
	events, err := History(ctx, c, ids, people.KnownForever)
	if err != nil {
		return nil, err
	}
	duties, err := s.ledger.Duties(ctx, c, ids)
	if err != nil {
		return nil, err
	}
	own := map[int64][]ledger.Duty{}
	for _, d := range duties {
		own[d.PersonID] = append(own[d.PersonID], d)
	}
	lists := make([][]Evidence, len(persons))
	var versions []int64
	for i, p := range persons {
		lists[i] = slices.DeleteFunc(standing(events[p.ID], own[p.ID]), func(e Evidence) bool { return e.Revoked })
		for j := range lists[i] {
			versions = append(versions, lists[i][j].VersionID)
			if lists[i][j].Course, err = s.courses.Current(lists[i][j].CourseID); err != nil {
				return nil, err
			}
		}
	}
	numbers, err := versionNumbers(ctx, c, versions)
	if err != nil {
		return nil, err
	}
	records := make([]Record, len(persons))
	for i, p := range persons {
		records[i] = s.record(s.texts.Printer(p.Language), p, lists[i], numbers, current, today)
	}
	return records, nil
}

// record sets one, the first completion first.
func (s *Service) record(l *i18n.Printer, person people.Person, list []Evidence, numbers map[int64]int, current settings.Settings, today calendar.Date) Record {
	municipality := current.Text("municipality")
	r := Record{Municipality: municipality, Person: person.Name(), L: l, On: today,
		Sentence: l.N("record.sentence", len(list), "municipality", municipality, "day", l.LongDate(today)),
		Issued:   l.T("certificate.electronic", "municipality", municipality, "day", l.LongDate(today))}
	if len(list) == 0 {
		r.Sentence = l.T("record.none", "municipality", municipality, "day", l.LongDate(today))
	}
	slices.SortStableFunc(list, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(a.CompletedOn, b.CompletedOn), cmp.Compare(a.EventID, b.EventID))
	})
	for _, e := range list {
		row := RecordRow{Course: e.Course.Title(l.Lang()), How: e.Course.Code() + " · " + l.T("learner.how."+string(e.How)), On: l.Date(e.CompletedOn),
			Until: l.T("learner.evidence.forever"), No: e.No, Code: s.Code(e.No)}
		if e.ValidUntil != calendar.Forever {
			row.Until = l.Date(e.ValidUntil)
		}
		if n := numbers[e.VersionID]; n > 0 {
			row.Version = l.Int(n)
		}
		r.Rows = append(r.Rows, row)
	}
	if len(list) > 0 {
		r.Check = l.T("record.check", "address", typed(s.url)+CheckPath)
		if current.OnlyInside() {
			r.Check = l.T("certificate.check_inside", "contact", current.Text("hr_contact"), "address", typed(s.url)+CheckPath)
		}
	}
	return r
}
