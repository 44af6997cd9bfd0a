package page

import (
	"strings"

	"zaemme/internal/course"
	"zaemme/internal/i18n"
	"zaemme/internal/settings"
)

// contacts are the settings that name whom to ask, with the term of each.
var contacts = []struct{ key, placeholder, term string }{
	{"ict_emergency", "ict_notfall", "learner.help.emergency"},
	{"phishing_report", "phishing_meldung", "lookup.contact.phishing"},
	{"privacy_contact", "datenschutz_kontakt", "learner.help.privacy"},
	{"ict_contact", "ict_kontakt", "learner.help.ict"},
}

// Contacts are whom to ask about what a course teaches: those that the course names
// anywhere, else the help with technology; and who answers for the training.
func Contacts(l *i18n.Printer, v *course.Version, current settings.Settings) []Fact {
	var bodies strings.Builder
	for _, m := range v.Content.Modules {
		bodies.WriteString(m.Body)
	}
	if m := v.Content.Handout; m != nil {
		bodies.WriteString(m.Body)
	}
	text, values := bodies.String(), v.Values(current)
	var facts []Fact
	for i, one := range contacts {
		if strings.Contains(text, "{{"+one.placeholder+"}}") || len(facts) == 0 && i == len(contacts)-1 {
			facts = append(facts, Fact{Term: l.T(one.term), Text: values[one.placeholder]})
		}
	}
	return append(facts, Fact{Term: l.T("learner.help.hr"), Text: current.Text("hr_contact")})
}
