package hr

import (
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/settings"
	"zaemme/internal/sheet"
	"zaemme/internal/web/page"
	"zaemme/views"
)

func german(t *testing.T) *i18n.Printer {
	t.Helper()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	return texts.Printer("de")
}

func TestPeopleHeadline(t *testing.T) {
	t.Parallel()
	l := german(t)
	of := func(kinds ...people.Kind) people.Change {
		var c people.Change
		for _, k := range kinds {
			c.Persons = append(c.Persons, people.PersonChange{Kind: k})
		}
		return c
	}
	for want, c := range map[string]people.Change{
		"2 Personen sind neu, 1\u00a0hat neue Angaben und 1\u00a0tritt aus.": of(people.Left, people.Joined, people.Changed, people.Joined),
		"1 Person tritt wieder ein.":                                         of(people.Rehired),
		"Es ändert sich nichts.":                                             of(),
		"Es ändern sich nur Organisationseinheiten.":                         {Departments: []people.DepartmentChange{{Code: "1"}}},
	} {
		if got := peopleHeadline(l, c); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMayGivePassword(t *testing.T) {
	t.Parallel()
	holders := []people.RoleHolder{
		{Person: people.Person{ID: 1}, Role: people.RoleAdmin}, {Person: people.Person{ID: 2}, Role: people.RoleHR},
		{Person: people.Person{ID: 3}, Role: people.RoleHR}, {Person: people.Person{ID: 3}, Role: people.RoleAdmin},
	}
	hr, both := []people.Role{people.RoleHR}, []people.Role{people.RoleHR, people.RoleAdmin}
	for _, one := range []struct {
		own      []people.Role
		everyone bool
		person   int64
		want     bool
	}{
		{hr, true, 9, true}, {hr, true, 1, false}, {hr, true, 2, true}, {hr, true, 3, false},
		{both, true, 1, true}, {both, true, 3, true}, {hr, false, 2, false}, {hr, false, 9, true},
	} {
		if got := mayGivePassword(one.own, one.everyone, one.person, holders); got != one.want {
			t.Errorf("%v (everyone %v) for %d: %v", one.own, one.everyone, one.person, got)
		}
	}
}

func TestProblemWords(t *testing.T) {
	t.Parallel()
	l := german(t)
	for _, one := range []struct {
		p           hrimport.Problem
		place, text string
	}{
		{hrimport.Problem{Line: 12, Column: 6, Header: "Eintritt", Severity: sheet.Error, Key: "import.problem.missing", Args: map[string]any{"field": "entry_on"}},
			"Zeile 12, Spalte F (Eintritt)", "Hier braucht es eine Angabe: Eintritt."},
		{hrimport.Problem{Line: 3, Key: "import.problem.duplicate", Args: map[string]any{"line": 2.0}}, // as it comes out of a stored plan
			"Zeile 3", "Diese Person und Anstellung steht bereits auf Zeile 2."},
		{hrimport.Problem{Key: "import.problem.exit_before_entry"}, "Ganze Datei", "Der Austritt liegt vor dem Eintritt."},
	} {
		if got := hrimport.PlaceText(l, one.p); got != one.place {
			t.Errorf("place %q, want %q", got, one.place)
		}
		if got := hrimport.ProblemText(l, one.p); got != one.text {
			t.Errorf("text %q, want %q", got, one.text)
		}
	}
}

func TestProblemsAreCut(t *testing.T) {
	t.Parallel()
	var notes hrimport.Notes
	for i := range 250 {
		severity := sheet.Warning
		if i < 120 {
			severity = sheet.Error
		}
		notes.Problems = append(notes.Problems, hrimport.Problem{Line: i, Severity: severity, Key: "import.problem.date"})
	}
	v := newProblems(german(t), "a.csv", notes)
	if v.Errors != 120 || len(v.ErrorRows) != 100 || v.ErrorsMore != "und 20 weitere Hinweise" || v.Warnings != 130 || len(v.Watch) != 100 {
		t.Errorf("%d errors, %d rows, %q; %d warnings, %d rows", v.Errors, len(v.ErrorRows), v.ErrorsMore, v.Warnings, len(v.Watch))
	}
}

func TestNewCode(t *testing.T) {
	t.Parallel()
	at := time.Unix(1_800_000_000, 0)
	for title, want := range map[string]string{
		"Grundlagen für alle!":  "grundlagen-fuer-alle-tro8w0",
		"  ":                    "tro8w0",
		"neu":                   "neu-tro8w0",
		"Ärzte & Pflege (2027)": "aerzte-pflege-2027-tro8w0",
		"«Ö»":                   "oe-tro8w0",
	} {
		got := newCode(title, at)
		rule := curriculum.Rule{Code: got, Title: map[string]string{"de": "x"}, Curriculum: "x"}
		if err := rule.Validate(); err != nil {
			t.Errorf("%q makes %q: %v", title, got, err)
		}
		if got != want {
			t.Errorf("%q makes %q, want %q", title, got, want)
		}
	}
}

func TestRemindersHeading(t *testing.T) {
	t.Parallel()
	l, today := german(t), calendar.NewDate(2027, 3, 1)
	s := settings.Defaults()
	for _, one := range []struct {
		s    settings.Settings
		want string
	}{
		{s, "Noch geht keine Erinnerung hinaus."},
		{s.With("go_live", "2027-03-02"), "Ab 2. März 2027 gehen Erinnerungen hinaus."},
		{s.With("go_live", "2027-03-01"), "Seit 1. März 2027 gehen Erinnerungen hinaus."},
		{s.With("go_live", "2027-03-01").With("trial_address", "a@b.example"), "Alle Nachrichten gehen an die Probeadresse."},
	} {
		if got := remindersHeading(l, one.s, today).Text; got != one.want {
			t.Errorf("got %q, want %q", got, one.want)
		}
	}
}

func TestEffectsAreCountedAndNarrowed(t *testing.T) {
	t.Parallel()
	l := german(t)
	rows := []change.Row{
		{Name: "Aebi", Department: "Kanzlei", Anyway: true, Effect: curriculum.Effect{Person: "2", Course: "IS-01", Kind: curriculum.Lose, Reason: curriculum.ReasonLeft}},
		{Name: "Neu Gian", Department: "Werkdienst", Effect: curriculum.Effect{PersonID: -1, Person: "3", Course: "DS-01", Kind: curriculum.Gain, Reason: curriculum.ReasonJoined}},
		{Name: "Zaugg Ada", Department: "Kanzlei", Effect: curriculum.Effect{Person: "1", Course: "IS-01", Kind: curriculum.Gain, ToDue: calendar.NewDate(2027, 4, 1), Reason: curriculum.ReasonRule}},
	}
	s := shownPlan{rows: rows, found: 3, minutes: func(change.Content) int { return 45 }, plan: change.Plan{
		Sums: change.Sums{Persons: 3, Anyway: change.Counts{Lose: 1}, Departments: map[string]map[change.Content]change.Counts{
			"Kanzlei": {{Course: "IS-01"}: {Gain: 1, Lose: 1}}, "Werkdienst": {{Course: "DS-01"}: {Gain: 1}}}},
		Forecast: change.Forecast{Days: []change.MailDay{{On: calendar.NewDate(2027, 3, 2), Mails: 2}, {On: calendar.NewDate(2027, 3, 3)}}},
	}}
	s.plan.Draft.People.Persons = []people.PersonChange{{Key: "3", Kind: people.Joined}}
	s.names = newDirectory(s.plan, map[string]people.DirectoryEntry{"1": {Person: people.Person{LastName: "Zaugg"}}}, nil)
	title := func(string) string { return "Titel" }
	all := newEffects(l, s, page.NewForm(l, nil), page.NewAddress("/x"), title)
	if all.Headline != "2 Zuweisungen beginnen und 1 entfällt." || len(all.Rows) != 3 || all.Rows[0].Name != "Aebi" || all.Narrowed.Reset != "" {
		t.Errorf("%q %+v", all.Headline, all.Rows)
	}
	if all.Rows[1].Name != "Neu Gian" || all.Rows[1].Department != "Werkdienst" || all.Rows[1].URL != "" || all.Rows[2].URL == "" {
		t.Errorf("a new person, and one on record: %+v", all.Rows[1:])
	}
	if len(all.Courses) != 2 || all.Courses[1].Label != "IS-01 Titel" || all.Courses[1].Gain != 1 || all.Courses[1].Lose != 1 || len(all.Departments) != 2 ||
		all.Departments[0].Hours != "1" || all.minutes != 90 {
		t.Errorf("%+v %+v", all.Courses, all.Departments)
	}
	if all.Anyway == "" || all.Rows[0].Reason != "ausgetreten, ohnehin" || all.Rows[1].Reason != "neu eingetreten" {
		t.Errorf("what comes anyway: %q %+v", all.Anyway, all.Rows)
	}
	if len(all.Mails) != 1 || all.MailTotal == "" {
		t.Errorf("%+v", all.Mails)
	}
	s.silent = true
	if quiet := newEffects(l, s, page.NewForm(l, nil), page.NewAddress("/x"), title); quiet.MailTotal == all.MailTotal {
		t.Errorf("before go-live: %q", quiet.MailTotal)
	}
	form := page.NewForm(l, map[string]string{"was": "lose", "q": "Kanzlei", "kurs": "IS-01"})
	if k := keptOf(form, page.NewAddress("/x", "seite", "3")); k.Kind != curriculum.Lose || k.Search != "Kanzlei" || k.Course != "IS-01" || k.Offset != 2*pageRows {
		t.Errorf("%+v", k)
	}
	s.found = 1
	if v := newEffects(l, s, form, page.NewAddress("/x", "was", "lose"), title); v.Narrowed.Reset != "/x" || !v.Filter {
		t.Errorf("reset %q", v.Narrowed.Reset)
	}
}

func TestGroupsAreCut(t *testing.T) {
	t.Parallel()
	l := german(t)
	var c people.Change
	for i := range 120 {
		c.Persons = append(c.Persons, people.PersonChange{Key: string(rune('a'+i%26)) + "x", Kind: people.Joined, After: &people.PersonState{LastName: "N"}})
	}
	d := newDirectory(change.Plan{}, nil, nil)
	closed := newGroups(l, c, d, "", page.NewAddress("/x"))
	if len(closed) != 1 || len(closed[0].Rows) != 20 || closed[0].All != "/x?gruppe=joined#joined" || closed[0].Open {
		t.Errorf("%+v", closed)
	}
	open := newGroups(l, c, d, "joined", page.NewAddress("/x", "gruppe", "joined", "seite", "3"))
	if len(open[0].Rows) != 20 || !open[0].Open || open[0].Pager.Prev != "/x?gruppe=joined&seite=2#joined" || open[0].Pager.Next != "" {
		t.Errorf("%d rows, %+v", len(open[0].Rows), open[0].Pager)
	}
}
