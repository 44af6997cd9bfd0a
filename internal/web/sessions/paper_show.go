package sessions

import (
	"context"
	"io"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// letters name the options of a question on paper.
const letters = "ABCDEFGHIJ"

// paperPage is the quiz of a session on paper, or its solution.
type paperPage struct {
	page.Base
	Course    string
	Kicker    string
	Lang      string // of the questions
	Letters   []string
	Rows      []paperRow // of the grid
	Questions []paperQuestion
	Rule      string
	Solution  bool
}

type paperRow struct {
	No    int
	Boxes []paperBox
}

// paperBox is one field of the grid: None has no option.
type paperBox struct{ None, Right bool }

type paperQuestion struct {
	No             int
	Text, Hint     string
	Options        []paperOption
	Explanation    string
	Critical, Many bool
}

type paperOption struct {
	Letter, Text, Why string
	Right             bool
}

func (h *Handlers) paperShow(c *fiber.Ctx) error    { return h.paper(c, false) }
func (h *Handlers) solutionShow(c *fiber.Ctx) error { return h.paper(c, true) }

func (h *Handlers) paper(c *fiber.Ctx, solution bool) error {
	v, ctx := visit.Of(c), c.UserContext()
	scope, err := h.scope(c, h.DB)
	if err != nil {
		return err
	}
	one, err := h.Sessions.Open(ctx, h.DB, c.Params("uid"), scope, evidence.Confirmers(scope, v.Settings))
	if err == nil && !one.Teaches() {
		err = apperr.New(apperr.NotFound, "error.session.not_found", nil)
	}
	if err != nil {
		return err
	}
	version, err := h.taught(ctx, h.DB, one.Session)
	if err != nil {
		return err
	}
	fill := func(t coursefile.Texts) string { return course.Fill(t.In(version.Content.Language), v.Settings) }
	return page.Render(c, "sessions/paper", newPaper(page.From(c), one, version, fill, solution))
}

// newPaper sets the sheet. It is pure.
func newPaper(base page.Base, one session.View, version *course.Version, fill func(coursefile.Texts) string, solution bool) *paperPage {
	l := base.L
	paper := session.PaperOf(version.Content, one.ID)
	p := &paperPage{Base: base, Course: version.Title(version.Content.Language), Lang: version.Content.Language, Solution: solution,
		Rule: l.T("session.paper.needed", "needed", paper.Needed, "of", len(paper.Questions))}
	p.Home, p.Title = sessionURL(one.UID), l.T("session.paper")
	if solution {
		p.Title = l.T("session.solution")
	}
	p.Kicker = l.T("session.paper.of", "what", p.Title, "day", one.HeldOn, "version", version.Number)
	for i := range paper.Columns() {
		p.Letters = append(p.Letters, letters[i:i+1])
	}
	for i, q := range paper.Questions {
		row := paperRow{No: i + 1}
		asked := paperQuestion{No: i + 1, Text: fill(q.Text), Explanation: fill(q.Explanation), Critical: q.Critical, Many: q.Type == coursefile.Multiple}
		for n := range p.Letters {
			box := paperBox{None: n >= len(q.Options)}
			if !box.None {
				o := q.Options[n]
				box.Right = o.Correct && solution
				asked.Options = append(asked.Options, paperOption{Letter: letters[n : n+1], Text: fill(o.Text), Why: fill(o.Why), Right: o.Correct})
			}
			row.Boxes = append(row.Boxes, box)
		}
		p.Rows, p.Questions = append(p.Rows, row), append(p.Questions, asked)
	}
	return p
}

// taught is the content of a session: as it was fixed, else the newest.
func (h *Handlers) taught(ctx context.Context, c db.Conn, one session.Session) (*course.Version, error) {
	if one.VersionID != 0 {
		return h.Courses.VersionIn(ctx, c, one.VersionID)
	}
	return h.Courses.Current(one.CourseID)
}

// scanSave keeps the scan or photo of the signed list.
func (h *Handlers) scanSave(c *fiber.Ctx) error {
	v, ctx, uid := visit.Of(c), c.UserContext(), c.Params("uid")
	if _, err := h.mineAny(c); err != nil {
		return err
	}
	form := page.ReadForm(c, "scan", "session.scan.file")
	file := form.File("scan")
	if file != nil && file.Size > blob.MaxSize {
		form.Fail("scan", "error.too_large", "megabytes", blob.MaxSize>>20)
	}
	if !form.OK() {
		return h.sessionPage(c, form)
	}
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	err = h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		return h.Sessions.Attach(ctx, tx, uid, content, scope, v.Now)
	})
	if form.Refused(err) {
		return h.sessionPage(c, form)
	}
	if err != nil {
		return err
	}
	return page.Done(c, sessionURL(uid), "session.scan.saved")
}

// mineAny is the session of the address for who runs it, whatever its state.
func (h *Handlers) mineAny(c *fiber.Ctx) (session.View, error) {
	one, err := h.mine(c)
	if apperr.Is(err, apperr.Conflict) {
		return one, nil
	}
	return one, err
}

// scanDownload hands out the signed list: to who runs the session, and to HR who is to
// confirm it.
func (h *Handlers) scanDownload(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	scope, err := h.scope(c, h.DB)
	if err != nil {
		return err
	}
	file, one, err := h.Sessions.Scan(ctx, h.DB, c.Params("uid"), scope, evidence.Confirmers(scope, v.Settings))
	if err != nil {
		return err
	}
	if err := looked(ctx, h.DB, v, scope, "sessions.scan", one.IDs()); err != nil {
		return err
	}
	return page.Download(c, file, "unterschriften-"+one.HeldOn.String(), func(from, to int64) ([]byte, error) { return blob.Read(ctx, h.DB, file, from, to) })
}
