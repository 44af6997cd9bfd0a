package certificate

import (
	"net/url"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Sheet is a Kursbestätigung as finished texts, for the page and for the PDF.
type Sheet struct {
	Version      *course.Version // what was completed
	Municipality string
	Person       string
	Course       string
	Sentence     string
	Modules      []string
	Facts        []Fact
	Expired      string // filled once it is over
	No, Code     string
	Link         string // of the QR code; empty where the address answers inside alone
	Check        string // how anybody checks it
	Issued       string
	L            *i18n.Printer
	On           calendar.Date // of the file
}

// Fact is a term with what it says.
type Fact struct{ Term, Text string }

// Sheet sets the certificate of e, whose content is v, in the language of l. Of an
// equivalence v is what was done, and the certificate confirms the other course.
func (s *Service) Sheet(l *i18n.Printer, person people.Person, e Evidence, v *course.Version, current settings.Settings, today calendar.Date) Sheet {
	c := Sheet{
		Version: e.Course, Municipality: current.Text("municipality"), Person: person.Name(), Course: e.Course.Title(l.Lang()),
		Sentence: l.T("learner.certificate.sentence", "date", l.LongDate(e.CompletedOn)),
		No:       e.No, Code: s.Code(e.No), L: l, On: today,
	}
	fact := func(key, text string) { c.Facts = append(c.Facts, Fact{l.T(key), text}) }
	how := l.T("learner.how." + string(e.How))
	if e.How == ledger.HowEquivalence {
		how = l.T("learner.certificate.equivalence", "title", v.Title(l.Lang()), "no", e.Source)
	} else {
		for _, m := range v.Content.Modules {
			c.Modules = append(c.Modules, m.Titles.In(l.Lang()))
		}
		fact("learner.certificate.time", l.Minutes(v.Content.Minutes))
	}
	fact("learner.certificate.how", how)
	until := l.T("learner.evidence.forever")
	if e.ValidUntil != calendar.Forever {
		until = l.LongDate(e.ValidUntil)
		if e.ValidUntil < today {
			c.Expired = l.T("learner.certificate.expired", "date", until)
		}
	}
	fact("learner.evidence.until", until)
	fact("learner.evidence.no", e.No)
	fact("certificate.code", c.Code)
	fact("learner.certificate.version", l.T("learner.certificate.version_text", "code", v.Code(), "number", v.Number, "hash", v.Hash[:min(12, len(v.Hash))]))
	fact("certificate.issuer", c.Municipality)
	c.check(s.url, current)
	return c
}

// check says how the certificate is checked, and promises no more than the address
// keeps.
func (c *Sheet) check(address string, current settings.Settings) {
	c.Issued = c.L.T("certificate.electronic", "municipality", c.Municipality, "day", c.L.LongDate(c.On))
	if current.OnlyInside() {
		c.Check = c.L.T("certificate.check_inside", "contact", current.Text("hr_contact"), "address", typed(address)+CheckPath)
		return
	}
	c.Link = address + CheckPath + "?" + url.Values{"nr": {c.No}, "code": {c.Code}}.Encode()
	c.Check = c.L.T("certificate.check", "address", typed(address)+CheckPath)
}
