package reminder

import (
	"fmt"
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/duedate"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/settings"
)

// group is the block of a mail in which a course stands.
type group string

// The groups in the order of a mail; each has the texts mail.lead.<group> and
// mail.line.<group>.
const (
	groupLate  group = "late"
	groupGrace group = "grace"
	groupNew   group = "new"
	groupOpen  group = "open"
	groupRenew group = "renew"
)

var groups = []group{groupLate, groupGrace, groupNew, groupOpen, groupRenew}

func groupOf(i Item) group {
	switch {
	case i.Status.Late():
		return groupLate
	case i.Status == ledger.StatusInGrace:
		return groupGrace
	case i.Status.Fulfilled():
		return groupRenew
	case i.Step == StepAssigned:
		return groupNew
	default:
		return groupOpen
	}
}

// compose is a mail to a person: what is due now, and beside it everything else
// that is open.
func (s *Service) compose(
	common *wording, current settings.Settings, p Policy, who contact, triggers []Item, duties []ledger.Duty,
	blocked map[int64]Reason, day calendar.Date,
) (letter.Letter, error) {
	texts := common.texts
	items := withOpen(p, who.Person, triggers, duties, blocked, day)
	l := s.Press.Begin(texts, current, who.name())
	l.Subject = subjectOf(texts, triggers, items, day)
	l.Link = letter.Link{Text: texts.T("mail.link"), URL: s.Press.URL("/")}
	late := false
	for _, g := range groups {
		section := letter.Section{}
		for _, item := range items {
			if groupOf(item) != g {
				continue
			}
			line, err := s.lineOf(common, item, g)
			if err != nil {
				return letter.Letter{}, err
			}
			section.Lines = append(section.Lines, line)
		}
		if n := len(section.Lines); n > 0 {
			section.Lead = texts.N("mail.lead."+string(g), n)
			l.Sections = append(l.Sections, section)
			late = late || g == groupLate
		}
	}
	l.Help = []string{texts.T("mail.worktime") + " " + texts.T("mail.quiz")}
	if late {
		l.Help = append(l.Help, texts.T("mail.help.late", "contact", current.Text("hr_contact")))
	} else {
		l.Help = append(l.Help, texts.T("mail.help.open", "contact", current.Text("hr_contact")))
	}
	l.Why = texts.T("mail.why", "municipality", current.Text("municipality"))
	if entries := duedate.Entries(who.UID, duties, day); len(entries) > 0 {
		l.Attachments = []mail.Attachment{{Name: duedate.Name(texts), MediaType: duedate.MediaType, Data: common.dates.File(entries)}}
	}
	if s.MinePath != "" {
		l.Why += " " + texts.T("mail.why_more", "url", s.Press.URL(s.MinePath))
	}
	return l, nil
}

// withOpen adds the person's other open duties to those that are due: one mail
// holds everything.
func withOpen(p Policy, who Person, triggers []Item, duties []ledger.Duty, blocked map[int64]Reason, day calendar.Date) []Item {
	items := slices.Clone(triggers)
	for _, d := range duties {
		if blocked[d.CourseID] != "" || slices.ContainsFunc(items, func(i Item) bool { return i.CourseID == d.CourseID }) {
			continue
		}
		if item, _, ok := p.Latest(d, ToPerson, who.Site, day); ok && item.Status.ToDo() {
			if item.Step == StepAssigned {
				item.Step = "" // announced before
			}
			items = append(items, item)
		}
	}
	sortItems(items)
	return items
}

// subjectOf names no person and no course.
func subjectOf(texts *i18n.Printer, triggers, items []Item, day calendar.Date) string {
	isNew := func(i Item) bool { return groupOf(i) == groupNew }
	isRenewal := func(i Item) bool { return groupOf(i) == groupRenew }
	switch {
	case all(triggers, isNew):
		return texts.N("mail.subject.new", len(triggers), "date", next(triggers, day))
	case all(items, isRenewal):
		return texts.N("mail.subject.renew", len(items), "date", next(items, day))
	}
	open := slices.DeleteFunc(slices.Clone(items), isRenewal)
	date := next(open, day)
	if date < day {
		return texts.N("mail.subject.late", len(open), "date", date)
	}
	return texts.N("mail.subject.open", len(open), "date", date)
}

// next is the earliest date that is not over, else the earliest of all.
func next(items []Item, day calendar.Date) calendar.Date {
	ahead, earliest := calendar.Forever, calendar.Forever
	for _, i := range items {
		if i.Due.IsZero() {
			continue
		}
		earliest = min(earliest, i.Due)
		if i.Due >= day {
			ahead = min(ahead, i.Due)
		}
	}
	if ahead != calendar.Forever {
		return ahead
	}
	return earliest
}

func all(items []Item, is func(Item) bool) bool {
	return !slices.ContainsFunc(items, func(i Item) bool { return !is(i) })
}

// line is one course with its date and its minutes.
func (s *Service) line(texts *i18n.Printer, item Item, g group) (letter.Line, error) {
	c, err := s.Courses.Course(item.CourseID, texts.Lang())
	if err != nil {
		return letter.Line{}, fmt.Errorf("reminder: course %d: %w", item.CourseID, err)
	}
	facts := []string{texts.T("mail.line."+string(g), "date", item.Due)}
	if c.Minutes > 0 {
		facts = append(facts, texts.N("mail.line.minutes", c.Minutes))
	}
	return letter.Line{Title: c.Title, Facts: strings.Join(facts, ", "), URL: s.courseURL(c)}, nil
}
