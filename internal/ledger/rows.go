package ledger

import "encoding/json"

func (c *Cycle) targets() []any {
	return []any{number[int16]{&c.No}, (*day)(&c.AssignedOn), (*day)(&c.OriginalDueOn), (*day)(&c.DueOn), (*day)(&c.GraceUntil),
		(*day)(&c.ExtendedUntil), (*day)(&c.LapseDueOn), (*day)(&c.StartedOn), (*day)(&c.CompletedOn),
		(*day)(&c.ValidUntil), (*day)(&c.WindowFrom), number[int64]{&c.RuleID}, number[int32]{&c.RuleVersion},
		number[int64]{&c.VersionID}, word[How]{&c.How}, word[string]{&c.EvidenceNo},
		number[int64]{&c.AssignedEvent}, number[int64]{&c.CompletedEvent}}
}

func (c *Cycle) values() []any {
	return []any{orNull(c.No), day(c.AssignedOn), day(c.OriginalDueOn), day(c.DueOn), day(c.GraceUntil),
		day(c.ExtendedUntil), day(c.LapseDueOn), day(c.StartedOn), day(c.CompletedOn),
		day(c.ValidUntil), day(c.WindowFrom), orNull(c.RuleID), orNull(c.RuleVersion),
		orNull(c.VersionID), orNull(string(c.How)), orNull(c.EvidenceNo), orNull(c.AssignedEvent), orNull(c.CompletedEvent)}
}

func (d *Dates) targets() []any {
	t := append(d.Cycle.targets(), d.Prev.targets()...)
	return append(t, &d.Mandatory, &d.Renewal, &d.Corrected, (*day)(&d.WithdrawnOn), (*day)(&d.FirstDueOn),
		(*day)(&d.ExemptFrom), (*day)(&d.ExemptUntil), (*day)(&d.PauseFrom), (*day)(&d.PauseUntil))
}

func (d *Dates) values() []any {
	v := append(d.Cycle.values(), d.Prev.values()...)
	v[0] = d.No // never NULL
	return append(v, d.Mandatory, d.Renewal, d.Corrected, day(d.WithdrawnOn), day(d.FirstDueOn),
		day(d.ExemptFrom), day(d.ExemptUntil), day(d.PauseFrom), day(d.PauseUntil))
}

func (d *Duty) targets() []any {
	return append([]any{&d.PersonID, &d.CourseID, &d.Revision}, d.Dates.targets()...)
}

func (d *Duty) values() []any {
	return append([]any{d.PersonID, d.CourseID, d.Revision}, d.Dates.values()...)
}

func (s *Slice) targets() []any {
	return append([]any{&s.PersonID, &s.CourseID, moment{&s.KnownFrom}, moment{&s.KnownTo}, moment{&s.NextKnown},
		(*day)(&s.ValidFrom), (*day)(&s.NextFrom)}, s.Dates.targets()...)
}

func (s *Slice) values() []any {
	return append([]any{s.PersonID, s.CourseID, s.KnownFrom, s.KnownTo, s.NextKnown,
		day(s.ValidFrom), day(s.NextFrom)}, s.Dates.values()...)
}

func (e *Event) targets() []any {
	return []any{&e.ID, &e.PersonID, &e.CourseID, &e.Cycle, (*string)(&e.Kind), (*day)(&e.EffectiveOn), moment{&e.RecordedAt},
		number[int64]{&e.ActorID}, &e.Reason, number[int64]{&e.Voids}, &e.Replaces,
		(*day)(&e.DueOn), (*day)(&e.GraceUntil), (*day)(&e.PauseFrom), (*day)(&e.PauseUntil), (*day)(&e.ExemptUntil),
		(*day)(&e.ValidUntil), (*day)(&e.WindowFrom), &e.Mandatory, &e.ValidityMonths, number[int16]{(*int16)(&e.ValidityDay)}, &e.Variant, &e.TestOut,
		number[int64]{&e.RuleID}, number[int32]{&e.RuleVersion}, document{&e.Reasons}, document{&e.Calculation},
		number[int64]{&e.VersionID}, word[string]{&e.ContentLanguage}, &e.SettingsHash, word[How]{&e.How},
		word[string]{&e.EvidenceNo}, number[int64]{&e.SourceEvent}, number[int64]{&e.ConfirmedBy}, number[int64]{&e.BatchID}}
}

func (e *Event) values() ([]any, error) {
	var reasons, calculation any
	if len(e.Reasons) > 0 {
		text, err := json.Marshal(e.Reasons)
		if err != nil {
			return nil, err
		}
		reasons = text
	}
	if len(e.Calculation) > 0 {
		calculation = []byte(e.Calculation)
	}
	return []any{e.ID, e.PersonID, e.CourseID, e.Cycle, string(e.Kind), day(e.EffectiveOn), e.RecordedAt,
		orNull(e.ActorID), e.Reason, orNull(e.Voids), e.Replaces,
		day(e.DueOn), day(e.GraceUntil), day(e.PauseFrom), day(e.PauseUntil), day(e.ExemptUntil),
		day(e.ValidUntil), day(e.WindowFrom), e.Mandatory, e.ValidityMonths, orNull(int16(e.ValidityDay)), e.Variant, e.TestOut,
		orNull(e.RuleID), orNull(e.RuleVersion), reasons, calculation,
		orNull(e.VersionID), orNull(e.ContentLanguage), e.SettingsHash, orNull(string(e.How)),
		orNull(e.EvidenceNo), orNull(e.SourceEvent), orNull(e.ConfirmedBy), orNull(e.BatchID)}, nil
}
