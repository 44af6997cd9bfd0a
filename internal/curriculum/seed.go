package curriculum

import (
	"context"
	"io/fs"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/holiday"
)

// Seed gives an installation that has never had any holiday sets those of
// calendars.yaml in files; and one that has never had any curricula and rules those
// of curricula.yaml and rules.yaml, from the day on, and reports whether it did the
// latter. Lines of courses that are not in the catalogue are left out, and so is a
// curriculum without any, with its rules. It assigns nothing: that is a plan's.
func (s *Service) Seed(ctx context.Context, tx *db.Tx, files fs.FS, from calendar.Date) (bool, error) {
	if _, err := holiday.Seed(ctx, tx, files); err != nil {
		return false, err
	}
	var change RulesChange
	if err := readSeeds(files, "curricula.yaml", &change.Curricula); err != nil {
		return false, err
	}
	if err := readSeeds(files, "rules.yaml", &change.Rules); err != nil {
		return false, err
	}
	if err := change.Validate(); err != nil {
		return false, err
	}
	if err := lockBook(ctx, tx); err != nil {
		return false, err
	}
	if empty, err := bookEmpty(ctx, tx); err != nil || !empty {
		return false, err
	}
	return true, s.SaveRules(ctx, tx, 0, from, s.available(change))
}

// available is the change without courses that are not in the catalogue.
func (s *Service) available(change RulesChange) RulesChange {
	var out RulesChange
	kept := map[string]bool{}
	for _, c := range change.Curricula {
		var lines []Line
		for _, l := range c.Lines {
			if _, err := s.content(l.Course); err == nil {
				lines = append(lines, l)
			}
		}
		if c.Lines = lines; len(lines) > 0 {
			kept[c.Code] = true
			out.Curricula = append(out.Curricula, c)
		}
	}
	for _, r := range change.Rules {
		if kept[r.Curriculum] {
			out.Rules = append(out.Rules, r)
		}
	}
	return out
}
