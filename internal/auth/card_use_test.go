package auth_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

const pin = "482917"

var phone = auth.Device{Address: "192.0.2.1", Name: "test"}

// issue gives the person a card by the hand of actor.
func issue(t *testing.T, s *auth.Service, person, actor int64) auth.NewCard {
	t.Helper()
	held, err := auth.CardsOf(t.Context(), s.DB, person)
	if err != nil {
		t.Fatal(err)
	}
	cards, err := s.IssueCards(t.Context(), []int64{person}, map[int64]int64{person: held[person].ID}, actor, now)
	if err != nil {
		t.Fatal(err)
	}
	return cards[0]
}

func token(c auth.NewCard) auth.CardKey  { return auth.CardKey{Token: c.Token} }
func number(c auth.NewCard) auth.CardKey { return auth.CardKey{Number: c.Number} }

// activate chooses the PIN and returns the session.
func activate(t *testing.T, s *auth.Service, c auth.NewCard) string {
	t.Helper()
	session, given, err := s.ActivateCard(t.Context(), number(c), auth.Spaced(c.Code), pin, phone, now)
	if err != nil || given.By != "Andrea Muster" || !given.At.Equal(now) {
		t.Fatalf("activate: %+v, %v", given, err)
	}
	return session
}

func TestACardOpensWithItsPIN(t *testing.T) {
	t.Parallel()
	s := service(t)
	id, lead := person(t, s, "00123", calendar.Forever), person(t, s, "1", calendar.Forever)
	card := issue(t, s, id, lead)
	if first, err := s.CardStep(t.Context(), token(card), now); err != nil || !first {
		t.Errorf("a new card asks for its first code: %v, %v", first, err)
	}
	if _, err := s.SignInByCard(t.Context(), token(card), pin, phone, now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("a card without a PIN: %v", err)
	}
	if _, _, err := s.ActivateCard(t.Context(), token(card), card.Code, "123456", phone, now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("an easy PIN: %v", err)
	}
	if _, _, err := s.ActivateCard(t.Context(), token(card), card.Code, pin, phone, card.CodeUntil); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("a first code after 60 days: %v", err)
	}
	activate(t, s, card)
	if _, _, err := s.ActivateCard(t.Context(), token(card), card.Code, pin, phone, now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("the first code works twice: %v", err)
	}
	for name, key := range map[string]auth.CardKey{"scanned": token(card), "typed": number(card)} {
		session, err := s.SignInByCard(t.Context(), key, pin, phone, now)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		found, err := auth.Find(t.Context(), s.DB, session, now.Add(11*time.Hour))
		if err != nil || found.Person.ID != id || found.OpenedBy != auth.ByCard || found.OnTablet || found.MustChange {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
		if _, err := s.SignInByCard(t.Context(), key, "482918", phone, now); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("%s, a wrong PIN: %v", name, err)
		}
	}
	acts, err := audit.AboutArea(t.Context(), s.DB, id, "auth.card", 10)
	if err != nil || len(acts) != 2 || acts[0].Action != "auth.card.pin" || acts[1].Action != "auth.card.issued" || acts[1].Actor != "Andrea Muster" {
		t.Errorf("acts %+v, %v", acts, err)
	}
}

// Only hashes are stored: nobody who reads the database can use a card.
func TestNoSecretOfACardIsStored(t *testing.T) {
	t.Parallel()
	s := service(t)
	id, lead := person(t, s, "00123", calendar.Forever), person(t, s, "1", calendar.Forever)
	card := issue(t, s, id, lead)
	row := func() (text string) {
		if err := s.DB.Query(t.Context()).Raw(`select string_agg(k::text, '') from cards k`).Scan(&text).Error; err != nil {
			t.Fatal(err)
		}
		return text
	}
	before := row()
	activate(t, s, card)
	for _, secret := range []string{card.Token, card.Code, auth.Spaced(card.Code), pin} {
		for _, text := range []string{before, row()} {
			if strings.Contains(text, secret) {
				t.Errorf("%s stands in %s", secret, text)
			}
		}
	}
}

