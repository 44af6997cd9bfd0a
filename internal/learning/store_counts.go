package learning

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/db"
)

// isFirst reports that the person has handed in nothing else at the course.
func isFirst(ctx context.Context, tx *db.Tx, a *Attempt) (bool, error) {
	var first bool
	if err := db.One(tx.Query(ctx), &first, `
		select not exists (select from attempts where person_id = ? and course_id = ? and handed_in_at is not null and id <> ?)`,
		a.PersonID, a.CourseID, a.ID); err != nil {
		return false, fmt.Errorf("learning: look for a first try: %w", err)
	}
	return first, nil
}

// addCounts adds the tries to the counters in the order of the questions, so that
// two who hand in at once never wait for each other crosswise.
func addCounts(ctx context.Context, tx *db.Tx, version int64, list []counted) error {
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, func(a, b counted) int { return cmp.Compare(a.Question, b.Question) })
	var rows []string
	var args []any
	for _, one := range list {
		solved, chosen := 0, make([]int, one.Options)
		if one.Solved {
			solved = 1
		}
		for _, option := range one.Chosen {
			if option >= 0 && option < len(chosen) {
				chosen[option] = 1
			}
		}
		rows = append(rows, "(?, ?, 1, ?, cast(? as integer[]))")
		args = append(args, version, one.Question, solved, smallints(chosen))
	}
	if err := tx.Query(ctx).Exec(`
		insert into question_counts (version_id, question, tries, solved, chosen) values `+strings.Join(rows, ", ")+`
		on conflict (version_id, question) do update set tries = question_counts.tries + 1, solved = question_counts.solved + excluded.solved,
			chosen = (select coalesce(array_agg(coalesce(o, 0) + coalesce(n, 0) order by i), '{}')
				from unnest(question_counts.chosen, excluded.chosen) with ordinality u(o, n, i))`, args...).Error; err != nil {
		return fmt.Errorf("learning: count first tries: %w", err)
	}
	return nil
}

// leastTries at a question are needed before its figures are shown.
const leastTries = 20

// QuestionFigures are what first tries at a question came to.
type QuestionFigures struct {
	VersionID int64
	Question  string
	Tries     int
	Solved    int   // in full
	Chosen    []int // per option of the version, how often it was chosen; none for other types
	Withdrawn bool  // the figures are those of before
}

// Figures are the figures of the versions' questions that twenty or more have tried.
func Figures(ctx context.Context, c db.Conn, versions []int64) ([]QuestionFigures, error) {
	var rows []struct {
		VersionID     int64
		Question      string
		Tries, Solved int
		Counts        string
		Withdrawn     bool
	}
	if err := c.Query(ctx).Raw(`
		select version_id, question, tries, solved, array_to_string(chosen, ',') as counts,
			exists (select from question_withdrawals w where w.version_id = question_counts.version_id and w.question = question_counts.question) as withdrawn
		from question_counts
		where version_id = any(cast(? as bigint[])) and tries >= ?
		order by version_id, question`, db.Numbers(versions), leastTries).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("learning: figures of questions: %w", err)
	}
	list := make([]QuestionFigures, len(rows))
	for i, r := range rows {
		list[i] = QuestionFigures{VersionID: r.VersionID, Question: r.Question, Tries: r.Tries, Solved: r.Solved, Withdrawn: r.Withdrawn}
		for _, n := range strings.FieldsFunc(r.Counts, func(r rune) bool { return r == ',' }) {
			count, err := strconv.Atoi(n)
			if err != nil {
				return nil, fmt.Errorf("learning: figures of question %s: %w", r.Question, err)
			}
			list[i].Chosen = append(list[i].Chosen, count)
		}
	}
	return list, nil
}
