package admin

import (
	"cmp"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// groups put the settings into the order of the page; a setting that no group
// names stands in the last one.
var groups = []struct {
	code string
	keys []string
}{
	{"municipality", []string{"municipality", "strategy", "accent", "level_names", "tags", "legal_basis"}},
	{"contacts", []string{"hr_contact", "ict_emergency", "ict_contact", "phishing_report", "privacy_contact", "password_directive"}},
	{"mail", []string{"go_live", "trial_address", "mail_from", "mail_from_name", "mail_cap", "militia_contact", "external_contact"}},
	{"report", []string{"green_from", "amber_from", "line_depth", "security_courses"}},
	{"import", []string{"leavers_percent", "movers_percent", "duties_percent"}},
	{"access", []string{"reachable", "second_factor"}},
	{"evidence", []string{"evidence_months", "confirm_by"}},
	{"other", nil},
}

// elsewhere are settings with a page of their own, since they let mail leave.
var elsewhere = map[string]string{"go_live": "/erinnerungen/start", "trial_address": "/erinnerungen/start"}

type settingsPage struct {
	page.Base
	page.Heading
	Groups []settingGroup
}

type settingGroup struct {
	Title string
	Rows  []settingRow
}

type settingRow struct {
	URL, Name, Effect, Value string
	Changed                  bool // it is not the default
	Default                  string
	Last, Next               string // «geändert am … von …», «ab 1.1.2027: …»
	Elsewhere                bool
}

func (h *Handlers) settingsList(c *fiber.Ctx) error {
	v := visit.Of(c)
	current, err := settings.Load(c.UserContext(), h.DB, v.Today)
	if err != nil {
		return err
	}
	changes, err := settings.LastChanges(c.UserContext(), h.DB, v.Today)
	if err != nil {
		return err
	}
	p := newSettings(page.From(c), current, changes, v.Session.HasWhole(people.RoleHR))
	p.Actions = besideSettings(p.L, v.Session)
	return page.Render(c, "admin/settings", p)
}

// newSettings lists all settings; those that let mail leave lead on only for HR,
// who may change them.
func newSettings(base page.Base, current settings.Settings, changes map[string]settings.Change, hr bool) *settingsPage {
	l := base.L
	base.Title = l.T("nav.settings")
	p := &settingsPage{Base: base}
	changed := 0
	for _, g := range grouped() {
		group := settingGroup{Title: l.T("admin.group." + g.code)}
		for _, d := range g.defs {
			row := newSettingRow(l, d, current.Text(d.Key))
			if change, ever := changes[d.Key]; ever {
				row.since(l, d, change)
			}
			if row.Elsewhere && !hr {
				row.URL = ""
			}
			if row.Changed {
				changed++
			}
			group.Rows = append(group.Rows, row)
		}
		p.Groups = append(p.Groups, group)
	}
	p.Heading = page.Heading{Text: l.N("admin.settings.heading", changed), Lead: l.T("admin.settings.lead")}
	if changed == 0 {
		p.Text = l.T("admin.settings.defaults")
	}
	return p
}

type defGroup struct {
	code string
	defs []settings.Def
}

// grouped puts every definition into exactly one group; empty ones stay out.
func grouped() []defGroup {
	place := map[string]int{}
	for i, g := range groups {
		for _, key := range g.keys {
			place[key] = i + 1
		}
	}
	list := make([]defGroup, len(groups))
	byKey := map[string]settings.Def{}
	for _, d := range settings.Defs {
		byKey[d.Key] = d
		if place[d.Key] == 0 {
			list[len(list)-1].defs = append(list[len(list)-1].defs, d)
		}
	}
	var filled []defGroup
	for i, g := range groups {
		list[i].code = g.code
		for _, key := range g.keys {
			if d, known := byKey[key]; known {
				list[i].defs = append(list[i].defs, d)
			}
		}
		if len(list[i].defs) > 0 {
			filled = append(filled, list[i])
		}
	}
	return filled
}

func newSettingRow(l *i18n.Printer, d settings.Def, value string) settingRow {
	row := settingRow{URL: "/einstellungen/" + d.Key, Name: l.T("admin.setting." + d.Key), Effect: l.T("admin.setting." + d.Key + ".effect"),
		Value: shown(l, d, value), Changed: value != d.Default, Default: shown(l, d, d.Default)}
	if url := elsewhere[d.Key]; url != "" {
		row.URL, row.Elsewhere = url, true
	}
	return row
}

// since says who changed the setting last, and what is planned.
func (r *settingRow) since(l *i18n.Printer, d settings.Def, change settings.Change) {
	r.Last = l.T("admin.setting.last", "at", page.Clock(l, change.At), "name", cmp.Or(change.Actor, l.T("admin.system")))
	if change.NextOn != 0 {
		r.Next = l.T("admin.setting.planned", "day", change.NextOn, "value", shown(l, d, change.Next))
	}
}

// shown is a value as people read it.
func shown(l *i18n.Printer, d settings.Def, value string) string {
	if value == "" {
		return l.T("admin.empty")
	}
	if d.Kind == settings.Day {
		if day, err := calendar.ParseISO(value); err == nil {
			return l.Date(day)
		}
	}
	if d.Kind == settings.Choice {
		return l.T("admin.setting." + d.Key + "." + value)
	}
	if key := "admin.setting." + d.Key + ".unit"; l.Has(key) {
		if n, err := strconv.Atoi(value); err == nil {
			return l.N(key, n)
		}
	}
	return value
}
