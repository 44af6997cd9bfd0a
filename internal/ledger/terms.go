package ledger

// TermsIn are the terms stated last for a cycle in the events of a duty, as
// EachDutyWithTerms reads them.
func TermsIn(events []Event, cycle int16) Terms {
	voided := map[int64]bool{}
	for i := range events {
		voided[events[i].Voids] = true
	}
	var t Terms
	for i := range events {
		e := &events[i]
		if e.Cycle != cycle || voided[e.ID] {
			continue
		}
		if e.Reasons != nil {
			t.Reasons, t.ValidityMonths, t.ValidityDay, t.Variant, t.TestOut = e.Reasons, e.ValidityMonths, e.ValidityDay, e.Variant, e.TestOut
		}
		if len(e.Calculation) > 0 {
			t.Calculation = e.Calculation
		}
	}
	return t
}
