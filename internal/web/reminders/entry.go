package reminders

import (
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/web/page"
)

// entryRow is one step of one duty: what it was, what became of it, and why.
type entryRow struct {
	Name, URL string // of the person, on lists of several
	When      string
	What, Why string
	Course    string
	How       string // by mail, on a slip
	Outcome   string
	Reason    string
	Bad       bool // somebody may have to do something
}

// newEntry puts an entry into words.
func (h *Handlers) newEntry(base page.Base, e reminder.Entry, who people.Person) entryRow {
	l := base.L
	row := entryRow{When: page.Clock(l, e.At), What: l.T("mail.step." + e.Step), Course: h.title(base, e.CourseID),
		How: l.T("reminders.channel." + string(e.Channel)), Why: l.T("reminders.why." + e.Step)}
	if !l.Has("mail.step." + e.Step) {
		row.What, row.Why = l.T("reminders.step_other"), ""
	}
	if e.On != 0 {
		row.Why += " " + l.T("reminders.fell_due", "day", e.On)
	}
	if who.ID != 0 {
		row.Name, row.URL = who.Name(), "/personen/"+who.UID.String()+"/erinnerungen"
	}
	row.outcome(base, e)
	return row
}

// outcome is whether it left, and the reason if it did not.
func (r *entryRow) outcome(base page.Base, e reminder.Entry) {
	l := base.L
	code := "waits"
	switch {
	case e.Suppressed != "":
		code = "left_out"
		r.Reason = reasonText(base, string(e.Suppressed))
	case e.State == outbox.Sent || e.State == outbox.HandingOver:
		code = "out"
	case e.State == outbox.Uncertain:
		code, r.Bad = "uncertain", true
	case e.State == outbox.Parked:
		code, r.Bad = "parked", true
	case e.State == outbox.Suppressed:
		code = "left_out"
	}
	if r.Reason == "" && e.Waits != "" && code != "out" {
		r.Reason = reasonText(base, e.Waits)
	}
	switch e.Suppressed {
	case reminder.Bounced, reminder.NobodyToTell, reminder.NoMailbox:
		r.Bad = true
	}
	if e.Channel == reminder.Slip && code == "out" {
		code = "slip_out"
	}
	r.Outcome = l.T("reminders.outcome." + code)
	if e.HandedAt != nil && (code == "out" || code == "slip_out") {
		r.When = page.Clock(l, *e.HandedAt)
	}
}

func reasonText(base page.Base, code string) string {
	if key := "outbox.reason." + code; base.L.Has(key) {
		return base.L.T(key)
	}
	return code
}

// comingRow is what somebody will get on a day.
type comingRow struct {
	Day, Name, URL, How string
	Lines               []string
}

func (h *Handlers) newComing(base page.Base, one reminder.Coming, who people.Person) comingRow {
	l := base.L
	row := comingRow{Day: l.Weekday(one.Day.Weekday()) + ", " + l.Date(one.Day), How: l.T("reminders.channel." + string(one.Channel))}
	if who.ID != 0 {
		row.Name, row.URL = who.Name(), "/personen/"+who.UID.String()+"/erinnerungen"
	}
	for _, item := range one.Items {
		line := l.T("mail.step."+item.Step) + ": " + h.title(base, item.CourseID)
		if item.Due != 0 {
			line += ", " + l.T("common.until", "date", item.Due)
		}
		row.Lines = append(row.Lines, line)
	}
	return row
}
