package reminder

import (
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/settings"
)

// composeDigest is the weekly mail to a superior: numbers, no names but those on
// the slips.
func (s *Service) composeDigest(
	speak voice, current settings.Settings, p Policy, recipient contact, d Digest, slips []slip, day calendar.Date,
) (letter.Letter, error) {
	texts := speak(recipient.Language)
	l := s.Press.Begin(texts, current, recipient.name())
	l.Subject = texts.T("mail.digest.subject", "date", day)
	l.Link = letter.Link{Text: texts.T("mail.digest.link"), URL: s.Press.URL("/" + strings.TrimPrefix(s.TeamPath, "/"))}
	l.Why = texts.T("mail.digest.why", "municipality", current.Text("municipality"))
	var numbers []string
	if d.Late > 0 {
		numbers = append(numbers, texts.N("mail.digest.late", d.Late))
	}
	if d.Soon > 0 {
		numbers = append(numbers, texts.N("mail.digest.soon", d.Soon, "days", p.SoonDays))
	}
	if len(numbers) > 0 {
		numbers = append(numbers, texts.T("mail.digest.plan"))
		l.Sections = append(l.Sections, letter.Section{Lead: strings.Join(numbers, " ")})
	}
	s.longer(texts, &l, p, d)
	if len(slips) == 0 {
		return l, nil
	}
	l.Sections = append(l.Sections, letter.Section{Lead: texts.N("mail.digest.slips", len(slips)),
		Lines: []letter.Line{{Title: texts.T("mail.digest.slips_print"), URL: s.Press.URL("/" + strings.TrimPrefix(s.SlipsPath, "/"))}}})
	for _, one := range slips {
		// In the language of whom it is for.
		theirs := speak(one.who.Language)
		section := letter.Section{Title: theirs.T("mail.slip.title", "name", one.who.name())}
		for _, item := range one.items {
			line, err := s.line(theirs, item, groupOf(item))
			if err != nil {
				return letter.Letter{}, err
			}
			line.URL = ""
			section.Lines = append(section.Lines, line)
		}
		section.Lead = theirs.N("mail.slip.lead", len(section.Lines))
		section.Note = theirs.T("mail.slip.how", "host", s.Press.Host(theirs, current), "contact", current.Text("hr_contact"))
		l.Sections = append(l.Sections, section)
	}
	return l, nil
}

// longer adds what has been late for long: to who heads a department, and to HR.
func (s *Service) longer(texts *i18n.Printer, l *letter.Letter, p Policy, d Digest) {
	if d.LeadLate > 0 {
		l.Sections = append(l.Sections, letter.Section{
			Lead: texts.N("mail.digest.lead", d.LeadLate, "days", p.after(ToLead), "persons", len(d.Lead)),
		})
	}
	if d.HRLate > 0 {
		l.Sections = append(l.Sections, letter.Section{
			Lead:  texts.N("mail.digest.hr", d.HRLate, "days", p.after(ToHR), "persons", len(d.HR)),
			Lines: []letter.Line{{Title: texts.T("mail.digest.hr_list"), URL: s.Press.URL("/" + strings.TrimPrefix(s.LatePath, "/"))}},
		})
	}
	if len(d.Team) == 0 && d.LeadLate == 0 {
		l.Link = letter.Link{} // HR has no team here
	}
}

// after is how many days late something is when the audience is first told.
func (p Policy) after(to Audience) int {
	i := slices.IndexFunc(p.Steps.List, func(s Step) bool { return s.Audience == to })
	if i < 0 {
		return 0
	}
	return p.Steps.List[i].Offset
}
