package hr

import (
	"slices"
	"time"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

// timelineRow is one event in words: what changed from what to what, since when,
// recorded when by whom.
type timelineRow struct {
	Kind, Text, Holds string
	Fields            []fieldRow
	At, Actor         string
	Source, SourceURL string // the import or the edit it came with
	at                time.Time
}

// newTimeline is a history in words, in its order.
func newTimeline(l *i18n.Printer, events []people.Event) []timelineRow {
	rows := make([]timelineRow, len(events))
	for i, e := range events {
		rows[i] = newEventRow(l, e)
	}
	return rows
}

func newEventRow(l *i18n.Printer, e people.Event) timelineRow {
	thing := e.Thing
	if e.Kind == people.EventRole {
		thing = l.T("hr.field." + e.Thing)
	}
	what := "changed"
	switch {
	case e.Withdrawn:
		what = "withdrawn"
	case e.New:
		what = "new"
	case e.Kind == people.EventDepartment && e.Fields[0].Name == "valid_until":
		what = "ended"
	}
	row := timelineRow{Kind: string(e.Kind), Text: l.T("hr.event."+string(e.Kind)+"."+what, "thing", thing), At: page.Clock(l, e.At), at: e.At,
		Actor: nameOr(l, e.Actor), Holds: holds(l, e)}
	names := newDirectory(change.Plan{}, nil, nil) // the events have names already
	for _, f := range e.Fields {
		row.Fields = append(row.Fields, fieldRow{Name: l.T("hr.field." + f.Name), Old: fieldText(l, f.Name, f.Old, names),
			New: fieldText(l, f.Name, f.New, names)})
	}
	switch change.Kind(e.PlanKind) {
	case change.People:
		row.Source, row.SourceURL = l.T("hr.event.by_import"), importPath(e.Plan)
	case hrimport.Edit:
		row.Source, row.SourceURL = l.T("hr.event.by_hand"), editPath(e.Plan)
	}
	return row
}

// holds says on which days the fact of an event holds; an identity has none.
func holds(l *i18n.Printer, e people.Event) string {
	switch {
	case e.Kind == people.EventIdentity:
		return l.Date(calendar.DateOf(e.At.In(calendar.Zurich)))
	case e.Until != calendar.Forever:
		return span(l, e.From, e.Until)
	case hrimport.FromTheBeginning(e.From):
		return l.T("hr.org.from_the_beginning")
	default:
		return l.T("hr.change.from", "day", e.From)
	}
}

// actsWithoutFacts are those of the audit that leave no dated fact: they complete
// a person's history.
var actsWithoutFacts = []string{"auth.password.set", "people.language.set"}

// newActRows are the acts that no dated fact tells of.
func newActRows(l *i18n.Printer, acts []audit.Done) []timelineRow {
	var rows []timelineRow
	for _, d := range acts {
		if slices.Contains(actsWithoutFacts, d.Action) {
			rows = append(rows, timelineRow{Kind: "access", Text: l.T("hr.history." + d.Action), At: page.Clock(l, d.At), at: d.At,
				Actor: nameOr(l, d.Actor)})
		}
	}
	return rows
}

// merged is both lists, newest first.
func merged(a, b []timelineRow) []timelineRow {
	list := append(slices.Clone(a), b...)
	slices.SortStableFunc(list, func(x, y timelineRow) int { return y.at.Compare(x.at) })
	return list
}

// ofKind keeps the rows of one kind, all for none.
func ofKind(rows []timelineRow, kind string) []timelineRow {
	if kind == "" {
		return rows
	}
	var list []timelineRow
	for _, r := range rows {
		if r.Kind == kind {
			list = append(list, r)
		}
	}
	return list
}

// kindChoices are the kinds that occur, in words.
func kindChoices(l *i18n.Printer, rows []timelineRow, chosen string) []page.Choice {
	var list []page.Choice
	for _, kind := range []string{"employment", "identity", "traits", "deputy", "absence", "role", "access"} {
		if slices.ContainsFunc(rows, func(r timelineRow) bool { return r.Kind == kind }) {
			list = append(list, page.Choice{Value: kind, Label: l.T("hr.event.kind." + kind), Selected: kind == chosen})
		}
	}
	return list
}
