package authoring

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/outbox"
)

// lateAfter is how many days after its date a review is reminded of once more.
const lateAfter = 30

// Stage is how far past its date a review is.
type Stage string

// The stages.
const (
	NotDue Stage = ""
	Due    Stage = "due"
	Late   Stage = "late"
)

// StageOf is the stage on the day of a review that is due on a date, 0: never.
func StageOf(due, today calendar.Date) Stage {
	switch {
	case due == 0 || today < due:
		return NotDue
	case today < due.AddDays(lateAfter):
		return Due
	default:
		return Late
	}
}

// Reviews reminds those who look after courses of the yearly review: once when it
// comes due and once 30 days later, each time one message with all that is due. It
// goes to the keeper of the course; where none is named, or that one no longer
// writes courses, to all authors, and where there are none to HR. Who is absent is
// not told before they are back.
type Reviews struct {
	DB         *db.DB
	Courses    *course.Catalogue
	Press      *letter.Press
	Texts      *i18n.Bundle
	WorkingDay func(calendar.Date) bool
}

// The hours of the day between which a message is written, Europe/Zurich.
const (
	fromHour  = 8
	untilHour = 18
)

// dueReview is a course whose review is due.
type dueReview struct {
	Course int64         `json:"course"`
	Due    calendar.Date `json:"due"`
	Stage  Stage         `json:"-"`
}

// Run writes the messages of the day and says how many: mails, and courses that they
// name. It may be called any number of times and in several processes at once.
func (s *Reviews) Run(ctx context.Context, now time.Time) (map[string]int, error) {
	today := calendar.DateOf(now)
	counts := map[string]int{"mails": 0}
	if !s.WorkingDay(today) || !now.Before(today.Time().Add(untilHour*time.Hour)) {
		return counts, nil
	}
	return counts, s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := lockReviews(ctx, tx); err != nil {
			return err
		}
		mails, err := s.due(ctx, tx, today)
		for recipient, list := range mails {
			if err == nil {
				counts["mails"]++
				err = s.write(ctx, tx, recipient, list, now)
			}
		}
		return err
	})
}

// due are the reviews of which somebody is to be told today, by recipient.
func (s *Reviews) due(ctx context.Context, tx *db.Tx, today calendar.Date) (map[int64][]dueReview, error) {
	told, err := remindersSent(ctx, tx)
	if err != nil {
		return nil, err
	}
	keepers, err := keepersOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	authors, err := Writers(ctx, tx, today)
	if err != nil {
		return nil, err
	}
	mails := map[int64][]dueReview{}
	for _, v := range s.Courses.Ever() {
		due := s.reviewDue(v)
		one := dueReview{Course: v.CourseID, Due: due, Stage: StageOf(due, today)}
		if one.Stage == NotDue || s.Courses.Retired(v.CourseID, today) || told[one] {
			continue
		}
		for _, w := range tell(keepers[v.CourseID], authors) {
			if !w.Absent && w.Email != "" {
				mails[w.ID] = append(mails[w.ID], one)
			}
		}
	}
	return mails, nil
}

// reviewDue is when the course is to be reviewed: as its newest version says.
func (s *Reviews) reviewDue(v *course.Version) calendar.Date {
	if head, err := s.Courses.Head(v.Code()); err == nil {
		return head.Content.ReviewDue
	}
	return v.Content.ReviewDue
}

// tell chooses who is told of a course with the keeper, 0: none.
func tell(keeper int64, writers []Writer) []Writer {
	if i := slices.IndexFunc(writers, func(w Writer) bool { return w.ID == keeper }); i >= 0 {
		return writers[i : i+1]
	}
	authors := slices.DeleteFunc(slices.Clone(writers), func(w Writer) bool { return !w.Author })
	if len(authors) > 0 {
		return authors
	}
	return writers
}

func (s *Reviews) write(ctx context.Context, tx *db.Tx, recipient int64, list []dueReview, now time.Time) error {
	today := calendar.DateOf(now)
	at := today.Time().Add(fromHour * time.Hour)
	if at.Before(now) {
		at = now
	}
	id, _, err := outbox.Enqueue(ctx, tx, outbox.Message{Kind: ReviewKind, DedupeKey: fmt.Sprintf("%s:%d:%s", ReviewKind, recipient, today),
		RecipientID: recipient, Payload: reviewPayload{list}, NextAt: at})
	if err != nil {
		return err
	}
	return insertReminders(ctx, tx, recipient, id, list, today)
}

// Keep names who looks after a course; person 0: nobody in particular. Invalid at
// keeper for somebody who writes no courses.
func (s *Service) Keep(ctx context.Context, tx *db.Tx, act Act, code string, person int64) error {
	v, err := s.Courses.ByCode(code)
	if err != nil {
		return err
	}
	writers, err := Writers(ctx, tx, act.Today)
	if err != nil {
		return err
	}
	if person != 0 && !slices.ContainsFunc(writers, func(w Writer) bool { return w.ID == person }) {
		return apperr.New(apperr.Invalid, "error.authoring.keeper", nil).At("keeper")
	}
	if err := writeKeeper(ctx, tx, act, v.CourseID, person); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: act.PersonID, SubjectID: person, Action: "course.keeper", ObjectKind: "course", ObjectID: code})
}
