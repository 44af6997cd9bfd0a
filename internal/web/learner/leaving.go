package learner

import (
	"zaemme/internal/calendar"
	"zaemme/internal/web/page"
)

// leavingDays before the last day the person is offered the Bildungsnachweis.
const leavingDays = 60

// recordPath is the person's own Bildungsnachweis as a file.
const recordPath = "/nachweise/bildungsnachweis"

// leaving offers the Bildungsnachweis to somebody whose last day is near, none for
// nobody.
func (p *startPage) leaving(last calendar.Date) {
	if last == 0 {
		return
	}
	p.Notices = append(p.Notices, page.Notice{Tone: page.Info, Text: p.L.T("leavers.own", "day", p.L.LongDate(last)),
		Next: page.Link{Label: p.L.T("leavers.own_do"), URL: recordPath, File: true}})
}
