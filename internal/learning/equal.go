package learning

import (
	"context"
	"crypto/rand"
	"slices"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// fulfilOthers records the completion for every duty that it fulfils besides: of
// the courses that it always fulfils, and of those that it renews for this person
// as their short form. The system is the actor: nobody decides about the own duty.
func (s *Service) fulfilOthers(ctx context.Context, tx *db.Tx, act Act, source ledger.Event) error {
	own, err := s.courses.Current(source.CourseID)
	if err != nil {
		return err
	}
	always := s.courses.Fulfils(source.CourseID)
	renews, err := readRenewed(ctx, tx, act.PersonID, own.Code())
	if err != nil {
		return err
	}
	var events []ledger.Event
	for _, other := range append(slices.Clone(always), renews...) {
		if slices.ContainsFunc(events, func(e ledger.Event) bool { return e.CourseID == other }) {
			continue
		}
		d, err := s.duty(ctx, tx, act.PersonID, other)
		if err != nil {
			return err
		}
		place := PlaceOf(d.Dates, act.Today)
		if place.Mode != ForDuty {
			continue
		}
		v, err := s.courses.Current(other)
		if err != nil {
			return err
		}
		terms, err := s.terms(ctx, tx, d, place)
		if err != nil {
			return err
		}
		if !slices.Contains(always, other) && terms.Variant != own.Code() {
			continue // it was the short form of an earlier cycle
		}
		e := completion(act, other, place, terms, v.Content.ValidityMonths)
		e.Kind, e.How, e.Reason, e.SourceEvent = ledger.KindRecorded, ledger.HowEquivalence, "equivalence", source.ID
		e.VersionID, e.ContentLanguage, e.SettingsHash = source.VersionID, source.ContentLanguage, source.SettingsHash
		if e.EvidenceNo, err = ledger.NewEvidenceNo(v.Code(), rand.Reader); err != nil {
			return err
		}
		events = append(events, e)
	}
	_, err = s.ledger.Append(ctx, tx, events...)
	return err
}
