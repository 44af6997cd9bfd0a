package sessions

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// maxList is the size of the largest list of people, in bytes.
const maxList = 2 << 20

// askedPage asks back what a list leaves open.
type askedPage struct {
	page.Base
	page.Heading
	Path  string
	Meant []askedPerson // found without doubt
	Asked []askedLine
	None  []askedLine // lines that nobody was found for
}

type askedPerson struct{ UID, Name, Unit string }

// askedLine is one line of the list; Choices are empty where nobody was found.
type askedLine struct {
	Field, Line, Text string
	Choices           []page.Choice
}

// listed are the lines of the list, from the file or as pasted.
func listed(form *page.Form) ([]session.ListLine, error) {
	name, content := "", []byte(form.Get("list"))
	if file := form.Attached("file"); file != nil {
		r, err := file.Open()
		if err != nil {
			return nil, err
		}
		defer func() { _ = r.Close() }()
		if content, err = io.ReadAll(io.LimitReader(r, maxList)); err != nil {
			return nil, err
		}
		name = file.Filename
	}
	read, err := hrimport.ReadParticipants(name, content)
	if err != nil {
		at := "list"
		if name != "" {
			at = "file"
		}
		if form.RefusedAt(err, "", at) {
			err = nil
		}
		return nil, err
	}
	lines := make([]session.ListLine, len(read))
	for i, one := range read {
		lines[i] = session.ListLine{No: one.Line, Cells: one.Cells}
	}
	return lines, nil
}

// importSave puts the people of a list on the list of the session: of the own one by
// who runs it, of one that is open to them by who leads them. What is not clear is
// asked back, and nobody is on the list before that is answered.
func (h *Handlers) importSave(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	one, err := h.planned(c, func(one session.View) bool { return one.Runs || one.MaySend })
	if err != nil {
		return err
	}
	form := page.ReadForm(c, "list", "session.import.list", "file", "session.import.file")
	if form.Get("do") == "add" {
		return h.enrol(c, one, form, answered(form))
	}
	lines, err := listed(form)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.sessionPage(c, form)
	}
	var found []session.Match
	if err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		if found, err = session.MatchLines(ctx, tx, scope, lines); err != nil {
			return err
		}
		return looked(ctx, tx, v, scope, "sessions.import", shownIn(found))
	}); err != nil {
		return err
	}
	if uids, clear := unasked(found); clear {
		return h.enrol(c, one, form, uids)
	}
	return page.Invalid(c, "sessions/asked", newAsked(page.From(c), one, found))
}

// enrol puts the people on the list and says how many are new.
func (h *Handlers) enrol(c *fiber.Ctx, one session.View, form *page.Form, uids []string) error {
	ctx, now := c.UserContext(), visit.Of(c).Now
	seated, waiting := 0, 0
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		if one.Runs {
			seated, err = h.Sessions.Add(ctx, tx, one.UID, uids, scope, now)
			return err
		}
		seated, waiting, err = h.Sessions.Send(ctx, tx, one.UID, uids, scope, now)
		return err
	})
	if form.Refused(err) {
		return h.sessionPage(c, form)
	}
	if err != nil {
		return err
	}
	if waiting > 0 {
		return page.Done(c, sessionURL(one.UID), "session.sent_waiting", "n", seated, "waiting", waiting)
	}
	if seated == 0 {
		return page.Done(c, sessionURL(one.UID), "session.imported_none")
	}
	return page.Done(c, sessionURL(one.UID), "session.imported", "n", seated)
}

// shownIn are the people that the page with questions names.
func shownIn(found []session.Match) (ids []int64) {
	for _, m := range found {
		if m.Meant != nil {
			ids = append(ids, m.Meant.ID)
		}
		for _, one := range m.Perhaps {
			ids = append(ids, one.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// unasked are the Kennungen of those meant, each once, and whether nothing is open.
func unasked(found []session.Match) (uids []string, clear bool) {
	for _, m := range found {
		if m.Meant == nil {
			return nil, false
		}
		if !slices.Contains(uids, m.Meant.UID) {
			uids = append(uids, m.Meant.UID)
		}
	}
	return uids, true
}

// answered are the Kennungen of the page with questions.
func answered(form *page.Form) []string {
	uids := slices.Clone(form.All("person"))
	for i := range mostAsked {
		if uid := form.Get("line-" + strconv.Itoa(i)); uid != "" {
			uids = append(uids, uid)
		}
	}
	slices.Sort(uids)
	return slices.Compact(uids)
}

// mostAsked is how many lines a list can have.
const mostAsked = 500

func newAsked(base page.Base, one session.View, found []session.Match) *askedPage {
	l := base.L
	p := &askedPage{Base: base, Path: sessionURL(one.UID)}
	meant, clear := map[string]bool{}, 0
	for i, m := range found {
		text := []rune(strings.Join(m.Cells, " "))
		line := askedLine{Field: "line-" + strconv.Itoa(i), Line: l.T("session.import.line", "no", m.No), Text: string(text[:min(len(text), 80)])}
		switch {
		case m.Meant != nil:
			clear++
			if !meant[m.Meant.UID] {
				p.Meant = append(p.Meant, askedPerson{UID: m.Meant.UID, Name: m.Meant.Name(), Unit: m.Meant.Department})
			}
			meant[m.Meant.UID] = true
		case len(m.Perhaps) == 0:
			p.None = append(p.None, line)
		default:
			for _, who := range m.Perhaps {
				label := who.Name() + ", " + who.Department
				if who.PersonnelNo != "" {
					label += ", " + who.PersonnelNo
				}
				line.Choices = append(line.Choices, page.Choice{Value: who.UID, Label: label})
			}
			p.Asked = append(p.Asked, line)
		}
	}
	p.Title = l.T("session.import")
	p.Heading = page.Heading{Kicker: l.T("session.import"), Text: l.T("session.import.heading", "found", clear, "all", len(found)), Lead: l.T("session.import.lead")}
	return p
}
