package learner

import (
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/web/page"
)

// soonDays before the due date a row counts the days.
const soonDays = 14

func courseURL(code string) string      { return "/kurse/" + code }
func evidenceURL(no string) string      { return "/nachweise/" + no }
func resultURL(code, uid string) string { return courseURL(code) + "/test/ergebnis/" + uid }

// ResultPath is the page of an attempt that is handed in, for letters.
func ResultPath(code, uid string) string { return resultURL(code, uid) }

func lastStep(l *i18n.Printer, v *course.Version) string {
	switch {
	case v.Policy():
		return l.T("learner.policy.step")
	case v.Practical():
		return l.T("practical.step")
	}
	return l.T("learner.quiz")
}

// deadline is the day that counts: within the grace its last one.
func deadline(i learning.Item) calendar.Date {
	if i.Status == ledger.StatusInGrace {
		return i.Governing.GraceUntil
	}
	return i.Governing.Due
}

// day writes a near day without its year: «4. Dezember».
func day(l *i18n.Printer, d, today calendar.Date) string {
	if ahead := today.DaysUntil(d); ahead >= 0 && ahead < 200 {
		return l.DayMonth(d)
	}
	return l.LongDate(d)
}

// progressWords say how far somebody is: «3 von 5 Modulen · noch 25 Minuten».
func progressWords(l *i18n.Printer, i learning.Item) string {
	c := i.Version.Content
	minutes := l.Minutes(i.MinutesLeft())
	switch {
	case i.First != nil && !i.Begun():
		return l.T("learner.row.first", "title", i.First.Title(l.Lang()))
	case i.Short != nil && !i.Begun():
		return l.T("learner.row.short", "title", i.Short.Title(l.Lang()), "minutes", minutes)
	case !i.Version.Online():
		return l.T("learner.row.classroom", "minutes", l.Minutes(c.Minutes))
	case i.Attempt:
		return l.T("learner.row.attempt", "answered", i.Answered, "total", i.Total)
	case !i.Begun():
		return l.T("learner.row.fresh", "minutes", minutes)
	case i.NextModule() == 0 && i.Version.Policy():
		return l.T("learner.policy.row")
	case i.NextModule() == 0 && i.Version.Practical():
		return l.T("practical.row")
	case i.NextModule() == 0:
		return l.T("learner.row.read")
	default:
		return l.T("learner.row.progress", "read", i.ReadCount(), "total", len(i.ToRead()), "minutes", minutes)
	}
}

// openRow is a course that is to be done.
func openRow(l *i18n.Printer, i learning.Item, today calendar.Date, emblem emblemOf) page.CourseRow {
	r := page.CourseRow{
		Emblem: emblem(i.Version), URL: courseURL(i.Version.Code()), Title: i.Version.Title(l.Lang()),
		Meta: progressWords(l, i), Done: i.ReadCount(), Total: len(i.ToRead()), Code: string(i.Status),
		Next: page.Link{Label: l.T("common.why"), URL: courseURL(i.Version.Code()) + "#warum"},
	}
	if s := i.Choice(); s != nil {
		r.Meta += " · " + l.T("learner.row.choice", "n", s.Courses.AtLeast, "total", s.Of())
	}
	due := deadline(i)
	ahead := today.DaysUntil(due)
	switch {
	case i.Optional():
		r.Code, r.Due = string(ledger.StatusOpen), l.T("learner.row.optional")
	case due == 0:
		r.Due = l.T("learner.row.no_due")
	case i.Status.Late():
		r.Due = l.T("learner.row.was_due", "date", l.Date(due))
	default:
		r.Due = l.T("common.until", "date", l.Date(due))
		if ahead <= soonDays {
			r.Status = page.StatusMark("in_grace", l.Days(ahead))
		}
	}
	return r
}

// waitingRow is a course that waits: the person is away or exempt.
func waitingRow(l *i18n.Printer, i learning.Item, emblem emblemOf) page.CourseRow {
	r := page.CourseRow{
		Emblem: emblem(i.Version), URL: courseURL(i.Version.Code()), Title: i.Version.Title(l.Lang()),
		Meta: l.T("learner.row.waiting"), Code: string(i.Status),
	}
	until := i.Duty.PauseUntil
	if i.Status == ledger.StatusExempt {
		until = i.Duty.ExemptUntil
	}
	if until != calendar.Forever {
		r.Due = l.T("common.until", "date", l.Date(until))
	}
	return r
}

// doneRow is a course with a valid completion.
func doneRow(l *i18n.Printer, i learning.Item, emblem emblemOf) page.CourseRow {
	code := string(ledger.StatusFulfilled)
	if i.HasDuty {
		code = string(i.Status)
	}
	return page.CourseRow{
		Emblem: emblem(i.Version), URL: courseURL(i.Version.Code()), Title: i.Version.Title(l.Lang()), Code: code,
		Meta: l.T("learner.row.done", "date", l.Date(i.Completion.CompletedOn)),
		Due:  validWords(l, i.Completion.ValidUntil),
		Next: page.Link{Label: l.T("learner.row.certificate"), URL: evidenceURL(i.Completion.EvidenceNo)},
	}
}

// validWords is «gültig bis 12.3.2027» or that it does not end.
func validWords(l *i18n.Printer, until calendar.Date) string {
	if until == calendar.Forever {
		return l.T("learner.valid_forever")
	}
	return l.T("common.valid_until", "date", l.Date(until))
}
