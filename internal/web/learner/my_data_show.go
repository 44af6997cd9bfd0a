package learner

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/feedback"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// seenPerPage looks are on one page of the list.
const seenPerPage = 10

// myDataPage is all that is stored about the person, and who has looked at it.
type myDataPage struct {
	page.Base
	page.Heading
	Person   []page.Fact
	Work     [][]page.Fact // one list per employment
	Absences []string
	Learning []page.Fact
	Seen     []seenRow
	SeenText string
	Pager    page.Pager
	Card     []page.Fact
	CardActs []seenRow
	Voices   []ownVoice // what was said by name
	Terms    []page.Fact
	Basis    string
	Contact  string
}

type seenRow struct{ Who, Function, When, What string }

// maxSeenPage keeps the offset small enough to be counted.
const maxSeenPage = 10_000

func (h *Handlers) myDataShow(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	no := min(max(c.QueryInt("seite", 1), 1), maxSeenPage)
	record, err := people.RecordOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return err
	}
	stored, err := h.Learning.Stored(ctx, h.DB, actOf(c))
	if err != nil {
		return err
	}
	seen, total, err := audit.SeenBy(ctx, h.DB, v.ViewerID(), seenPerPage, (no-1)*seenPerPage)
	if err != nil {
		return err
	}
	cards, err := auth.CardsOf(ctx, h.DB, v.ViewerID())
	if err != nil {
		return err
	}
	acts, err := audit.AboutArea(ctx, h.DB, v.ViewerID(), "auth.card", seenPerPage)
	if err != nil {
		return err
	}
	said, err := feedback.Own(ctx, h.DB, v.ViewerID())
	if err != nil {
		return err
	}
	p := newMyData(page.From(c), record, v.Settings)
	p.Voices = newOwnVoices(p.L, said, h.Courses.Current)
	p.card(cards[v.ViewerID()], acts)
	p.learning(stored.Duties, stored.Modules, stored.Attempts, stored.Answers)
	p.seen(seen, total, no)
	return page.Render(c, "learner/my-data", p)
}

func newMyData(base page.Base, r people.Record, s settings.Settings) *myDataPage {
	l := base.L
	base.Title = l.T("nav.my_data")
	p := &myDataPage{Base: base, Basis: s.Text("legal_basis"), Contact: s.Text("privacy_contact")}
	p.Heading = page.Heading{Text: l.T("learner.data.heading"), Lead: l.T("learner.data.lead")}
	p.Person = []page.Fact{
		{Term: l.T("learner.data.name"), Text: r.Name()},
		{Term: l.T("learner.data.number"), Text: orNone(r.PersonnelNo)},
		{Term: l.T("learner.data.email"), Text: orNone(r.Email)},
		{Term: l.T("learner.data.language"), Text: l.T("learner.data.language_" + r.Language)},
		{Term: l.T("learner.data.pc"), Text: yesNo(l, r.HasPC)},
	}
	for _, e := range r.Employments {
		p.Work = append(p.Work, workFacts(l, e))
	}
	for _, a := range r.Absences {
		text := l.T("learner.data.absence", "from", l.Date(a.FromOn), "until", l.Date(a.UntilOn))
		if a.UntilOn == calendar.Forever {
			text = l.T("learner.data.absence_open", "from", l.Date(a.FromOn))
		}
		p.Absences = append(p.Absences, text)
	}
	for _, term := range []string{"completion", "answers", "reads", "absence", "access", "reminder", "planned", "feedback", "account"} {
		p.Terms = append(p.Terms, page.Fact{Term: l.T("learner.term." + term), Text: l.T("learner.term." + term + "_text")})
	}
	return p
}

func workFacts(l *i18n.Printer, e people.RecordEmployment) []page.Fact {
	pensum := l.T("learner.data.hourly")
	if e.Pensum > 0 {
		pensum = strconv.FormatFloat(e.Pensum, 'f', -1, 64) + "\u00a0%"
	}
	facts := []page.Fact{
		{Term: l.T("learner.data.department"), Text: e.Department},
		{Term: l.T("learner.data.function"), Text: orNone(e.Function)},
		{Term: l.T("learner.data.category"), Text: l.T("learner.category." + string(e.Category))},
		{Term: l.T("learner.data.pensum"), Text: pensum},
		{Term: l.T("learner.data.entry"), Text: l.Date(e.EntryOn)},
		{Term: l.T("learner.data.manager"), Text: orNone(e.Manager)},
	}
	if e.ExitOn != calendar.Forever {
		facts = append(facts, page.Fact{Term: l.T("learner.data.exit"), Text: l.Date(e.ExitOn)})
	}
	return facts
}

func (p *myDataPage) learning(duties, modules, attempts, answers int) {
	l := p.L
	fact := func(key string, n int, url string) page.Fact {
		return page.Fact{Term: l.T("learner.data." + key), Text: l.Int(n), URL: url}
	}
	p.Learning = []page.Fact{fact("duties", duties, "/"), fact("modules", modules, ""), fact("attempts", attempts, ""), fact("answers", answers, "")}
}

// card tells who issued or renewed card and PIN.
func (p *myDataPage) card(card auth.Card, acts []audit.Done) {
	p.Card = page.CardFacts(p.L, card)
	for _, a := range acts {
		p.CardActs = append(p.CardActs, seenRow{Who: a.Actor, When: page.Clock(p.L, a.At), What: p.L.T("card.acts." + a.Action)})
	}
}

func (p *myDataPage) seen(list []audit.Seen, total, no int) {
	l := p.L
	p.SeenText = l.N("learner.seen.total", total)
	if total == 0 {
		p.SeenText = l.T("learner.seen.nobody")
	}
	for _, s := range list {
		what := l.T("learner.seen.other")
		if key := "learner.seen." + s.Page; l.Has(key) {
			what = l.T(key)
		}
		p.Seen = append(p.Seen, seenRow{Who: s.Viewer, Function: s.Function, When: page.Clock(l, s.At), What: what})
	}
	from := (no - 1) * seenPerPage
	p.Pager = page.Pager{From: min(from+1, total), To: min(from+len(list), total), Total: total}
	if no > 1 {
		p.Pager.Prev = "/meine-daten?seite=" + strconv.Itoa(no-1) + "#zugriffe"
	}
	if from+len(list) < total {
		p.Pager.Next = "/meine-daten?seite=" + strconv.Itoa(no+1) + "#zugriffe"
	}
}

func orNone(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func yesNo(l *i18n.Printer, yes bool) string {
	if yes {
		return l.T("common.yes")
	}
	return l.T("common.no")
}
