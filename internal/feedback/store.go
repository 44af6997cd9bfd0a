package feedback

import (
	"context"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

func insert(ctx context.Context, tx *db.Tx, g Given) error {
	var course int64
	kind := Proposal
	if g.Course != nil {
		course, kind = g.Course.CourseID, g.Kind
	}
	if err := tx.Query(ctx).Exec(`
		insert into feedback (course_id, module, kind, said, person_id, given_on, tell) values (nullif(?, 0), ?, ?, ?, nullif(?, 0), ?, ?)`,
		course, g.Module, kind, g.Said, g.Person, g.On, g.Tell && g.Person != 0).Error; err != nil {
		return fmt.Errorf("feedback: give: %w", err)
	}
	return nil
}

const columns = `f.id::text as uid, coalesce(f.course_id, 0) as course_id, f.module, f.kind, f.said, coalesce(f.person_id, 0) as person_id,
	coalesce(trim(p.first_name || ' ' || p.last_name), '') as name, f.given_on, f.state, f.quote, f.answer, f.shown, f.tell`

// seen are the rows that anybody may see: anonymous ones once they are mixed.
const seen = `(f.person_id is not null or f.mixed)`

func list(ctx context.Context, c db.Conn, where, order string, args map[string]any) ([]Entry, error) {
	var entries []Entry
	if err := c.Query(ctx).Raw(`select `+columns+` from feedback f left join persons p on p.id = f.person_id
		where `+seen+` and `+where+` order by `+order, args).Scan(&entries).Error; err != nil {
		return nil, fmt.Errorf("feedback: list: %w", err)
	}
	return entries, nil
}

// Waiting is what has a sentence and no answer, the oldest day first, within a day
// in no order.
func Waiting(ctx context.Context, c db.Conn) ([]Entry, error) {
	return list(ctx, c, `f.state = 'open' and f.said <> '' and @all`, `f.given_on, f.id`, map[string]any{"all": true})
}

// Find is one that can be seen; NotFound without it.
func Find(ctx context.Context, c db.Conn, uid string) (Entry, error) {
	entries, err := list(ctx, c, `f.id::text = lower(@uid)`, `f.id`, map[string]any{"uid": uid})
	if err != nil || len(entries) == 0 {
		return Entry{}, notFound(err)
	}
	return entries[0], nil
}

func notFound(err error) error {
	if err != nil {
		return err
	}
	return apperr.New(apperr.NotFound, "error.feedback.not_found", nil)
}

// Answered is what was answered in public about a course, 0 for proposals, the
// latest first; and what the person has said of it by name, answered or not.
func Answered(ctx context.Context, c db.Conn, courseID, person int64) ([]Entry, error) {
	return list(ctx, c, `coalesce(f.course_id, 0) = @course and (f.shown or f.person_id = @person and f.said <> '')`,
		`f.answered_on desc nulls first, f.id limit 20`, map[string]any{"course": courseID, "person": person})
}

// Recent is what was answered last, for the owner to correct.
func Recent(ctx context.Context, c db.Conn) ([]Entry, error) {
	return list(ctx, c, `f.state <> 'open' and @all`, `f.answered_on desc, f.id limit 20`, map[string]any{"all": true})
}

func answer(ctx context.Context, tx *db.Tx, r Reply) error {
	result := tx.Query(ctx).Exec(`
		update feedback f set state = @state, quote = @quote, answer = @answer, shown = @shown, answered_on = @day, answered_by = @by
		where f.id::text = lower(@uid) and `+seen,
		map[string]any{"state": r.State, "quote": r.Quote, "answer": r.Answer, "shown": r.Shown, "day": calendar.DateOf(r.Now), "by": r.By, "uid": r.UID})
	if result.Error != nil {
		return fmt.Errorf("feedback: answer: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return notFound(nil)
	}
	return nil
}

// Ratings are the counts of modules that five or more have judged.
func Ratings(ctx context.Context, c db.Conn) ([]Rating, error) {
	var ratings []Rating
	if err := c.Query(ctx).Raw(`
		select f.course_id, f.module, count(*) as total, count(*) filter (where f.kind = 'helpful') as helpful,
			count(*) filter (where f.kind = 'unclear') as unclear, count(*) filter (where f.kind = 'outdated') as outdated,
			count(*) filter (where f.kind = 'wrong') as wrong
		from feedback f
		where f.course_id is not null and `+seen+`
		group by f.course_id, f.module
		having count(*) >= ?
		order by f.course_id, f.module`, leastRatings).Scan(&ratings).Error; err != nil {
		return nil, fmt.Errorf("feedback: ratings: %w", err)
	}
	return ratings, nil
}

// Mix writes the anonymous feedback of the days before anew, in random order and
// in one transaction: where a row lies, and by which transaction, then tells
// nothing of when in the day it came. It returns how many rows there were.
func Mix(ctx context.Context, tx *db.Tx, today calendar.Date) (int, error) {
	result := tx.Query(ctx).Exec(`
		with taken as (
			delete from feedback where person_id is null and not mixed and given_on < ? returning course_id, module, kind, said, given_on
		)
		insert into feedback (course_id, module, kind, said, given_on, mixed)
		select course_id, module, kind, said, given_on, true from taken order by random()`, today)
	if result.Error != nil {
		return 0, fmt.Errorf("feedback: mix: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}

// Sweep deletes what was given before the day, answered or not, and parts the rest from
// people who are forgotten.
func Sweep(ctx context.Context, tx *db.Tx, before calendar.Date) (int, error) {
	result := tx.Query(ctx).Exec(`delete from feedback where given_on < ?`, before)
	if result.Error != nil {
		return 0, fmt.Errorf("feedback: sweep: %w", result.Error)
	}
	parted, err := forget(ctx, tx)
	return int(result.RowsAffected) + parted, err
}
