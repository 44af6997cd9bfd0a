package evidence

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/settings"
)

// maxNote is the length of what somebody says to a task, in characters.
const maxNote = 300

// PracticalRefusals are the codes for refusing a practical task.
var PracticalRefusals = []string{"not_seen", "incomplete", "wrong", "another_person"}

// Done is a practical task of which somebody says that they have carried it out.
type Done struct {
	Person   int64
	Version  *course.Version // that they have read
	Language string          // in which they have read it
	Note     string          // a sentence to it, may be empty
	Settings settings.Settings
}

// ReportDone stores the case; it counts once a superior, or HR, has confirmed it, on
// the day that they confirm. Errors: NotFound (no practical task), Invalid at note,
// Conflict (it waits already, or what the person has lasts as long).
func (s *Service) ReportDone(ctx context.Context, tx *db.Tx, d Done, now time.Time) (Case, error) {
	if !d.Version.Practical() {
		return Case{}, apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	note := strings.TrimSpace(d.Note)
	if utf8.RuneCountInString(note) > maxNote || strings.ContainsAny(note, "\r\n\x00") {
		return Case{}, apperr.New(apperr.Invalid, "error.practical.note", map[string]any{"n": maxNote}).At("note")
	}
	hash := d.Settings.PlaceholderHash()
	c := Case{Kind: Practical, PersonID: d.Person, CourseID: d.Version.CourseID, ProposedBy: d.Person, ProposedAt: now, Day: calendar.DateOf(now),
		VersionID: d.Version.ID, ContentLanguage: d.Language, SettingsHash: hash[:], Note: note}
	if err := s.fulfils(ctx, tx, c, c.Day); err != nil {
		return Case{}, err
	}
	return c, s.propose(ctx, tx, &c)
}

// fulfils refuses a task that would change nothing.
func (s *Service) fulfils(ctx context.Context, c db.Conn, one Case, today calendar.Date) error {
	v, err := s.courses.VersionIn(ctx, c, one.VersionID)
	if err != nil {
		return err
	}
	events, err := s.ledger.Events(ctx, c, one.PersonID, one.CourseID)
	if err != nil {
		return err
	}
	terms := Terms{Today: today, Months: v.Content.ValidityMonths, House: true}
	_, no := Place(events, one.PersonID, one.CourseID, one.Day, terms)
	return no.err(terms)
}

// judged takes into the case what the one who decides says besides yes or no: the day
// on which it was done, or why it does not count. Errors: Invalid at day or reason.
func (s *Service) judged(ctx context.Context, tx *db.Tx, c *Case, v Verdict, today calendar.Date) error {
	if !v.Confirm {
		if !slices.Contains(PracticalRefusals, v.Reason) {
			return apperr.New(apperr.Invalid, "error.curriculum.reason", nil).At("reason")
		}
		c.Reason = v.Reason
		return nil
	}
	if v.Day == 0 {
		return nil // as reported
	}
	read, err := s.courses.VersionIn(ctx, tx, c.VersionID)
	if err != nil {
		return err
	}
	if v.Day > today || v.Day < read.PublishedOn {
		return apperr.New(apperr.Invalid, "error.practical.day", map[string]any{"from": read.PublishedOn}).At("day")
	}
	c.Day = v.Day
	return nil
}

// carriedOut writes the evidence of a confirmed task. In the ledger nobody records
// their own: who has confirmed it does.
func (s *Service) carriedOut(ctx context.Context, tx *db.Tx, c Case, today calendar.Date, set settings.Settings) (int64, error) {
	if err := s.ledger.LockPersons(ctx, tx, []int64{c.PersonID}); err != nil {
		return 0, err
	}
	if err := s.fulfils(ctx, tx, c, today); err != nil {
		return 0, err
	}
	read, err := s.courses.VersionIn(ctx, tx, c.VersionID)
	if err != nil {
		return 0, err
	}
	_, done, err := s.enter(ctx, tx, []Row{{PersonID: c.PersonID, Course: c.CourseID, Day: c.Day}}, proof{how: ledger.HowPractical,
		reason: reasonCarriedOut, actor: c.DecidedBy, taught: read, language: c.ContentLanguage, seen: c.SettingsHash, today: today, settings: set})
	if err != nil {
		return 0, err
	}
	return done[0].ID, nil
}

// WaitingTask is the person's report of a task that waits, and reports whether there
// is one.
func WaitingTask(cases []Case, course int64) (Case, bool) {
	at := slices.IndexFunc(cases, func(c Case) bool { return c.Kind == Practical && c.CourseID == course && c.State == Waiting })
	if at < 0 {
		return Case{}, false
	}
	return cases[at], true
}

// RefusedTask is the person's latest report of a task if it was refused; cases are the
// newest first, as Of has them.
func RefusedTask(cases []Case, course int64) (Case, bool) {
	at := slices.IndexFunc(cases, func(c Case) bool { return c.Kind == Practical && c.CourseID == course && c.State != Withdrawn })
	if at < 0 || cases[at].State != Refused {
		return Case{}, false
	}
	return cases[at], true
}
