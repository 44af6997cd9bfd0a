package curriculum

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// knownNow is the condition on facts held to be true now.
const knownNow = `known_to = '9999-12-31 00:00:00+00'`

// LoadBook reads all curricula and rules in force on the day, the inactive rules
// too: two statements.
func LoadBook(ctx context.Context, c db.Conn, day calendar.Date) (Book, error) {
	b := Book{newest: map[string]int32{}}
	var curricula []struct {
		ID                   int64
		Code, Title, Courses string
	}
	if err := c.Query(ctx).Raw(`
		select c.id, c.code, f.title::text as title, f.courses::text as courses
		from curricula c join curriculum_facts f on f.curriculum_id = c.id
		where f.valid_from <= @day and f.valid_to > @day and f.`+knownNow+`
		order by c.code`, map[string]any{"day": day}).Scan(&curricula).Error; err != nil {
		return b, fmt.Errorf("curriculum: read curricula: %w", err)
	}
	for _, row := range curricula {
		one := Curriculum{ID: row.ID, Code: row.Code}
		if err := decode(row.Title, &one.Title, row.Courses, one.read); err != nil {
			return b, fmt.Errorf("curriculum: read %s: %w", row.Code, err)
		}
		b.Curricula = append(b.Curricula, one)
	}
	var rules []struct {
		ID                          int64
		Code                        string
		Newest                      int32
		Version                     int32
		Title, Curriculum, Audience string
		Active                      bool
		ValidFrom                   calendar.Date
	}
	if err := c.Query(ctx).Raw(`
		select r.id, r.code, n.newest, coalesce(f.version, 0) as version, coalesce(f.title::text, '') as title,
			coalesce(c.code, '') as curriculum, coalesce(f.audience::text, '') as audience, coalesce(f.active, false) as active,
			f.valid_from
		from rules r
		cross join lateral (select max(version) as newest from rule_facts where rule_id = r.id) n
		left join rule_facts f on f.rule_id = r.id and f.valid_from <= @day and f.valid_to > @day and f.`+knownNow+`
		left join curricula c on c.id = f.curriculum_id
		order by r.code`, map[string]any{"day": day}).Scan(&rules).Error; err != nil {
		return b, fmt.Errorf("curriculum: read rules: %w", err)
	}
	for _, row := range rules {
		b.newest[row.Code] = row.Newest
		if row.Version == 0 {
			continue // not in force on the day
		}
		one := Rule{ID: row.ID, Code: row.Code, Version: row.Version, Curriculum: row.Curriculum, Active: row.Active, ValidFrom: row.ValidFrom}
		if err := decode(row.Title, &one.Title, row.Audience, one.read); err != nil {
			return b, fmt.Errorf("curriculum: read %s: %w", row.Code, err)
		}
		b.Rules = append(b.Rules, one)
	}
	return b, nil
}

// RuleHistory lists all facts ever recorded of a rule, the latest first; none is
// no error.
func RuleHistory(ctx context.Context, c db.Conn, code string) ([]RuleFact, error) {
	var rows []struct {
		ID                          int64
		Version                     int32
		Title, Curriculum, Audience string
		Active                      bool
		ValidFrom, ValidTo          calendar.Date
		KnownFrom, KnownTo          time.Time
		ActorID                     int64
	}
	if err := c.Query(ctx).Raw(`
		select r.id, f.version, f.title::text as title, c.code as curriculum, f.audience::text as audience, f.active,
			f.valid_from, f.valid_to, f.known_from, f.known_to, coalesce(f.actor_id, 0) as actor_id
		from rules r join rule_facts f on f.rule_id = r.id join curricula c on c.id = f.curriculum_id
		where r.code = ?
		order by f.known_from desc, f.valid_from desc`, code).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("curriculum: history of rule %s: %w", code, err)
	}
	list := make([]RuleFact, len(rows))
	for i, row := range rows {
		list[i] = RuleFact{ValidTo: row.ValidTo, KnownFrom: row.KnownFrom.UTC(), KnownTo: row.KnownTo.UTC(), ActorID: row.ActorID,
			Rule: Rule{ID: row.ID, Code: code, Version: row.Version, Curriculum: row.Curriculum, Active: row.Active, ValidFrom: row.ValidFrom}}
		if err := decode(row.Title, &list[i].Title, row.Audience, list[i].read); err != nil {
			return nil, fmt.Errorf("curriculum: history of rule %s: %w", code, err)
		}
	}
	return list, nil
}

// decode reads the two JSON columns of a fact.
func decode(title string, titles any, content string, read func(string) error) error {
	if err := json.Unmarshal([]byte(title), titles); err != nil {
		return err
	}
	return read(content)
}
