package curriculum

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// Restored is a rule or a curriculum of a batch that is taken back.
type Restored struct {
	Kind string // «rule», «curriculum»
	Code string
	Gone bool   // there was none before
	Kept bool   `json:",omitempty"` // changed or needed since, so it stays as it is
	Says string // as JSON: what was said before and is said again
}

// fact tables of rules and curricula with what is said in them.
var factTables = []struct {
	kind, table, names, key string
	columns                 []string
}{
	{"rule", "rule_facts", "rules", "rule_id", []string{"version", "curriculum_id", "title", "audience", "active", "valid_from", "valid_to"}},
	{"curriculum", "curriculum_facts", "curricula", "curriculum_id", []string{"title", "courses", "valid_from", "valid_to"}},
}

// undoRules lets hold again what was held to be true of rules and curricula just
// before the batch, as facts of now. What has been changed since stays, and a
// curriculum that a rule needs.
func undoRules(ctx context.Context, tx *db.Tx, batch, actor int64) ([]Restored, error) {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return nil, err
	}
	var list []Restored
	for _, t := range factTables {
		row := `jsonb_build_array(f.` + strings.Join(t.columns, `, f.`) + `)`
		rows := func(name, condition string) string {
			return `coalesce(jsonb_agg(` + row + ` order by f.valid_from) filter (where ` + condition + `), '[]')::text as ` + name
		}
		needed := `false`
		if t.kind == "curriculum" { // rules are restored by now
			needed = `exists (select from rule_facts r where r.curriculum_id = c.id and r.` + knownNow + `)`
		}
		var touched []struct {
			ID                         int64
			Code                       string
			Before, AfterBatch, Lately string
			Needed                     bool
		}
		args := map[string]any{"batch": batch, "stamp": stamp, "actor": actor}
		if err := tx.Query(ctx).Raw(`
			with b as (select applied_at as at from batches where id = @batch),
			touched as (select distinct `+t.key+` as id from `+t.table+`, b where known_from = b.at or known_to = b.at)
			select c.id, c.code, `+rows("before", `f.known_from < b.at and f.known_to >= b.at`)+`,
				`+rows("after_batch", `f.known_from <= b.at and f.known_to > b.at`)+`,
				`+rows("lately", `f.`+knownNow)+`, `+needed+` as needed
			from touched join `+t.names+` c on c.id = touched.id join `+t.table+` f on f.`+t.key+` = c.id cross join b
			group by c.id, c.code order by c.code`, args).Scan(&touched).Error; err != nil {
			return nil, fmt.Errorf("curriculum: undo %s: %w", t.table, err)
		}
		for _, one := range touched {
			r := Restored{Kind: t.kind, Code: one.Code, Gone: one.Before == "[]", Says: one.Before}
			if r.Kept = one.Lately != one.AfterBatch || r.Gone && one.Needed; r.Kept {
				list = append(list, r)
				continue
			}
			list = append(list, r)
			args["id"] = one.ID
			columns := strings.Join(t.columns, ", ")
			for _, sql := range []string{
				`update ` + t.table + ` set known_to = @stamp where ` + t.key + ` = @id and ` + knownNow,
				`insert into ` + t.table + ` (` + t.key + `, ` + columns + `, known_from, actor_id)
				select ` + t.key + `, ` + columns + `, @stamp, nullif(@actor, 0) from ` + t.table + `
				where ` + t.key + ` = @id and known_from < (select applied_at from batches where id = @batch)
					and known_to >= (select applied_at from batches where id = @batch)`,
			} {
				if err := tx.Query(ctx).Exec(sql, args).Error; err != nil {
					return nil, fmt.Errorf("curriculum: restore %s %s: %w", t.kind, one.Code, err)
				}
			}
		}
	}
	return list, nil
}

// Titles is how a rule or a curriculum was called last, by language; none for a
// code that never was.
func Titles(ctx context.Context, c db.Conn, kind, code string) (coursefile.Texts, error) {
	for _, t := range factTables {
		if t.kind != kind {
			continue
		}
		var title string
		if err := c.Query(ctx).Raw(`select f.title::text from `+t.table+` f join `+t.names+` n on n.id = f.`+t.key+`
			where n.code = ? order by f.id desc limit 1`, code).Scan(&title).Error; err != nil {
			return nil, fmt.Errorf("curriculum: title of %s %s: %w", kind, code, err)
		}
		var titles coursefile.Texts
		if title != "" {
			if err := json.Unmarshal([]byte(title), &titles); err != nil {
				return nil, fmt.Errorf("curriculum: title of %s %s: %w", kind, code, err)
			}
		}
		return titles, nil
	}
	return nil, nil
}