func TestRenewalEndsWhatWasBefore(t *testing.T) {
	t.Parallel()
	s := service(t)
	id, lead := person(t, s, "00123", calendar.Forever), person(t, s, "1", calendar.Forever)
	first := issue(t, s, id, lead)
	session := activate(t, s, first)
	office, err := s.SignIn(t.Context(), "00123", password, "192.0.2.1", "test", now)
	if err != nil {
		t.Fatal(err)
	}
	code, _, err := s.NewCardCode(t.Context(), id, lead, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := auth.Find(t.Context(), s.DB, session, now); !apperr.Is(err, apperr.SignIn) {
		t.Errorf("a session survived the new PIN: %v", err)
	}
	if _, err := s.SignInByCard(t.Context(), token(first), pin, phone, now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("the old PIN still opens: %v", err)
	}
	first.Code = code
	session = activate(t, s, first)
	second := issue(t, s, id, lead)
	if _, err := auth.Find(t.Context(), s.DB, session, now); !apperr.Is(err, apperr.SignIn) {
		t.Errorf("a session survived the new card: %v", err)
	}
	if _, err := s.CardStep(t.Context(), token(first), now); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("the old card still asks: %v", err)
	}
	activate(t, s, second)
	if _, err := auth.Find(t.Context(), s.DB, office, now); err != nil {
		t.Errorf("the session with password ended too: %v", err)
	}
	if _, err := s.IssueCards(t.Context(), []int64{id}, nil, lead, now); !apperr.Is(err, apperr.Stale) {
		t.Errorf("a card that the actor has not seen is replaced: %v", err)
	}
}

// A thief gets five guesses, also at once, then one per pause; the owner is let
// in again by a renewal, and is not kept out by who knows the number only.
func TestGuessingAPIN(t *testing.T) {
	t.Parallel()
	s := service(t)
	id, lead := person(t, s, "00123", calendar.Forever), person(t, s, "1", calendar.Forever)
	card := issue(t, s, id, lead)
	activate(t, s, card)
	var mu sync.Mutex
	var wrong, paused int
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			_, err := s.SignInByCard(t.Context(), number(card), "939485", auth.Device{Address: "192.0.2.66"}, now)
			mu.Lock()
			defer mu.Unlock()
			if apperr.Is(err, apperr.Invalid) {
				wrong++
			} else if apperr.Is(err, apperr.TooMany) {
				paused++
			}
		})
	}
	all.Wait()
	if wrong != 5 || paused != 15 {
		t.Errorf("%d guesses were judged and %d refused", wrong, paused)
	}
	if _, err := s.SignInByCard(t.Context(), number(card), pin, phone, now.Add(14*time.Minute)); !apperr.Is(err, apperr.TooMany) {
		t.Errorf("within the pause: %v", err)
	}
	if _, err := s.SignInByCard(t.Context(), number(card), "939485", phone, now.Add(15*time.Minute)); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("after the pause: %v", err)
	}
	if _, err := s.SignInByCard(t.Context(), number(card), pin, phone, now.Add(44*time.Minute)); !apperr.Is(err, apperr.TooMany) {
		t.Errorf("the second pause is no longer than the first: %v", err)
	}
	if _, err := s.SignInByCard(t.Context(), token(card), pin, phone, now); err != nil {
		t.Errorf("the card itself is kept out: %v", err)
	}
	if _, err := s.SignInByCard(t.Context(), number(card), pin, phone, now); err != nil {
		t.Errorf("the right PIN does not forgive: %v", err)
	}
	// A number that nobody has answers in the same way.
	nobody, _ := auth.ReadCardKey("79927398")
	for range 5 {
		if _, err := s.SignInByCard(t.Context(), nobody, pin, auth.Device{Address: "192.0.2.67"}, now); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("an unknown number: %v", err)
		}
	}
	if _, err := s.SignInByCard(t.Context(), nobody, pin, auth.Device{Address: "192.0.2.67"}, now); !apperr.Is(err, apperr.TooMany) {
		t.Errorf("an unknown number, once more: %v", err)
	}
}

