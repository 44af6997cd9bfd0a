package monthend

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/aggregate"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/report"
)

// store keeps a month end; errLost where it is kept already.
func (s *Service) store(ctx context.Context, tx *db.Tx, m report.Month, next *frozen, cells []aggregate.Cell, now time.Time) error {
	if next.GroupingID == 0 {
		grouping, err := json.Marshal(next.Grouping)
		if err != nil {
			return fmt.Errorf("monthend: encode the grouping: %w", err)
		}
		if err := tx.Query(ctx).Raw(`
			insert into month_groupings (year, since, grouping, known_at) values (@year, @since, cast(@grouping as jsonb), @known)
			on conflict do nothing returning id`, map[string]any{
			"year": year(m.AsOf), "since": m.AsOf, "grouping": string(grouping), "known": m.KnownAt,
		}).Scan(&next.GroupingID).Error; err != nil {
			return fmt.Errorf("monthend: keep the grouping: %w", err)
		}
		if next.GroupingID == 0 {
			return errLost
		}
	}
	courses := Catalogue{}
	for id := range m.Figures.ByCourse {
		courses[id] = Course{Code: m.Courses[id].Code, Titles: m.Courses[id].Titles, Minutes: m.Courses[id].Minutes}
	}
	held, err := json.Marshal(next.Held)
	if err != nil {
		return fmt.Errorf("monthend: encode: %w", err)
	}
	catalogue, err := json.Marshal(courses)
	if err != nil {
		return fmt.Errorf("monthend: encode: %w", err)
	}
	then, err := json.Marshal(Then{m.Settings.Text("municipality"), m.Settings.Int("green_from"), m.Settings.Int("amber_from")})
	if err != nil {
		return fmt.Errorf("monthend: encode: %w", err)
	}
	hash := aggregate.Table{Grouping: next.Grouping, Cells: cells}.Hash(head(report.Definitions, m.AsOf, m.KnownAt), func(id int64) string { return courses[id].Code })
	var kept bool
	if err := tx.Query(ctx).Raw(`
		insert into month_ends (as_of, known_at, frozen_at, definitions, grouping_id, held, courses, settings, persons, covered,
			rows_sha256, cells_sha256, seal_id, seal)
		values (@as_of, @known, @now, @definitions, @grouping, cast(@held as jsonb), cast(@courses as jsonb), cast(@then as jsonb),
			@persons, @covered, @rows, @cells, nullif(@seal_id, 0), @seal)
		on conflict do nothing returning true`, map[string]any{
		"as_of": m.AsOf, "known": m.KnownAt, "now": now, "definitions": report.Definitions, "grouping": next.GroupingID,
		"held": string(held), "courses": string(catalogue), "then": string(then), "persons": m.Figures.Persons, "covered": m.Figures.Covered,
		"rows": db.Bytes(m.Rows[:]), "cells": db.Bytes(hash[:]), "seal_id": m.SealID, "seal": m.Seal,
	}).Scan(&kept).Error; err != nil {
		return fmt.Errorf("monthend: keep %s: %w", m.AsOf, err)
	}
	if !kept {
		return errLost
	}
	if _, err := tx.CopyIn(ctx, "month_cells",
		[]string{"as_of", "course_id", "node", "counted", "fulfilled_from", "fulfilled_to", "behind_from", "behind_to", "without_pc"},
		pgx.CopyFromSlice(len(cells), func(i int) ([]any, error) {
			c := cells[i]
			return []any{m.AsOf.Time(), c.Course, c.Node, c.Counted, c.Fulfilled.Min, c.Fulfilled.Max, c.Behind.Min, c.Behind.Max, c.WithoutPC}, nil
		})); err != nil {
		return fmt.Errorf("monthend: keep the table of %s: %w", m.AsOf, err)
	}
	if _, err := tx.CopyIn(ctx, "month_counts",
		[]string{"as_of", "department_id", "course_id", "own", "own_due", "cumulated", "cumulated_due"},
		pgx.CopyFromSlice(len(m.Counts), func(i int) ([]any, error) {
			c := m.Counts[i]
			return []any{m.AsOf.Time(), orNull(c.Department), orNull(c.Course), c.Own.Counts.ByStatus(), []int32{int32(c.Own.Due.Num), int32(c.Own.Due.Den)},
				c.Cumulated.Counts.ByStatus(), []int32{int32(c.Cumulated.Due.Num), int32(c.Cumulated.Due.Den)}}, nil
		})); err != nil {
		return fmt.Errorf("monthend: keep the counts of %s: %w", m.AsOf, err)
	}
	return nil
}

func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// newest is what the last frozen month end leaves to the next, nil without one.
func (s *Service) newest(ctx context.Context) (*frozen, error) {
	var row struct {
		AsOf           calendar.Date
		GroupingID     int64
		Grouping, Held string
	}
	if err := s.DB.Query(ctx).Raw(`
		select e.as_of, e.grouping_id, g.grouping, e.held from month_ends e
		join month_groupings g on g.id = e.grouping_id
		order by e.as_of desc limit 1`).Scan(&row).Error; err != nil {
		return nil, fmt.Errorf("monthend: the last one: %w", err)
	}
	if row.GroupingID == 0 {
		return nil, nil //nolint:nilnil // there is none yet
	}
	f := &frozen{AsOf: row.AsOf, GroupingID: row.GroupingID}
	if err := json.Unmarshal([]byte(row.Grouping), &f.Grouping); err != nil {
		return nil, fmt.Errorf("monthend: the grouping: %w", err)
	}
	if err := json.Unmarshal([]byte(row.Held), &f.Held); err != nil {
		return nil, fmt.Errorf("monthend: what is held: %w", err)
	}
	return f, nil
}
