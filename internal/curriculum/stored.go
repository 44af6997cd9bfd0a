package curriculum

import (
	"encoding/json"
	"strings"

	"zaemme/internal/calendar"
)

// storedLines is curriculum_facts.courses: a list of lines, or an object where more is
// said than that all are to be done in any order.
type storedLines struct {
	Lines   []Line `json:"lines"`
	Ordered bool   `json:"ordered,omitempty"`
	AtLeast int    `json:"at_least,omitempty"`
}

func (c Curriculum) stored() any {
	if !c.Ordered && c.AtLeast == 0 {
		return c.Lines
	}
	return storedLines{Lines: c.Lines, Ordered: c.Ordered, AtLeast: c.AtLeast}
}

func (c *Curriculum) read(text string) error {
	if strings.HasPrefix(strings.TrimSpace(text), "[") {
		return json.Unmarshal([]byte(text), &c.Lines)
	}
	var all storedLines
	err := json.Unmarshal([]byte(text), &all)
	c.Lines, c.Ordered, c.AtLeast = all.Lines, all.Ordered, all.AtLeast
	return err
}

// storedAudience is rule_facts.audience: the fields of the audience, and beside them
// until when the rule asks and how it is rolled out.
type storedAudience struct {
	Audience
	Until   calendar.Date `json:"until,omitempty"`
	Rollout *Rollout      `json:"rollout,omitempty"`
}

func (r Rule) stored() any {
	return storedAudience{Audience: r.Audience, Until: r.Until, Rollout: r.Rollout}
}

func (r *Rule) read(text string) error {
	var all storedAudience
	err := json.Unmarshal([]byte(text), &all)
	r.Audience, r.Until, r.Rollout = all.Audience, all.Until, all.Rollout
	return err
}
