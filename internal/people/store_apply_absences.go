package people

import (
	"context"

	"zaemme/internal/calendar"
)

// writeAbsences ends what was held to be true of the absences corrected or taken
// back, and adds the new ones.
func (w *writer) writeAbsences(ctx context.Context) error {
	type row struct {
		ID          int64
		From, Until calendar.Date
	}
	var gone []row
	var fresh [][]any
	for _, p := range w.change.Persons {
		own := w.ids.Persons[p.Key]
		for _, a := range p.Absences {
			if a.Before != nil {
				gone = append(gone, row{own, a.Before.From, a.Before.Until})
			}
			if a.After != nil {
				if !a.After.Valid() {
					return stale("an absence of %s ends before it begins", p.Key)
				}
				fresh = append(fresh, []any{own, day(a.After.From), day(a.After.Until), w.stamp, number(w.batch)})
			}
		}
	}
	n, err := w.withRows(ctx, gone, len(gone), `
		update absences f set known_to = @stamp
		from jsonb_to_recordset(cast(@rows as jsonb)) as r("ID" bigint, "From" date, "Until" date)
		where f.person_id = r."ID" and f.from_on = r."From" and f.until_on = r."Until" and `+knownNow)
	if err != nil {
		return err
	}
	if int(n) != len(gone) {
		return stale("%d of %d absences are as they were", n, len(gone))
	}
	return w.copyIn(ctx, "absences", []string{"person_id", "from_on", "until_on", "known_from", "batch_id"}, fresh)
}

// writeSubstitutes adds deputies with an end, and takes some back.
func (w *writer) writeSubstitutes(ctx context.Context) error {
	type row struct {
		ID, Deputy int64
		From, To   calendar.Date
	}
	var gone []row
	var fresh [][]any
	for _, p := range w.change.Persons {
		own := w.ids.Persons[p.Key]
		for _, s := range p.Substitutes {
			deputy, err := id(w.ids.Persons, "person", s.Deputy)
			if err != nil {
				return err
			}
			to := s.Until.AddDays(1)
			switch {
			case s.Remove:
				gone = append(gone, row{own, deputy, s.From, to})
			case deputy == own || s.Until < s.From:
				return stale("deputy %s of %s", s.Deputy, p.Key)
			default:
				fresh = append(fresh, []any{own, deputy, day(s.From), day(to), w.stamp, number(w.batch)})
			}
		}
	}
	n, err := w.withRows(ctx, gone, len(gone), `
		update deputies f set known_to = @stamp
		from jsonb_to_recordset(cast(@rows as jsonb)) as r("ID" bigint, "Deputy" bigint, "From" date, "To" date)
		where f.person_id = r."ID" and f.deputy_id = r."Deputy" and f.valid_from = r."From" and f.valid_to = r."To" and `+knownNow)
	if err != nil {
		return err
	}
	if int(n) != len(gone) {
		return stale("%d of %d deputies are as they were", n, len(gone))
	}
	return w.copyIn(ctx, "deputies", []string{"person_id", "deputy_id", "valid_from", "valid_to", "known_from", "batch_id"}, fresh)
}

// writeJoins says which records are one person, and which no longer.
func (w *writer) writeJoins(ctx context.Context) error {
	var cuts []cut
	var facts [][]any
	for _, j := range w.change.Joins {
		own, err := id(w.ids.Persons, "person", j.Key)
		if err != nil {
			return err
		}
		into, err := id(w.ids.Persons, "person", j.Into)
		if err != nil {
			return err
		}
		if j.Parted {
			cuts = append(cuts, cut{own, j.From})
		} else {
			facts = append(facts, []any{own, into, day(j.From)})
		}
	}
	if err := w.closeFacts(ctx, "person_joins", "person_id", joinColumns, cuts, ""); err != nil {
		return err
	}
	return w.insertFacts(ctx, "person_joins", "person_id", joinColumns, facts)
}
