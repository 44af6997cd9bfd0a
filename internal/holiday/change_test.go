package holiday

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
	"zaemme/seeds"
)

func seedInto(t *testing.T, d *db.DB) (did bool) {
	t.Helper()
	must(t, d.Write(t.Context(), func(tx *db.Tx) (err error) {
		did, err = Seed(t.Context(), tx, seeds.Files)
		return err
	}))
	return did
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func edit(t *testing.T, d *db.DB, code string, seen int64, to func(Content) Content) error {
	t.Helper()
	return d.Write(t.Context(), func(tx *db.Tx) error { return Change(t.Context(), tx, 0, code, Added, seen, to) })
}

func TestEditionsAreKept(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	if !seedInto(t, d) || seedInto(t, d) {
		t.Fatal("seeds once")
	}
	first, err := Find(t.Context(), d, "luzern")
	must(t, err)
	closed := span(t, Closure, "Umzug", "2026-11-09/2026-11-11")
	with := func(c Content) Content { return c.With(closed) }
	must(t, edit(t, d, "luzern", first.ID, with))
	if err := edit(t, d, "luzern", first.ID, with); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("over an edition that was not seen: %v", err)
	}
	second, err := Find(t.Context(), d, "luzern")
	must(t, err)
	must(t, edit(t, d, "luzern", second.ID, with)) // has it already: no edition
	if err := edit(t, d, "luzern", second.ID, func(c Content) Content { c.Title = ""; return c }); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("without a title: %v", err)
	}
	if err := edit(t, d, "zug", 0, with); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a set that is none: %v", err)
	}
	history, err := History(t.Context(), d, "luzern")
	must(t, err)
	if len(history) != 2 || !history[0].Now || history[1].Now || history[1].What != Seeded || len(history[1].Days) != 0 {
		t.Errorf("%d editions: %+v", len(history), history)
	}
	book, err := Load(t.Context(), d)
	must(t, err)
	now := book.For("luzern")
	if now.IsWorkingDay(on(t, "2026-11-10")) || now.Origin().Edition != second.ID {
		t.Errorf("edition %d is in force", now.Origin().Edition)
	}
	was, differs := book.Earlier(calendar.Origin{Edition: first.ID}, now)
	if !differs || !was.IsWorkingDay(on(t, "2026-11-10")) || was.Origin().Edition != first.ID {
		t.Error("the edition before can be counted with")
	}
	if was, differs := book.Earlier(calendar.Origin{}, now); !differs || was.Origin().Edition != first.ID {
		t.Error("what names no edition is of the first one")
	}
	if _, differs := book.Earlier(calendar.Origin{Edition: second.ID}, now); differs {
		t.Error("the edition in force is no earlier one")
	}
	if _, differs := book.Earlier(calendar.Origin{Edition: first.ID, Site: "Werkhof"}, now); differs {
		t.Error("another site is a fact of the person, not of the calendar")
	}
}

func TestASiteFollowsAnotherSet(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	seedInto(t, d)
	var site int64
	must(t, db.One(d.Query(t.Context()), &site, `insert into sites (name) values ('Schulhaus Gersag') returning id`))
	today := on(t, "2026-11-20")
	follow := func(site int64, code string, from calendar.Date) error {
		return d.Write(t.Context(), func(tx *db.Tx) error { return Follow(t.Context(), tx, 0, site, code, from) })
	}
	must(t, follow(site, "luzern-schule", today))
	must(t, follow(site, "luzern-schule", today.AddDays(1)))
	if err := follow(site, "zug", today); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("an unknown set: %v", err)
	}
	if err := follow(site+1, "luzern", today); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("an unknown site: %v", err)
	}
	for day, want := range map[calendar.Date]string{today.AddDays(-1): "luzern", today: "luzern-schule"} {
		org, err := people.Load(t.Context(), d, people.Moment{Day: day})
		must(t, err)
		if got := org.Sites[site].Calendar; got != want {
			t.Errorf("%s: the site follows %s, want %s", day, got, want)
		}
		sites, err := Sites(t.Context(), d, day)
		must(t, err)
		if len(sites) != 1 || sites[0].Calendar != want {
			t.Errorf("%s: %+v", day, sites)
		}
	}
	must(t, follow(site, "luzern", today.AddDays(10)))
	var facts int
	must(t, d.Query(t.Context()).Raw(`select count(*) from site_calendars`).Scan(&facts).Error)
	if facts != 3 { // the first, its shortened successor, the new one
		t.Errorf("%d facts", facts)
	}
}

func TestASetIsMade(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	create := func(title string) (code string, err error) {
		err = d.Write(t.Context(), func(tx *db.Tx) (err error) {
			code, err = Create(t.Context(), tx, 0, Content{Title: title, Ticks: BaseTicks()})
			return err
		})
		return code, err
	}
	code, err := create("Bäder & Anlagen")
	if err != nil || code != "baeder-anlagen" {
		t.Fatalf("%q, %v", code, err)
	}
	if _, err := create("Bäder, Anlagen"); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("twice: %v", err)
	}
	if code, err := create("Neu!"); err != nil || code != "neu-kalender" {
		t.Errorf("a title that is an address: %q, %v", code, err)
	}
	if _, err := create("???"); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("without a letter: %v", err)
	}
}
