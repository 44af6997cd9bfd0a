package holiday

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// seeded is a set of calendars.yaml: the base feasts of the canton, those it adds,
// and its days.
type seeded struct {
	Code   string   `json:"code"`
	Title  string   `json:"title"`
	Feasts []string `json:"feasts"`
	Days   []Day    `json:"days"`
}

// Seed gives an installation that has never had any holiday set those of
// calendars.yaml in files, and reports whether it did. One named
// people.DefaultCalendar must be among them: it stands for every name nobody knows.
func Seed(ctx context.Context, tx *db.Tx, files fs.FS) (bool, error) {
	list, err := ReadSeeds(files)
	if err != nil {
		return false, err
	}
	if err := lock(ctx, tx); err != nil {
		return false, err
	}
	if none, err := empty(ctx, tx); err != nil || !none {
		return false, err
	}
	for _, one := range list {
		if err := create(ctx, tx, 0, one.Code, Seeded, one.Content); err != nil {
			return false, err
		}
	}
	return true, nil
}

// ReadSeeds reads and checks the sets of calendars.yaml.
func ReadSeeds(files fs.FS) ([]Edition, error) {
	text, err := fs.ReadFile(files, "calendars.yaml")
	if err != nil {
		return nil, fmt.Errorf("holiday: read seeds: %w", err)
	}
	var tree any
	var list []seeded
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, fmt.Errorf("holiday: calendars.yaml: %w", err)
	}
	plain, err := json.Marshal(tree)
	if err == nil {
		err = json.Unmarshal(plain, &list)
	}
	if err != nil {
		return nil, fmt.Errorf("holiday: calendars.yaml: %w", err)
	}
	var sets []Edition
	standard := false
	for _, s := range list {
		content := Content{Title: s.Title, Ticks: BaseTicks(), Days: s.Days}
		for _, code := range s.Feasts {
			f, _ := feast(code)
			content.Ticks = append(content.Ticks, Tick{Code: code, Half: f.Half})
		}
		if err := content.Validate(); err != nil {
			return nil, fmt.Errorf("holiday: calendars.yaml: %s: %w", s.Code, err)
		}
		standard = standard || s.Code == people.DefaultCalendar
		sets = append(sets, Edition{Code: s.Code, Content: content.sorted()})
	}
	if !standard {
		return nil, fmt.Errorf("holiday: no set %q", people.DefaultCalendar)
	}
	return sets, nil
}

// BaseTicks are the feasts of the base set of the canton.
func BaseTicks() []Tick {
	var list []Tick
	for _, f := range calendar.LucerneFeasts() {
		if f.InBase() {
			list = append(list, Tick{Code: f.Code, Half: f.Half})
		}
	}
	return list
}
