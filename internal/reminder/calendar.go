package reminder

import (
	"context"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/duedate"
	"zaemme/internal/i18n"
)

// calendars writes files of entries in the language.
func (s *Service) calendars(texts *i18n.Printer, now time.Time) *duedate.Writer {
	return duedate.NewWriter(texts, func(id int64) (duedate.Course, error) {
		c, err := s.Courses.Course(id, texts.Lang())
		if err != nil {
			return duedate.Course{}, err
		}
		return duedate.Course{Title: c.Title, Minutes: c.Minutes, URL: s.courseURL(c)}, nil
	}, now)
}

// courseURL is the page of the course.
func (s *Service) courseURL(c Course) string {
	if s.CoursePath == nil {
		return s.Press.URL("/")
	}
	return s.Press.URL(s.CoursePath(c.Code))
}

// Calendar is the person's feed as it stands now.
func (s *Service) Calendar(ctx context.Context, c db.Conn, person int64, now time.Time) ([]byte, error) {
	day := calendar.DateOf(now)
	contacts, err := s.readContacts(ctx, c, []int64{person}, day)
	if err != nil {
		return nil, err
	}
	duties, err := s.Ledger.Duties(ctx, c, []int64{person})
	if err != nil {
		return nil, err
	}
	who := contacts[person]
	return s.calendars(s.Texts.Printer(who.Language), now).File(duedate.Entries(who.UID, duties, day)), nil
}