func TestWhoGetsACard(t *testing.T) {
	t.Parallel()
	s := service(t)
	id, lead, admin := person(t, s, "00123", calendar.Forever), person(t, s, "1", calendar.Forever), person(t, s, "2", 0)
	leaver := person(t, s, "3", calendar.DateOf(now))
	for name, who := range map[string]int64{"oneself": lead, "somebody with a role": admin} {
		if _, err := s.IssueCards(t.Context(), []int64{id, who}, nil, lead, now); !apperr.Is(err, apperr.Forbidden) {
			t.Errorf("a card for %s: %v", name, err)
		}
	}
	if _, _, err := s.NewCardCode(t.Context(), lead, lead, now); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("a code for oneself: %v", err)
	}
	if _, _, err := s.NewCardCode(t.Context(), id, lead, now); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("a code without a card: %v", err)
	}
	session := activate(t, s, issue(t, s, leaver, lead))
	if _, err := auth.Find(t.Context(), s.DB, session, now.Add(16*time.Hour)); !apperr.Is(err, apperr.SignIn) {
		t.Errorf("a leaver's card outlives the last day: %v", err)
	}
	// Who is granted a role needs a password from then on.
	card := issue(t, s, id, lead)
	session = activate(t, s, card)
	if err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		return auth.GrantAtInstallation(t.Context(), tx, id, people.RoleHR, calendar.DateOf(now))
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := auth.Find(t.Context(), s.DB, session, now); !apperr.Is(err, apperr.SignIn) {
		t.Errorf("a session by card has rights: %v", err)
	}
	if _, err := s.SignInByCard(t.Context(), token(card), pin, phone, now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("a card opens an account with rights: %v", err)
	}
}

func TestTheTabletEndsSilentSessions(t *testing.T) {
	t.Parallel()
	s := service(t)
	id, lead := person(t, s, "00123", calendar.Forever), person(t, s, "1", calendar.Forever)
	card := issue(t, s, id, lead)
	activate(t, s, card)
	admin, err := s.SignIn(t.Context(), "1", password, "192.0.2.1", "test", now)
	if err != nil {
		t.Fatal(err)
	}
	var secret string
	write := func(do func(tx *db.Tx) error) {
		t.Helper()
		if err := s.DB.Write(t.Context(), do); err != nil {
			t.Fatal(err)
		}
	}
	write(func(tx *db.Tx) (err error) {
		secret, err = auth.SetUpTablet(t.Context(), tx, " Werkhof  Pausenraum ", lead, admin, now)
		return err
	})
	if _, err := auth.Find(t.Context(), s.DB, admin, now); !apperr.Is(err, apperr.SignIn) {
		t.Errorf("who set it up is still signed in: %v", err)
	}
	tablet, err := auth.FindTablet(t.Context(), s.DB, secret)
	if err != nil || tablet.Name != "Werkhof Pausenraum" {
		t.Fatalf("%+v, %v", tablet, err)
	}
	session, err := s.SignInByCard(t.Context(), number(card), pin, auth.Device{Address: "192.0.2.1", TabletID: tablet.ID}, now)
	if err != nil {
		t.Fatal(err)
	}
	alive := func(at time.Time) bool {
		found, err := auth.Find(t.Context(), s.DB, session, at)
		return err == nil && found.OnTablet
	}
	if !alive(now.Add(auth.KioskIdle-time.Second)) || alive(now.Add(auth.KioskIdle)) {
		t.Error("a silent session does not end after four minutes")
	}
	if err := auth.StayOnTablet(t.Context(), s.DB, session, now.Add(3*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if !alive(now.Add(6 * time.Minute)) {
		t.Error("a sign of life is not heard")
	}
	write(func(tx *db.Tx) error { return auth.EndTablet(t.Context(), tx, tablet.ID, lead, now) })
	if tablet, err := auth.FindTablet(t.Context(), s.DB, secret); err != nil || tablet.ID != 0 || alive(now) {
		t.Errorf("the tablet lives on: %+v, %v", tablet, err)
	}
	if list, err := auth.Tablets(t.Context(), s.DB); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if err := s.DB.Write(t.Context(), func(tx *db.Tx) error { return auth.EndTablet(t.Context(), tx, tablet.ID, lead, now) }); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("ended twice: %v", err)
	}
}
