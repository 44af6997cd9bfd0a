package authoring

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/exchange"
)

// QuestionFile is a file of questions beside a draft: it waits, or it was taken.
type QuestionFile struct {
	Name    string
	Options exchange.Options
	AddedAt time.Time
	TakenAt time.Time // zero: it waits

	Found    int // questions in the file
	Taken    int // those that can be, or were, taken
	Problems []exchange.Problem
	// Questions are those that would be taken into the draft as it is now; none once
	// they were.
	Questions []coursefile.Question
}

// Waits reports that the file was not taken yet.
func (f QuestionFile) Waits() bool { return f.TakenAt.IsZero() }

// OfferQuestions keeps a file beside the draft in the place of an earlier one; the
// draft stays as it is. Errors: NotFound, Conflict where the draft is not being
// written, TooLarge and Invalid at file.
func (s *Service) OfferQuestions(ctx context.Context, tx *db.Tx, act Act, id int64, name string, content []byte, options exchange.Options) error {
	d, err := writable(ctx, tx, id)
	if err != nil {
		return err
	}
	if len(content) > exchange.MaxFile {
		return apperr.New(apperr.TooLarge, "error.authoring.questions_large", map[string]any{"megabytes": exchange.MaxFile >> 20}).At("file")
	}
	if found := exchange.Import(content, d.Course(), options); found.Found == 0 && len(found.Problems) == 0 {
		return apperr.New(apperr.Invalid, "error.authoring.questions_none", nil).At("file")
	}
	return keepImport(ctx, tx, act, id, name, content, options)
}

// QuestionsBeside is the file beside a draft, read against the draft as it is now;
// NotFound without one.
func QuestionsBeside(ctx context.Context, c db.Conn, d Draft) (QuestionFile, error) {
	file, content, err := findImport(ctx, c, d.ID)
	if err != nil || !file.Waits() {
		return file, err
	}
	file.read(content, d.Course())
	return file, nil
}

func (f *QuestionFile) read(content []byte, c *coursefile.Course) {
	read := exchange.Import(content, c, f.Options)
	f.Found, f.Taken, f.Problems, f.Questions = read.Found, len(read.Questions), read.Problems, read.Questions
}

// TakeQuestions puts the questions of the file beside a draft at the end of its
// pool: all that were shown, or none. It returns how many. Errors: NotFound (also
// without a file), Conflict where the draft is not being written or the file was taken, Stale where the
// draft has changed so that others would be taken than were shown (Seen of the
// questions), Invalid where there is none to take.
func (s *Service) TakeQuestions(ctx context.Context, tx *db.Tx, act Act, id int64, seen string) (int, error) {
	if _, err := writable(ctx, tx, id); err != nil {
		return 0, err
	}
	file, content, err := findImport(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	if !file.Waits() {
		return 0, apperr.New(apperr.Conflict, "error.authoring.questions_taken", nil)
	}
	var code string
	if err := s.Edit(ctx, tx, act, id, func(c *coursefile.Course) error {
		file.read(content, c)
		if file.Taken == 0 {
			return apperr.New(apperr.Invalid, "error.authoring.questions_none", nil)
		}
		if err := Unchanged(file.Questions, seen); err != nil {
			return apperr.New(apperr.Stale, "error.authoring.questions_stale", nil)
		}
		c.Questions = append(c.Questions, file.Questions...)
		code = c.Code
		return nil
	}); err != nil {
		return 0, err
	}
	if err := takenImport(ctx, tx, act, id, file); err != nil {
		return 0, err
	}
	return file.Taken, audit.Record(ctx, tx, audit.Entry{ActorID: act.PersonID, Action: "course.draft.questions", ObjectKind: "course", ObjectID: code})
}

// DropQuestions puts the file beside a draft, or the list of what was left out of
// it, away.
func (s *Service) DropQuestions(ctx context.Context, tx *db.Tx, id int64) error {
	if _, err := writable(ctx, tx, id); err != nil {
		return err
	}
	return dropImport(ctx, tx, id)
}

// writable is the draft, locked, if it is being written.
func writable(ctx context.Context, tx *db.Tx, id int64) (Draft, error) {
	d, err := lock(ctx, tx, id)
	if err == nil && d.State != Editing {
		err = apperr.New(apperr.Conflict, "error.authoring.closed", nil)
	}
	return d, err
}
