package authoring

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/exchange"
)

// outcome is what stays of a file that was taken.
type outcome struct {
	Found    int                `json:"found"`
	Taken    int                `json:"taken"`
	Problems []exchange.Problem `json:"problems"`
}

func keepImport(ctx context.Context, tx *db.Tx, act Act, id int64, name string, content []byte, options exchange.Options) error {
	if err := tx.Query(ctx).Exec(`
		insert into course_draft_imports (draft_id, name, content, module, competence, added_by, added_at)
		values (@draft, @name, @content, @module, @competence, @by, @at)
		on conflict (draft_id) do update set name = excluded.name, content = excluded.content, module = excluded.module, competence = excluded.competence,
			outcome = null, added_by = excluded.added_by, added_at = excluded.added_at, taken_at = null`,
		map[string]any{"draft": id, "name": name, "content": db.Bytes(content), "module": options.Module, "competence": options.Competence,
			"by": act.PersonID, "at": act.Now}).Error; err != nil {
		return fmt.Errorf("authoring: keep questions of draft %d: %w", id, err)
	}
	return nil
}

func findImport(ctx context.Context, c db.Conn, id int64) (QuestionFile, []byte, error) {
	var row struct {
		Name, Competence, Outcome string
		Module                    int
		Content                   []byte
		AddedAt                   time.Time
		TakenAt                   *time.Time
	}
	err := db.One(c.Query(ctx), &row, `select name, coalesce(content, '') as content, module, competence, coalesce(outcome::text, '') as outcome, added_at, taken_at
		from course_draft_imports where draft_id = ?`, id)
	if db.IsNotFound(err) {
		return QuestionFile{}, nil, apperr.New(apperr.NotFound, "error.authoring.questions_gone", nil)
	}
	if err != nil {
		return QuestionFile{}, nil, fmt.Errorf("authoring: questions of draft %d: %w", id, err)
	}
	f := QuestionFile{Name: row.Name, Options: exchange.Options{Module: row.Module, Competence: row.Competence}, AddedAt: row.AddedAt}
	if row.TakenAt != nil {
		f.TakenAt = *row.TakenAt
		var kept outcome
		if err := json.Unmarshal([]byte(row.Outcome), &kept); err != nil {
			return f, nil, fmt.Errorf("authoring: outcome of questions of draft %d: %w", id, err)
		}
		f.Found, f.Taken, f.Problems = kept.Found, kept.Taken, kept.Problems
	}
	return f, row.Content, nil
}

func takenImport(ctx context.Context, tx *db.Tx, act Act, id int64, f QuestionFile) error {
	kept, err := json.Marshal(outcome{f.Found, f.Taken, f.Problems})
	if err != nil {
		return fmt.Errorf("authoring: outcome of questions of draft %d: %w", id, err)
	}
	if err := tx.Query(ctx).Exec(`update course_draft_imports set content = null, outcome = cast(? as jsonb), taken_at = ? where draft_id = ?`,
		string(kept), act.Now, id).Error; err != nil {
		return fmt.Errorf("authoring: questions of draft %d taken: %w", id, err)
	}
	return nil
}

func dropImport(ctx context.Context, tx *db.Tx, id int64) error {
	if err := tx.Query(ctx).Exec(`delete from course_draft_imports where draft_id = ?`, id).Error; err != nil {
		return fmt.Errorf("authoring: drop questions of draft %d: %w", id, err)
	}
	return nil
}
