package hr

import (
	"maps"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// unitRows are shown with their choices at most: each choice has all departments.
const unitRows = 40

// unitRow is a unit of the file that is not on record, with what it may be.
type unitRow struct {
	Name, Code string
	Rows       int
	Field      string        // of the form
	Choices    []page.Choice // nothing to choose where the plan is closed
	Is         string        // the department HR named
}

// newUnits offers the departments on record for every unit that is not.
func newUnits(l *i18n.Printer, notes []hrimport.UnitNote, d directory, open bool) []unitRow {
	rows := make([]unitRow, 0, len(notes))
	for i, n := range notes[:min(len(notes), unitRows)] {
		row := unitRow{Name: unitLabel(n), Code: n.Code, Rows: n.Rows, Field: unitField(i)}
		if n.Known {
			row.Is = d.department(n.Code)
		}
		if open {
			row.Choices = []page.Choice{{Value: "", Label: l.T("hr.units.create"), Selected: !n.Known}}
			for _, t := range d.tree {
				row.Choices = append(row.Choices, page.Choice{Value: t.Code, Label: strings.Repeat("\u2007\u2007", t.Depth) + t.Name, Selected: n.Known && t.Code == n.Code})
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func unitField(i int) string { return "unit" + strconv.Itoa(i) }

// unitLabel is the unit as the file names it: «Finanzen › Steueramt».
func unitLabel(n hrimport.UnitNote) string {
	if len(n.Names) == 0 {
		return n.Key
	}
	return strings.Join(n.Names, " › ")
}

// unitsSave remembers which departments the units are, and plans anew.
func (h *Handlers) unitsSave(c *fiber.Ctx) error {
	return h.revise(c, func(form *page.Form, old hrimport.Preview, o *hrimport.Options) error {
		v := visit.Of(c)
		o.Units = maps.Clone(o.Units)
		if o.Units == nil {
			o.Units = map[string]string{}
		}
		var choices []hrimport.UnitChoice
		for i, n := range old.Units {
			if len(form.All(unitField(i))) == 0 {
				continue // not shown
			}
			code := form.Get(unitField(i))
			choices = append(choices, hrimport.UnitChoice{Key: n.Key, Label: unitLabel(n), Code: code})
			if delete(o.Units, n.Key); code != "" {
				o.Units[n.Key] = code
			}
		}
		return h.Imports.RememberUnits(c.UserContext(), choices, v.ViewerID(), v.Now)
	})
}
