package learner

import (
	"slices"

	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/session"
)

// comingRow is a training in person that the reader is on the list of, or may sign up
// for.
type comingRow struct {
	URL, Text, Course, Note string
}

// newComing are the rows of coming sessions; title names a course where the page is
// not about one.
func newComing(l *i18n.Printer, list []session.Coming, title func(id int64) string) []comingRow {
	var rows []comingRow
	for _, one := range list {
		row := comingRow{URL: "/schulungen/" + one.UID, Text: l.LongDate(one.HeldOn) + ", " + one.Place, Course: title(one.CourseID)}
		if one.StartsAt != "" {
			row.Text = l.T("session.coming.at", "day", l.LongDate(one.HeldOn), "time", one.StartsAt, "place", one.Place)
		}
		switch left := one.Seats - one.Taken; {
		case one.Mine != "":
			row.Note = l.T("session.coming." + string(one.Mine))
		case one.Seats == 0:
			row.Note = l.T("session.join.do")
		case left <= 0:
			row.Note = l.T("session.seats.full")
		default:
			row.Note = l.N("session.seats.left", left, "of", one.Seats)
		}
		rows = append(rows, row)
	}
	return rows
}

// wanted are those that the reader is on the list of, and those of courses that are
// open for them.
func wanted(list []session.Coming, open []learning.Item) []session.Coming {
	return slices.DeleteFunc(slices.Clone(list), func(one session.Coming) bool {
		return one.Mine == "" && !slices.ContainsFunc(open, func(i learning.Item) bool { return i.Version.CourseID == one.CourseID })
	})
}
