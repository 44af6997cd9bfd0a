package search

import (
	"context"
	"fmt"
	"strings"

	"zaemme/internal/course"
	"zaemme/internal/db"
)

type row struct {
	VersionID int64
	Module    int
	Language  string
	Total     int
}

// find reads which texts have all words. A text that is not written in the reader's
// language is asked for in the course's own.
func find(ctx context.Context, c db.Conn, versions []*course.Version, q Query) ([]row, error) {
	ids, own := make([]int64, len(versions)), make([]string, len(versions))
	for i, v := range versions {
		ids[i], own[i] = v.ID, v.Content.Language
	}
	var rows []row
	if err := c.Query(ctx).Raw(`
		with asked (language, words) as (
			select l, to_tsquery(text_config(l), @words) from unnest(cast('{de,en,fr,it}' as text[])) l
		)
		select t.version_id, t.module, t.language, count(*) over () as total
		from unnest(cast(@ids as bigint[]), string_to_array(@own, ',')) v(id, own)
		join course_texts t on t.version_id = v.id
		join asked a on a.language = t.language and t.words @@ a.words
		where t.language = @lang or t.language = v.own and not exists (
			select from course_texts o where o.version_id = t.version_id and o.module = t.module and o.language = @lang)
		order by ts_rank(t.words, a.words) desc, t.version_id, t.module
		offset @skip limit @limit`,
		map[string]any{"words": all(q.Words), "ids": db.Numbers(ids), "own": strings.Join(own, ","), "lang": q.Lang, "skip": q.Skip, "limit": q.Limit}).
		Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("search: find: %w", err)
	}
	return rows, nil
}

// headlines are the places of each text that show best why it was found, with
// signs round the words.
func headlines(ctx context.Context, c db.Conn, rows []row, texts []string, words []string) ([]string, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	var parts []string
	var args []any
	for i, r := range rows {
		parts = append(parts, "(cast(? as int), cast(? as text), cast(? as text))")
		args = append(args, i, r.Language, texts[i])
	}
	var snippets []string
	if err := c.Query(ctx).Raw(`
		select ts_headline(text_config(t.language), t.body, to_tsquery(text_config(t.language), ?),
			'StartSel='||chr(2)||', StopSel='||chr(3)||', MaxFragments=2, MinWords=10, MaxWords=26, FragmentDelimiter=" … "')
		from (values `+strings.Join(parts, ", ")+`) t(n, language, body)
		order by t.n`, append([]any{all(words)}, args...)...).Scan(&snippets).Error; err != nil {
		return nil, fmt.Errorf("search: snippets: %w", err)
	}
	return snippets, nil
}
