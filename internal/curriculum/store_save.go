package curriculum

import (
	"context"
	"encoding/json"
	"fmt"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// lockBook makes the transaction the only one that changes curricula and rules.
func lockBook(ctx context.Context, tx *db.Tx) error {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(hashtextextended('curricula', 0))`).Error; err != nil {
		return fmt.Errorf("curriculum: lock: %w", err)
	}
	return nil
}

func replaceCurriculum(ctx context.Context, tx *db.Tx, actor int64, from calendar.Date, c Curriculum) error {
	args, err := factArgs(ctx, tx, actor, from, c.Code, c.Title, c.stored())
	if err != nil {
		return err
	}
	for _, sql := range []string{
		`insert into curricula (code) values (@code) on conflict (code) do nothing`,
		`update curriculum_facts set known_to = @stamp
		 where curriculum_id = (select id from curricula where code = @code) and valid_to > @from and ` + knownNow,
		`insert into curriculum_facts (curriculum_id, title, courses, valid_from, valid_to, known_from, actor_id)
		 select curriculum_id, title, courses, valid_from, @from, @stamp, actor_id from curriculum_facts
		 where curriculum_id = (select id from curricula where code = @code) and valid_from < @from and known_to = @stamp`,
		`insert into curriculum_facts (curriculum_id, title, courses, valid_from, known_from, actor_id)
		 select id, cast(@title as jsonb), cast(@content as jsonb), @from, @stamp, nullif(@actor, 0) from curricula where code = @code`,
	} {
		if err := tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("curriculum: save curriculum %s: %w", c.Code, err)
		}
	}
	return nil
}

func replaceRule(ctx context.Context, tx *db.Tx, actor int64, from calendar.Date, r Rule) error {
	args, err := factArgs(ctx, tx, actor, from, r.Code, r.Title, r.stored())
	if err != nil {
		return err
	}
	args["curriculum"], args["active"], args["version"] = r.Curriculum, r.Active, r.Version
	for _, sql := range []string{
		`insert into rules (code) values (@code) on conflict (code) do nothing`,
		`update rule_facts set known_to = @stamp
		 where rule_id = (select id from rules where code = @code) and valid_to > @from and ` + knownNow,
		`insert into rule_facts (rule_id, version, curriculum_id, title, audience, active, valid_from, valid_to, known_from, actor_id)
		 select rule_id, version, curriculum_id, title, audience, active, valid_from, @from, @stamp, actor_id from rule_facts
		 where rule_id = (select id from rules where code = @code) and valid_from < @from and known_to = @stamp`,
		`insert into rule_facts (rule_id, version, curriculum_id, title, audience, active, valid_from, known_from, actor_id)
		 select r.id, @version, c.id, cast(@title as jsonb), cast(@content as jsonb), @active, @from, @stamp, nullif(@actor, 0)
		 from rules r, curricula c where r.code = @code and c.code = @curriculum`,
	} {
		if err := tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("curriculum: save rule %s: %w", r.Code, err)
		}
	}
	return nil
}

func factArgs(ctx context.Context, tx *db.Tx, actor int64, from calendar.Date, code string, title, content any) (map[string]any, error) {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return nil, err
	}
	texts := make([]string, 2)
	for i, v := range []any{title, content} {
		text, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("curriculum: encode %s: %w", code, err)
		}
		texts[i] = string(text)
	}
	return map[string]any{"code": code, "title": texts[0], "content": texts[1], "from": from, "stamp": stamp, "actor": actor}, nil
}

// ruleIDs are the IDs of all rules by code.
func ruleIDs(ctx context.Context, tx *db.Tx) (map[string]int64, error) {
	var rows []struct {
		ID   int64
		Code string
	}
	if err := tx.Query(ctx).Raw(`select id, code from rules`).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("curriculum: read rule IDs: %w", err)
	}
	ids := make(map[string]int64, len(rows))
	for _, r := range rows {
		ids[r.Code] = r.ID
	}
	return ids, nil
}

// bookEmpty reports that there has never been a curriculum or a rule.
func bookEmpty(ctx context.Context, tx *db.Tx) (bool, error) {
	var empty bool
	if err := tx.Query(ctx).Raw(`select not exists (select from curricula) and not exists (select from rules)`).Scan(&empty).Error; err != nil {
		return false, fmt.Errorf("curriculum: look for rules: %w", err)
	}
	return empty, nil
}
