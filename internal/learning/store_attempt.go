package learning

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
)

// attemptRow is an attempt as it is stored.
type attemptRow struct {
	ID                            int64
	UID                           uuid.UUID
	PersonID, CourseID, VersionID int64
	Cycle                         int16
	Seed                          int64
	Form                          Form
	Drawn                         *string
	StartedAt                     time.Time
	HandedInAt                    *time.Time
	Passed                        bool
	Points                        float64
	Possible                      int
	EventID                       int64
	EvidenceNo                    string
	ValidUntil                    calendar.Date
	Answers, Withdrawn            string
}

// selectAttempts: a question that was withdrawn counts as right in an open attempt,
// and in what was handed in up to thirty days before (answersKept).
const selectAttempts = `
	select a.id, a.uid, a.person_id, a.course_id, a.version_id, a.cycle, a.seed, a.form, to_json(a.questions)::text as drawn, a.started_at, a.handed_in_at,
		coalesce(a.passed, false) as passed, coalesce(a.points, 0)::float8 as points, coalesce(a.possible, 0)::int as possible,
		coalesce(a.event_id, 0) as event_id, coalesce(e.evidence_no, '') as evidence_no, e.valid_until,
		coalesce((select json_object_agg(x.question, json_build_object('chosen', x.chosen, 'typed', x.typed, 'version', x.version))
			from attempt_answers x where x.attempt_id = a.id), '{}')::text as answers,
		coalesce((select json_agg(w.question order by w.question) from question_withdrawals w
			where w.version_id = a.version_id and (a.handed_in_at is null or a.handed_in_at >= w.withdrawn_at - interval '720 hours')), '[]')::text as withdrawn
	from attempts a
	left join ledger_events e on e.id = a.event_id
	where `

func readAttempt(ctx context.Context, c db.Conn, where string, args map[string]any) (*Attempt, error) {
	var row attemptRow
	err := db.One(c.Query(ctx), &row, selectAttempts+where, args)
	if db.IsNotFound(err) {
		return nil, notFound()
	}
	if err != nil {
		return nil, fmt.Errorf("learning: attempt: %w", err)
	}
	return row.attempt()
}

func (row attemptRow) attempt() (*Attempt, error) {
	a := &Attempt{
		ID: row.ID, UID: row.UID, PersonID: row.PersonID, CourseID: row.CourseID, VersionID: row.VersionID, Cycle: row.Cycle,
		Seed: row.Seed, Form: row.Form, StartedAt: row.StartedAt, Passed: row.Passed, Points: pointsOf(row.Points), Possible: row.Possible,
		EventID: row.EventID, EvidenceNo: row.EvidenceNo, ValidUntil: row.ValidUntil,
	}
	if row.HandedInAt != nil {
		a.HandedInAt = *row.HandedInAt
	}
	if err := json.Unmarshal([]byte(row.Answers), &a.Answers); err != nil {
		return nil, fmt.Errorf("learning: answers of attempt %d: %w", a.ID, err)
	}
	if err := json.Unmarshal([]byte(row.Withdrawn), &a.Withdrawn); err != nil {
		return nil, fmt.Errorf("learning: withdrawn questions of attempt %d: %w", a.ID, err)
	}
	if row.Drawn != nil {
		if err := json.Unmarshal([]byte(*row.Drawn), &a.Drawn); err != nil {
			return nil, fmt.Errorf("learning: questions of attempt %d: %w", a.ID, err)
		}
	}
	return a, nil
}

// pointsOf reads points as they are stored, to two decimal places.
func pointsOf(stored float64) Points { return Points(math.Round(stored * float64(Whole))) }

func (p Points) stored() float64 { return float64(p) / float64(Whole) }

func insertAttempt(ctx context.Context, tx *db.Tx, act Act, v *course.Version, a Attempt) error {
	questions, err := json.Marshal(a.Drawn)
	if err != nil {
		return fmt.Errorf("learning: questions of an attempt: %w", err)
	}
	if err := tx.Query(ctx).Exec(`
		insert into attempts (person_id, course_id, version_id, cycle, seed, form, questions, started_at)
		values (?, ?, ?, ?, ?, ?, array(select jsonb_array_elements_text(cast(? as jsonb))), ?)`,
		act.PersonID, v.CourseID, v.ID, a.Cycle, a.Seed, a.Form, string(questions), act.Now).Error; err != nil {
		return fmt.Errorf("learning: start an attempt at %s: %w", v.Code(), err)
	}
	return nil
}

// dropAttempt removes an open attempt to which nothing was answered.
func dropAttempt(ctx context.Context, tx *db.Tx, id int64) error {
	if err := tx.Query(ctx).Exec(`delete from attempts where id = ? and handed_in_at is null`, id).Error; err != nil {
		return fmt.Errorf("learning: drop attempt %d: %w", id, err)
	}
	return nil
}

func upsertAnswer(ctx context.Context, tx *db.Tx, act Act, attempt int64, question string, a Answer) error {
	if err := tx.Query(ctx).Exec(`
		insert into attempt_answers (attempt_id, question, chosen, typed, saved_at, version)
		values (@attempt, @question, cast(@chosen as smallint[]), @typed, @now, @version)
		on conflict (attempt_id, question) do update
		set chosen = excluded.chosen, typed = excluded.typed, saved_at = excluded.saved_at, version = excluded.version`,
		map[string]any{
			"attempt": attempt, "question": question, "chosen": smallints(a.Chosen), "typed": a.Typed, "now": act.Now, "version": a.Version,
		}).Error; err != nil {
		return fmt.Errorf("learning: save an answer: %w", err)
	}
	return nil
}

func closeAttempt(ctx context.Context, tx *db.Tx, a *Attempt) error {
	if err := tx.Query(ctx).Exec(`
		update attempts set handed_in_at = ?, points = ?, possible = ?, passed = ?, event_id = nullif(?, 0) where id = ?`,
		a.HandedInAt, a.Points.stored(), a.Possible, a.Passed, a.EventID, a.ID).Error; err != nil {
		return fmt.Errorf("learning: hand in attempt %d: %w", a.ID, err)
	}
	return nil
}

func countFailed(ctx context.Context, c db.Conn, a *Attempt) (int, error) {
	var n int
	if err := db.One(c.Query(ctx), &n, `
		select count(*) from attempts a
		where a.person_id = @person and a.course_id = @course and a.id <= @attempt and a.passed is false
			and not exists (select from attempts p where p.person_id = @person and p.course_id = @course and p.passed and p.id between a.id and @attempt)`,
		map[string]any{"person": a.PersonID, "course": a.CourseID, "attempt": a.ID}); err != nil {
		return 0, fmt.Errorf("learning: failed tries: %w", err)
	}
	return n, nil
}

// smallints writes a Postgres array literal.
func smallints(list []int) string {
	text := make([]string, len(list))
	for i, n := range list {
		text[i] = strconv.Itoa(n)
	}
	return "{" + strings.Join(text, ",") + "}"
}

// sweepAnswers removes answers and points of what was handed in before.
func sweepAnswers(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
	var attempts int64
	for _, sql := range []string{
		`delete from attempt_answers x using attempts a where a.id = x.attempt_id and a.handed_in_at < ?`,
		`update attempts set points = null, possible = null where handed_in_at < ? and possible is not null`,
	} {
		result := tx.Query(ctx).Exec(sql, before)
		if result.Error != nil {
			return 0, fmt.Errorf("learning: sweep: %w", result.Error)
		}
		attempts = result.RowsAffected
	}
	return int(attempts), nil
}
