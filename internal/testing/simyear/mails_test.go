package simyear

import (
	"regexp"
	"strconv"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/mail"
)

// post is what the mail server has taken so far.
type post struct {
	mails  int
	byID   map[string]int
	sentOn map[string][]calendar.Date // of the reminders to an address
}

func newPost() post { return post{byID: map[string]int{}, sentOn: map[string][]calendar.Date{}} }

const (
	perWeek    = 2  // mails to a person in seven days (REMINDERS.md)
	windowDays = 60 // before the end of a completion its renewal opens
)

var (
	messageID = regexp.MustCompile(`(?mi)^Message-ID: (\S+)`)
	named     = regexp.MustCompile(`Muster(\d+)`)
)

// take holds the mails of a moment against the truth.
func (y *year) take(day calendar.Date) {
	y.t.Helper()
	for _, m := range y.server.Drain() {
		y.mails++
		id := messageID.FindStringSubmatch(string(m.Raw))
		read, err := mail.Read(m.Raw)
		if err != nil || id == nil || len(m.To) != 1 {
			y.t.Fatalf("%s: no mail to one person: %v %v", day, m.To, err)
		}
		if y.byID[id[1]]++; y.byID[id[1]] > 1 {
			y.t.Errorf("%s: %s arrives a second time: %s", day, id[1], read.Subject)
		}
		to := y.owner(m.To[0])
		switch {
		case to == nil || !to.mailbox:
			y.t.Errorf("%s: a mail to %s, who has no mailbox", day, m.To[0])
		case !to.here(day):
			y.t.Errorf("%s: a mail to %s, employed from %s to %s: %s", day, m.To[0], to.entry, to.exit, read.Subject)
		case to.isAway(day):
			y.t.Errorf("%s: a mail to %s, who is away: %s", day, m.To[0], read.Subject)
		case strings.HasPrefix(read.Subject, y.digestSubject()):
			y.digest(day, m.To[0], read)
		default:
			y.reminder(day, to, read)
		}
	}
}

func (y *year) digestSubject() string {
	text := y.app.Texts.Printer("de").T("mail.digest.subject", "date", "|")
	return text[:strings.Index(text, "|")]
}

func (y *year) owner(address string) *one {
	no, err := strconv.Atoi(strings.TrimPrefix(strings.SplitN(address, "@", 2)[0], "p"))
	if err != nil || no < 1 || no > len(y.all) {
		return nil
	}
	return y.all[no-1]
}

// digest names nobody who has left.
func (y *year) digest(day calendar.Date, to string, read mail.Readable) {
	y.t.Helper()
	for _, name := range named.FindAllStringSubmatch(read.Text, -1) {
		if o := y.owner("p" + name[1] + "@"); o == nil || !o.here(day) {
			y.t.Errorf("%s: the overview of %s names %s, who is not employed", day, to, name[0])
		}
	}
}

// reminder is one a day, few a week, and of nothing that is done or exempt.
func (y *year) reminder(day calendar.Date, to *one, read mail.Readable) {
	y.t.Helper()
	week := 1
	for _, d := range y.sentOn[to.address()] {
		if d == day {
			y.t.Errorf("%s: a second reminder of the day to %s", day, to.address())
		}
		if d > day.AddDays(-7) {
			week++
		}
	}
	if week > perWeek {
		y.t.Errorf("%s: %d reminders in seven days to %s", day, week, to.address())
	}
	y.sentOn[to.address()] = append(y.sentOn[to.address()], day)
	named := 0
	for code, title := range y.titles {
		if !strings.Contains(read.Text, title) {
			continue
		}
		named++
		if since, exempt := to.exempt[code]; exempt && since <= day {
			y.t.Errorf("%s: %s is reminded of %s and exempt since %s", day, to.address(), code, since)
		}
		if all := to.done[code]; len(all) > 0 {
			last := all[len(all)-1]
			if last.on <= day && day < y.windowOf(code, last.on) {
				y.t.Errorf("%s: %s is reminded of %s, passed on %s", day, to.address(), code, last.on)
			}
		}
	}
	if named == 0 {
		y.t.Errorf("%s: a reminder of nothing to %s: %s", day, to.address(), read.Text)
	}
	if strings.Contains(read.Text, y.titles["SIM-10"]) {
		y.t.Errorf("%s: %s is reminded of what is recommended only", day, to.address())
	}
}

// windowOf is the day on which the renewal of a completion opens.
func (y *year) windowOf(code string, on calendar.Date) calendar.Date {
	version, err := y.app.Catalogue.ByCode(code)
	y.must(err)
	return on.AddMonths(version.Content.ValidityMonths).AddDays(-windowDays)
}
