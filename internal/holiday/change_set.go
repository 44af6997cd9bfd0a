package holiday

import (
	"context"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
)

// What an edition was made for.
const (
	Seeded   = "seeded"
	Created  = "created"
	Edited   = "edited"   // title, week or feasts
	Added    = "added"    // an entry
	Dropped  = "dropped"  // an entry
	Imported = "imported" // entries of a file
)

// Change makes an edition of the set with the code: what it becomes follows from
// what it is, by to. seen is the edition that the actor has seen; another one in
// force is a Conflict. Content that does not change makes no edition. It moves no
// due date. Other errors: NotFound; Invalid, with the field.
func Change(ctx context.Context, tx *db.Tx, actor int64, code, what string, seen int64, to func(Content) Content) error {
	if err := lock(ctx, tx); err != nil {
		return err
	}
	now, err := find(ctx, tx, code, " for update of f")
	if err != nil {
		return err
	}
	if now.ID != seen {
		return apperr.New(apperr.Conflict, "error.calendar.stale", nil)
	}
	content := to(now.Content).sorted()
	if content.Since(now.Content).Empty() {
		return nil
	}
	if err := content.Validate(); err != nil {
		return err
	}
	if err := save(ctx, tx, actor, code, what, content); err != nil {
		return err
	}
	return record(ctx, tx, actor, "calendar."+what, code, "days", "feasts", "title", "week")
}

// Create makes a set with the content and returns its code, which is made of the
// title. Errors are Invalid, with the field, and Conflict where there is such a
// set.
func Create(ctx context.Context, tx *db.Tx, actor int64, content Content) (code string, err error) {
	if err := content.Validate(); err != nil {
		return "", err
	}
	if code = i18n.Slug(content.Title); code == "" {
		return "", apperr.New(apperr.Invalid, "error.calendar.title", nil).At("title")
	}
	if slices.Contains(reserved, code) {
		code += "-kalender"
	}
	if err := create(ctx, tx, actor, code, Created, content); err != nil {
		return "", err
	}
	return code, record(ctx, tx, actor, "calendar."+Created, code, "title", "feasts", "week")
}

// reserved are addresses beside those of the sets.
var reserved = []string{"neu", "standorte", "fristen", "vorschau"}

func create(ctx context.Context, tx *db.Tx, actor int64, code, what string, content Content) error {
	if err := lock(ctx, tx); err != nil {
		return err
	}
	if err := insert(ctx, tx, code); err != nil {
		return err
	}
	return save(ctx, tx, actor, code, what, content.sorted())
}

// Follow lets a site follow the set with the code from the day on. It moves no due
// date. An unknown site or set is NotFound; a site that follows it already stays as
// it is.
func Follow(ctx context.Context, tx *db.Tx, actor, site int64, code string, from calendar.Date) error {
	if err := lock(ctx, tx); err != nil {
		return err
	}
	if _, err := find(ctx, tx, code, ""); err != nil {
		return err
	}
	sites, err := Sites(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, s := range sites {
		switch {
		case s.ID != site:
		case s.Calendar == code:
			return nil
		default:
			if err := follow(ctx, tx, actor, site, code, from); err != nil {
				return err
			}
			return record(ctx, tx, actor, "calendar.followed", code, "site")
		}
	}
	return apperr.New(apperr.NotFound, "error.calendar.no_site", nil)
}

func record(ctx context.Context, tx *db.Tx, actor int64, action, code string, fields ...string) error {
	return audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: action, ObjectKind: "calendar", ObjectID: code, Fields: fields})
}

// Years are those that a page offers around a day: from the one before to five
// ahead, within FirstYear and LastYear.
func Years(today calendar.Date) []int {
	year, _, _ := today.YMD()
	var list []int
	for y := max(FirstYear, year-1); y <= min(LastYear, year+5); y++ {
		list = append(list, y)
	}
	return list
}

// Weekdays are the days of a week from Monday on, for forms.
var Weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
