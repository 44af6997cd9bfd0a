package curriculum

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Calendars has the holiday sets of the sites by name. It never changes and may
// be shared. The zero value knows the working week alone.
type Calendars struct {
	sets     map[string]calendar.Set
	standard calendar.Set
}

// LoadCalendars reads calendars.yaml of the folder of seeds; each set is the base
// set of Lucerne with the feast days it adds. A set named people.DefaultCalendar
// must be there: it stands for every name nobody knows.
func LoadCalendars(files fs.FS) (Calendars, error) {
	var list []struct {
		Name       string   `json:"name"`
		From, Till int      // years
		Feasts     []string `json:"feasts"`
	}
	if err := readSeeds(files, "calendars.yaml", &list); err != nil {
		return Calendars{}, err
	}
	c := Calendars{sets: map[string]calendar.Set{}}
	for _, one := range list {
		extra := calendar.LucerneDays(one.From, one.Till, one.Feasts...)
		if one.Till < one.From || len(extra) != len(one.Feasts)*(one.Till-one.From+1) {
			return Calendars{}, fmt.Errorf("curriculum: calendar %q has years out of order or a feast nobody knows", one.Name)
		}
		c.sets[one.Name] = calendar.LucerneBase(one.From, one.Till, extra...)
	}
	standard, ok := c.sets[people.DefaultCalendar]
	if !ok {
		return Calendars{}, fmt.Errorf("curriculum: no calendar %q", people.DefaultCalendar)
	}
	c.standard = standard
	return c, nil
}

// For is the holiday set of the name, the standard set for an unknown one.
func (c Calendars) For(name string) calendar.Set {
	if set, ok := c.sets[name]; ok {
		return set
	}
	return c.standard
}

// ForMember is the holiday set of the site of the main employment.
func (c Calendars) ForMember(org *people.Org, m *people.Member) calendar.Set {
	if main, ok := m.Main(); ok {
		if site := org.Sites[main.SiteID]; site != nil {
			return c.For(site.Calendar)
		}
	}
	return c.standard
}

// readSeeds reads a YAML file by the JSON names of into, and refuses any other.
func readSeeds(files fs.FS, name string, into any) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("curriculum: read %s: %w", name, err)
	}
	var tree any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return fmt.Errorf("curriculum: %s: %w", name, err)
	}
	plain, err := json.Marshal(tree)
	if err != nil {
		return fmt.Errorf("curriculum: %s: %w", name, err)
	}
	if err := decodeStrict(plain, into); err != nil {
		return fmt.Errorf("curriculum: %s: %w", name, err)
	}
	return nil
}
