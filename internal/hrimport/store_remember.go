package hrimport

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// KeptHeading is a remembered header, as a list shows it.
type KeptHeading struct {
	ID int64
	Heading
	List    List
	ActorID int64 // 0: the system
	At      time.Time
}

// KeptHeadings are the remembered headers of the list, of all lists where it is
// empty; by list and header.
func KeptHeadings(ctx context.Context, c db.Conn, list List) ([]KeptHeading, error) {
	var kept []KeptHeading
	if err := c.Query(ctx).Raw(`
		select id, header, field, list, coalesce(actor_id, 0) as actor_id, at from import_mappings
		where @list = '' or list = @list order by list, normalised`, map[string]any{"list": list}).Scan(&kept).Error; err != nil {
		return nil, fmt.Errorf("hrimport: remembered headers: %w", err)
	}
	return kept, nil
}

func keepHeading(ctx context.Context, tx *db.Tx, list List, h Heading, actor int64, now time.Time) error {
	if err := tx.Query(ctx).Exec(`
		insert into import_mappings (list, normalised, header, field, actor_id, at) values (@list, @normalised, @header, @field, nullif(@actor, 0), @at)
		on conflict (list, normalised) do update set header = excluded.header, field = excluded.field, actor_id = excluded.actor_id, at = excluded.at`,
		map[string]any{"list": list, "normalised": Normalise(h.Header), "header": h.Header, "field": h.Field, "actor": actor, "at": now}).Error; err != nil {
		return fmt.Errorf("hrimport: remember a header: %w", err)
	}
	return nil
}

// dropHeading returns list and header of what it drops.
func dropHeading(ctx context.Context, tx *db.Tx, id int64) (key string, err error) {
	err = db.One(tx.Query(ctx), &key, `delete from import_mappings where id = ? returning list || ' ' || normalised`, id)
	if db.IsNotFound(err) {
		return "", apperr.New(apperr.NotFound, "error.import.not_remembered", nil)
	}
	if err != nil {
		return "", fmt.Errorf("hrimport: forget a header: %w", err)
	}
	return key, nil
}

// KeptUnit is a remembered unit of HR's files.
type KeptUnit struct {
	ID      int64
	Key     string
	Label   string
	Code    string // of the department on record
	ActorID int64  // 0: the system
	At      time.Time
}

// KeptUnits are all remembered units, by label.
func KeptUnits(ctx context.Context, c db.Conn) ([]KeptUnit, error) {
	var kept []KeptUnit
	if err := c.Query(ctx).Raw(`
		select u.id, u.key, u.label, d.code, coalesce(u.actor_id, 0) as actor_id, u.at
		from import_units u join departments d on d.id = u.department_id order by u.label, u.id`).Scan(&kept).Error; err != nil {
		return nil, fmt.Errorf("hrimport: remembered units: %w", err)
	}
	return kept, nil
}

func unitsKept(ctx context.Context, c db.Conn) (map[string]string, error) {
	kept, err := KeptUnits(ctx, c)
	units := map[string]string{}
	for _, u := range kept {
		units[u.Key] = u.Code
	}
	return units, err
}

// keepUnit reports whether that changed anything.
func keepUnit(ctx context.Context, tx *db.Tx, c UnitChoice, actor int64, now time.Time) (bool, error) {
	if c.Code == "" {
		result := tx.Query(ctx).Exec(`delete from import_units where key = ?`, c.Key)
		if result.Error != nil {
			return false, fmt.Errorf("hrimport: forget a unit: %w", result.Error)
		}
		return result.RowsAffected > 0, nil
	}
	var department int64
	err := db.One(tx.Query(ctx), &department, `select id from departments where code = ?`, c.Code)
	if db.IsNotFound(err) {
		return false, apperr.New(apperr.NotFound, "error.import.unit", nil)
	}
	if err != nil {
		return false, fmt.Errorf("hrimport: department of a unit: %w", err)
	}
	result := tx.Query(ctx).Exec(`
		insert into import_units as u (key, label, department_id, actor_id, at) values (@key, @label, @department, nullif(@actor, 0), @at)
		on conflict (key) do update set label = excluded.label, department_id = excluded.department_id, actor_id = excluded.actor_id, at = excluded.at
		where u.department_id <> excluded.department_id`,
		map[string]any{"key": c.Key, "label": c.Label, "department": department, "actor": actor, "at": now})
	if result.Error != nil {
		return false, fmt.Errorf("hrimport: remember a unit: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}

// ForgetUnit drops a remembered unit; NotFound where there is none of that id.
func (s *Service) ForgetUnit(ctx context.Context, id, actor int64, now time.Time) error {
	var kept KeptUnit
	err := db.One(s.db.Query(ctx), &kept, `select id, key, label from import_units where id = ?`, id)
	if db.IsNotFound(err) {
		return apperr.New(apperr.NotFound, "error.import.not_remembered", nil)
	}
	if err != nil {
		return fmt.Errorf("hrimport: forget a unit: %w", err)
	}
	return s.RememberUnits(ctx, []UnitChoice{{Key: kept.Key, Label: kept.Label}}, actor, now)
}
