package curriculum

import (
	"context"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// SaveCurriculum gives a curriculum, new or not, its content from the day on, and
// the rules that give it a new version. What was before stays on record; what is
// in force already is not written again. It moves no duty: propose a RulesChange
// where there are any. Errors are of the kind Invalid, with the field.
func (s *Service) SaveCurriculum(ctx context.Context, tx *db.Tx, actor int64, from calendar.Date, c Curriculum) error {
	return s.SaveRules(ctx, tx, actor, from, RulesChange{Curricula: []Curriculum{c}})
}

// SaveRule is SaveCurriculum for a rule.
func (s *Service) SaveRule(ctx context.Context, tx *db.Tx, actor int64, from calendar.Date, r Rule) error {
	return s.SaveRules(ctx, tx, actor, from, RulesChange{Rules: []Rule{r}})
}

// SaveRules writes a whole change from the day on, as SaveCurriculum does.
func (s *Service) SaveRules(ctx context.Context, tx *db.Tx, actor int64, from calendar.Date, c RulesChange) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if err := lockBook(ctx, tx); err != nil {
		return err
	}
	book, err := LoadBook(ctx, tx, from)
	if err != nil {
		return err
	}
	todo, err := book.steps(c, s.content)
	if err != nil {
		return err
	}
	var entries []audit.Entry
	for _, one := range todo.Curricula {
		if err := replaceCurriculum(ctx, tx, actor, from, one); err != nil {
			return err
		}
		entries = append(entries, audit.Entry{ActorID: actor, Action: "curriculum.saved", ObjectKind: "curriculum", ObjectID: one.Code,
			Fields: []string{"title", "courses"}})
	}
	for _, one := range todo.Rules {
		if err := replaceRule(ctx, tx, actor, from, one); err != nil {
			return err
		}
		entries = append(entries, audit.Entry{ActorID: actor, Action: "rule.saved", ObjectKind: "rule", ObjectID: one.Code,
			Fields: []string{"title", "curriculum", "audience", "active"}})
	}
	return audit.RecordMany(ctx, tx, entries)
}
