package change

import (
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// employed is how many people are employed on the day.
func employed(org *people.Org) int {
	n := 0
	for _, m := range org.Members {
		if len(m.Employments) > 0 {
			n++
		}
	}
	return n
}

// few people are looked at one by one in the preview; no share of a small
// organisation asks for a number below that.
const few = 10

// confirmDuties is the number to type where the duties of more people change than
// the share that is set: how many people that are; 0: none is asked for.
func confirmDuties(set settings.Settings, org *people.Org, persons int) int {
	if persons >= few && persons*100 > max(employed(org), 1)*set.Int("duties_percent") {
		return persons
	}
	return 0
}
