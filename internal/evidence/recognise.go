package evidence

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/blob"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// maxIssuer is the length of an issuer's name, in characters.
const maxIssuer = 120

// Wish is outside evidence that somebody wants recognised for somebody else.
type Wish struct {
	Person, Course int64
	Actor          int64
	Day            calendar.Date // of the completion
	Issuer         string
	Scan           []byte // content of the file, nil: none
	Settings       settings.Settings
}

// CheckIssuer says what is wrong with the name of an issuer, nil if nothing is.
func CheckIssuer(name string) error {
	n := utf8.RuneCountInString(strings.TrimSpace(name))
	if n < 2 || n > maxIssuer || strings.ContainsAny(name, "\r\n\x00") {
		return apperr.New(apperr.Invalid, "error.evidence.issuer", nil).At("issuer")
	}
	return nil
}

// TermsOf are the terms of recognition for a course in force.
func (s *Service) TermsOf(course int64, today calendar.Date, set settings.Settings) (Terms, error) {
	v, err := s.courses.Current(course)
	if err != nil {
		return Terms{}, err
	}
	return Terms{Today: today, AgeMonths: set.Int("evidence_months"), Months: v.Content.ValidityMonths}, nil
}

// Recognise stores the case; it counts once somebody else has confirmed it. Errors:
// Forbidden (own duty), Invalid at day, issuer or scan, TooLarge at scan, Conflict
// (it brings nothing, or waits already).
func (s *Service) Recognise(ctx context.Context, tx *db.Tx, w Wish, now time.Time) (Case, error) {
	if err := people.NotOwn(w.Actor, w.Person); err != nil {
		return Case{}, err
	}
	return s.wish(ctx, tx, w, now)
}

// wish stores what somebody wants recognised, for another or for themselves.
func (s *Service) wish(ctx context.Context, tx *db.Tx, w Wish, now time.Time) (Case, error) {
	if err := CheckIssuer(w.Issuer); err != nil {
		return Case{}, err
	}
	if err := s.placeable(ctx, tx, w.Person, w.Course, w.Day, calendar.DateOf(now), w.Settings); err != nil {
		return Case{}, err
	}
	c := Case{Kind: Recognition, PersonID: w.Person, CourseID: w.Course, ProposedBy: w.Actor, ProposedAt: now, Day: w.Day,
		Issuer: strings.TrimSpace(w.Issuer)}
	if len(w.Scan) > 0 {
		file, err := blob.PutScan(ctx, tx, w.Scan)
		if err != nil {
			return c, at(err, "scan")
		}
		c.Scan = file.Hash
	}
	return c, s.propose(ctx, tx, &c)
}

// placeable is the refusal of Place on the database, as an error.
func (s *Service) placeable(ctx context.Context, c db.Conn, person, course int64, day, today calendar.Date, set settings.Settings) error {
	terms, err := s.TermsOf(course, today, set)
	if err != nil {
		return err
	}
	events, err := s.ledger.Events(ctx, c, person, course)
	if err != nil {
		return err
	}
	_, no := Place(events, person, course, day, terms)
	return no.err(terms)
}

func (r refusal) err(t Terms) error {
	kind := apperr.Invalid
	switch r {
	case "":
		return nil
	case brings, noPlace:
		kind = apperr.Conflict
	}
	return apperr.New(kind, "error.evidence."+string(r), map[string]any{"months": t.AgeMonths}).At("day")
}

// propose stores a case with its audit.
func (s *Service) propose(ctx context.Context, tx *db.Tx, c *Case) error {
	if err := insert(ctx, tx, c); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: c.ProposedBy, Action: "evidence." + string(c.Kind) + ".proposed", ObjectKind: "evidence_case",
		ObjectID: strconv.FormatInt(c.ID, 10), SubjectID: c.PersonID})
}

// at names the field of an error that has none.
func at(err error, field string) error {
	if e, ok := err.(*apperr.Error); ok && e.Field == "" { //nolint:errorlint // of this call alone
		return e.At(field)
	}
	return err
}
