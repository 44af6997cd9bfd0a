package curriculum

import (
	"context"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// SaveRules gives curricula and rules, new or not, their content from the day on;
// a curriculum that changes gives the rules that name it a new version. What was
// before stays on record; what is in force already is not written again. It moves
// no duty: propose the change where there are any. Errors are of the kind Invalid,
// with the field.
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
