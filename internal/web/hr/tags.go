package hr

import (
	"slices"

	"zaemme/internal/web/page"
)

// tagChoices are the tags of the installation and those that the person has
// besides.
func tagChoices(known, had []string) []page.Choice {
	var list []page.Choice
	for _, tag := range append(slices.Clone(known), had...) {
		if !slices.ContainsFunc(list, func(c page.Choice) bool { return c.Value == tag }) {
			list = append(list, page.Choice{Value: tag, Label: tag, Selected: slices.Contains(had, tag)})
		}
	}
	return list
}
