package search

import (
	"context"
	"fmt"
	"strings"

	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/markdown"
	"zaemme/internal/settings"
)

// Service has the use case. It is safe for concurrent use.
type Service struct{ courses *course.Catalogue }

// New searches the courses of the catalogue.
func New(c *course.Catalogue) *Service { return &Service{courses: c} }

// Query is what somebody looks for.
type Query struct {
	Words    []string // of Words
	Lang     string   // the reader's
	Settings settings.Settings
	Labels   func(lang string) course.Labels
	Skip     int // hits before the first one
	Limit    int
}

// Hit is a text in which every word stands.
type Hit struct {
	Version  *course.Version
	Module   *coursefile.Module // nil: the course itself
	Language string             // of the text
	Snippet  []Piece
}

// Piece is a part of a snippet; Found marks what was looked for.
type Piece struct {
	Text  string
	Found bool
}

// Find is the hits of the query with their number, in two statements; none for a
// query without words.
func (s *Service) Find(ctx context.Context, c db.Conn, q Query) (hits []Hit, total int, err error) {
	versions := s.courses.All()
	if len(q.Words) == 0 || len(versions) == 0 {
		return nil, 0, nil
	}
	byID := map[int64]*course.Version{}
	for _, v := range versions {
		byID[v.ID] = v
	}
	rows, err := find(ctx, c, versions, q)
	if err != nil {
		return nil, 0, err
	}
	texts := make([]string, len(rows))
	for i, r := range rows {
		h := Hit{Version: byID[r.VersionID], Language: r.Language}
		h.Module = h.Version.Content.Module(r.Module)
		if texts[i], err = text(h, q); err != nil {
			return nil, 0, err
		}
		hits, total = append(hits, h), r.Total
	}
	snippets, err := headlines(ctx, c, rows, texts, q.Words)
	if err != nil {
		return nil, 0, err
	}
	for i := range hits {
		hits[i].Snippet = pieces(snippets[i])
	}
	return hits, total, nil
}

// text is what a hit is about, as it is read, without markup.
func text(h Hit, q Query) (string, error) {
	content := h.Version.Content
	if h.Module == nil {
		parts := []string{content.Summaries.In(h.Language)}
		if content.Handout != nil && h.Language == content.Language {
			body, err := plain(content, content.Handout.Body, h.Language, q)
			if err != nil {
				return "", fmt.Errorf("search: take-home page of %s: %w", content.Code, err)
			}
			parts = append(parts, body)
		}
		return strings.Join(parts, "\n"), nil
	}
	body, _ := h.Module.BodyIn(h.Language, content)
	body, err := plain(content, body, h.Language, q)
	if err != nil {
		return "", fmt.Errorf("search: %s module %d: %w", content.Code, h.Module.No, err)
	}
	return body, nil
}

func plain(c *coursefile.Course, body, lang string, q Query) (string, error) {
	doc, err := markdown.Render(body, markdown.Options{Values: course.Values(c, q.Settings), Labels: q.Labels(lang).Texts})
	return strings.NewReplacer(from, "", until, "").Replace(doc.Text), err
}

// The signs round what was found, on the way from the database; no text has them.
const from, until = "\x02", "\x03"

// pieces parts a snippet at the signs.
func pieces(snippet string) []Piece {
	var list []Piece
	for i, part := range strings.Split(snippet, from) {
		found, rest, marked := strings.Cut(part, until)
		if i > 0 && marked {
			list = append(list, Piece{found, true})
			part = rest
		}
		if part != "" {
			list = append(list, Piece{Text: part})
		}
	}
	return list
}
