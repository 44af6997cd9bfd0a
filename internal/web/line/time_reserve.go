package line

import (
	"mime"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/duedate"
	"zaemme/internal/holiday"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const timePath = "/team/lernzeit"

// timeReserve hands out an appointment in working hours in which a person of the
// line can do an open course before it is due.
func (h *Handlers) timeReserve(c *fiber.Ctx) error {
	v, ctx, l := visit.Of(c), c.UserContext(), page.From(c).L
	current, err := h.Courses.ByCode(strings.ToUpper(c.Params("kurs")))
	if err != nil {
		return err
	}
	var member report.Member
	var book *holiday.Book
	err = h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := people.ScopeOf(ctx, tx, v.ViewerID(), v.Today)
		if err != nil {
			return err
		}
		team, err := report.ReadTeam(ctx, tx, report.TeamQuery{Scope: scope.ForLeading(), Day: v.Today, UID: c.Params("uid"), Courses: h.courses()})
		if err != nil {
			return err
		}
		member = team.Members[0]
		if book, err = holiday.LoadNow(ctx, tx); err != nil {
			return err
		}
		return look(ctx, tx, v, scope, "line.time", v.Today, []int64{member.ID})
	})
	if err != nil {
		return err
	}
	due, ok := dueOf(member, current)
	if !ok {
		return apperr.New(apperr.NotFound, "error.line.nothing_open", nil)
	}
	minutes := current.Content.Minutes
	_, content := duedate.Invitation(l, duedate.Meeting{
		UID: "lernzeit-" + member.UID.String() + "-" + current.Code() + "@zaemme.internal", Sequence: int(v.Now.Unix() / 60),
		Title: l.T("line.time.title", "name", member.Name(), "course", current.Title(l.Lang())), URL: h.URL + "/",
		Start: learningTime(book.For(people.DefaultCalendar), v.Today, due, minutes), Minutes: minutes,
	}, v.Now)
	c.Set(fiber.HeaderContentType, duedate.MediaType)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": l.T("line.time.file") + ".ics"}))
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Send(content)
}

// dueOf is the day by which the person is to do the course, 0 without one; ok is
// false where there is nothing to do.
func dueOf(m report.Member, v *course.Version) (due calendar.Date, ok bool) {
	if !reservable(v) {
		return 0, false
	}
	for _, r := range m.Rows {
		if r.Course.ID == v.CourseID && r.Status.ToDo() {
			return r.Due, true
		}
	}
	return 0, false
}

// daysAhead is how many working days before the due date the learning time lies, so
// that another one can still be found.
const daysAhead = 3

// longMorning is how many minutes fit between nine and noon.
const longMorning = 180

// learningTime is a morning some working days before the due date, from the next
// working day on: at nine, of a long course at eight.
func learningTime(set calendar.Set, today, due calendar.Date, minutes int) time.Time {
	day := set.NextWorkingDay(today.AddDays(1))
	if due != 0 {
		day = max(day, set.AddWorkingDays(due, -daysAhead))
	}
	hour := 9
	if minutes > longMorning {
		hour = 8
	}
	year, month, number := day.YMD()
	return time.Date(year, month, number, hour, 0, 0, 0, calendar.Zurich)
}
