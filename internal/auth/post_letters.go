package auth

import (
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/settings"
)

// codeLetter has no link: the code belongs into the page that is open already,
// and nobody should learn to follow one from a mail about signing in.
func (p *Post) codeLetter(texts *i18n.Printer, r request, to addressee, current settings.Settings) letter.Letter {
	l := p.Press.Begin(texts, current, to.name())
	l.Subject = texts.T("mail.code.subject")
	l.Sections = []letter.Section{{
		Lead: texts.T("mail.code.lead"), Code: codeOf(p.Secret, r.Browser),
		Note: texts.T("mail.code.until", "time", timeOfDay(r.AskedAt.Add(CodeLife))),
	}}
	l.Help = []string{texts.T("mail.code.not_you", "contact", current.Text("hr_contact"))}
	l.Without = texts.T("mail.code.where", "host", p.Press.Host(texts, current))
	l.Why = texts.T("mail.code.why", "municipality", current.Text("municipality"))
	return l
}

// linkLetter is an invitation or the link for a new password.
func (p *Post) linkLetter(
	texts *i18n.Printer, purpose Purpose, token string, to addressee, current settings.Settings, until time.Time,
) letter.Letter {
	l := p.Press.Begin(texts, current, to.name())
	l.Link.URL = p.Press.URL(p.LinkPath(purpose, token))
	if purpose == ForPassword {
		l.Subject, l.Link.Text = texts.T("mail.password.subject"), texts.T("mail.password.link")
		l.Sections = []letter.Section{{Lead: texts.T("mail.password.lead"), Note: texts.T("mail.password.until", "time", timeOfDay(until))}}
		l.Help = []string{texts.T("mail.password.not_you", "contact", current.Text("hr_contact"))}
		l.Without = texts.T("mail.password.without", "host", p.Press.Host(texts, current))
		l.Why = texts.T("mail.password.why", "municipality", current.Text("municipality"))
		return l
	}
	l.Subject, l.Link.Text = texts.T("mail.invitation.subject"), texts.T("mail.invitation.link")
	l.Sections = []letter.Section{{
		Lead: texts.T("mail.invitation.lead", "municipality", current.Text("municipality")),
		Note: texts.T("mail.invitation.until", "day", calendar.DateOf(until)),
	}}
	l.Help = []string{texts.T("mail.invitation.how"), texts.T("mail.invitation.help", "contact", current.Text("hr_contact"))}
	l.Without = texts.T("mail.invitation.without", "host", p.Press.Host(texts, current))
	l.Why = texts.T("mail.invitation.why", "municipality", current.Text("municipality"))
	return l
}

// timeOfDay by the clock on the wall.
func timeOfDay(t time.Time) string { return t.In(calendar.Zurich).Format("15.04") }
