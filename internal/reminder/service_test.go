package reminder_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/curriculum"
	"zaemme/internal/ledger"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/testing/mailtest"
)

func TestOneMailHoldsEverything(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-01-04", "2027-03-12")
	w.assign(anna, 1, "2027-02-01", "2027-06-30")
	if counts := w.run("2027-02-26"); counts["mails"] != 1 || counts["courses"] != 2 {
		t.Fatalf("%v", counts)
	}
	w.dispatch(clock("2027-02-26", 8))
	heads, texts := w.mails()
	want := []string{"anna@gemeinde.example: Erinnerung: 2 Schulungen offen, nächste Frist 12.3.2027"}
	if diff := cmp.Diff(want, heads); diff != "" {
		t.Fatal(diff)
	}
	for _, part := range []string{texts[0].Text, texts[0].HTML} {
		for _, say := range []string{
			"Guten Tag Anna Muster", "Sicher im Netz", "Frist 12.3.2027", "rund 30 Minuten", "Datenschutz", "Frist 30.6.2027", "gelten als Arbeitszeit",
			"https://lernen.gemeinde.example/kurs/C-", "Ohne Link: Öffnen Sie im Browser lernen.gemeinde.example", "Personaldienst, personal@gemeinde.example",
		} {
			if !strings.Contains(part, say) {
				t.Errorf("no %q in\n%s", say, part)
			}
		}
		if strings.Index(part, "Sicher im Netz") < strings.Index(part, "Sie an.") && strings.Contains(part, "<no value>") {
			t.Errorf("a gap in\n%s", part)
		}
	}
	if diff := cmp.Diff([]string{"assigned0 mail newer_step", "due_before0 mail sent", "assigned0 mail sent"}, w.log(anna)); diff != "" {
		t.Errorf("what Anna can read later: %s", diff)
	}
}

// The mail brings its due dates for the calendar, and why one gets it.
func TestAMailBringsItsDatesForTheCalendar(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-02-25", "2027-04-30")
	w.sent("2027-02-25")
	raw := string(w.server.Taken()[0].Raw)
	if !strings.Contains(raw, `filename="fristen.ics"`) || !strings.Contains(raw, "text/calendar") {
		t.Fatalf("no calendar in\n%s", raw)
	}
}

func TestSubjectsAndLanguages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	neu := w.person("Neu", "neu@gemeinde.example", 0)
	w.assign(neu, 0, "2027-03-01", "2027-04-01")
	w.assign(neu, 1, "2027-03-01", "2027-05-03")
	late := w.person("Spät", "late@gemeinde.example", 0)
	w.assign(late, 0, "2027-01-04", "2027-02-26")
	english := w.person("Ann", "ann@gemeinde.example", 0)
	w.exec(`update persons set language = 'en' where id = ?`, english)
	w.assign(english, 0, "2027-03-01", "2027-04-01")
	w.run("2027-03-01")
	w.dispatch(clock("2027-03-01", 8))
	heads, texts := w.mails()
	slices.Sort(heads)
	want := []string{
		"ann@gemeinde.example: New training, due 1.4.2027",
		"late@gemeinde.example: Erinnerung: 1 Schulung offen, Frist war am 26.2.2027",
		"neu@gemeinde.example: Neue Schulungen: 2, nächste Frist 1.4.2027",
	}
	if diff := cmp.Diff(want, heads); diff != "" {
		t.Fatal(diff)
	}
	for _, m := range texts {
		if strings.HasPrefix(m.Subject, "New ") && (!strings.Contains(m.Text, "Hello Ann") || !strings.Contains(m.HTML, `lang="en"`) || !strings.Contains(m.Text, "Sicher im Netz (en)")) {
			t.Errorf("%s\n%s", m.Text, m.HTML)
		}
		if strings.Contains(m.Subject, "war am") && !strings.Contains(m.Text, "Wir finden eine Lösung") {
			t.Error(m.Text)
		}
	}
}

func TestTheJobTwiceAndInManyProcesses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 40 {
		id := w.person("P", "p"+string(rune('a'+i%26))+string(rune('a'+i/26))+"@gemeinde.example", 0)
		w.assign(id, 0, "2027-03-01", "2027-04-01")
		w.assign(id, 1, "2027-02-01", "2027-03-03")
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := w.service.Run(t.Context(), clock("2027-03-01", 8)); err != nil {
				t.Error(err)
			}
			if _, err := w.box.Dispatch(t.Context(), clock("2027-03-01", 8)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.run("2027-03-01")
	w.dispatch(clock("2027-03-01", 9))
	got := map[string]int{}
	heads, _ := w.mails()
	for _, h := range heads {
		got[h]++
	}
	if len(heads) != 40 || len(got) != 40 {
		t.Errorf("%d mails to %d people", len(heads), len(got))
	}
}

func TestNothingBeforeGoLive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-02-01", "2027-03-12")
	w.set("go_live", "2027-03-08")
	if counts := w.run("2027-03-05"); counts["before_go_live"] != 1 {
		t.Errorf("%v", counts)
	}
	// A trial: everything to one address, and it uses up nothing.
	w.set("trial_address", "probe@gemeinde.example")
	if counts := w.run("2027-03-05"); counts["mails"] != 1 {
		t.Errorf("trial: %v", counts)
	}
	w.set("trial_address", "probe")
	if _, err := w.box.Dispatch(t.Context(), clock("2027-03-05", 8)); err == nil {
		t.Error("a trial to an address that is none")
	}
	w.set("trial_address", "probe@gemeinde.example")
	w.dispatch(clock("2027-03-05", 8))
	w.set("trial_address", "")
	w.run("2027-03-08")
	w.dispatch(clock("2027-03-08", 8))
	heads, _ := w.mails()
	want := []string{
		"probe@gemeinde.example: Erinnerung: 1 Schulung offen, Frist 12.3.2027",
		"anna@gemeinde.example: Erinnerung: 1 Schulung offen, Frist 12.3.2027",
	}
	if diff := cmp.Diff(want, heads); diff != "" {
		t.Error(diff)
	}
	if log := w.log(anna); slices.ContainsFunc(log, func(s string) bool { return strings.Contains(s, "trial") }) || len(log) != 2 {
		t.Errorf("the trial shows in what Anna got: %v", log)
	}
}

func TestATrialThatEndsSendsNothingMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-03-01", "2027-03-12")
	w.set("trial_address", "probe@gemeinde.example")
	w.run("2027-03-01")
	w.set("trial_address", "")
	if counts := w.dispatch(clock("2027-03-01", 9)); counts.Suppressed != 1 || len(w.server.Taken()) != 0 {
		t.Errorf("%+v", counts)
	}
}

// What changes between selection and hand-over counts.
func TestCheckedAgainWhenItLeaves(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(w *world, anna int64)
		state  outbox.State
		reason string
		log    []string
	}{
		"completed": {func(w *world, anna int64) { w.complete(anna, 0, "2027-03-01") }, outbox.Suppressed, "nothing_left", []string{"assigned0 mail suppressed fulfilled"}},
		"withdrawn": {func(w *world, anna int64) {
			w.append(ledger.Event{PersonID: anna, CourseID: w.course(0), Cycle: 1, Kind: ledger.KindWithdrawn, EffectiveOn: date("2027-03-01")})
		}, outbox.Suppressed, "nothing_left", []string{"assigned0 mail suppressed withdrawn"}},
		"exempt": {func(w *world, anna int64) {
			w.append(ledger.Event{PersonID: anna, CourseID: w.course(0), Cycle: 1, Kind: ledger.KindExempted, EffectiveOn: date("2027-03-01"), Reason: "other_training"})
		}, outbox.Suppressed, "nothing_left", []string{"assigned0 mail suppressed exempt"}},
		"paused": {func(w *world, anna int64) {
			w.append(ledger.Event{PersonID: anna, CourseID: w.course(0), Cycle: 1, Kind: ledger.KindPaused, EffectiveOn: date("2027-03-01"), PauseFrom: date("2027-03-01"), PauseUntil: date("2027-05-01"), DueOn: date("2027-06-01")})
		}, outbox.Suppressed, "nothing_left", []string{"assigned0 mail suppressed paused"}},
		"a leaver imported late": {func(w *world, anna int64) {
			w.exec(`update employment_facts set exit_on = '2027-01-31' where person_id = ?`, anna)
		}, outbox.Suppressed, "not_employed", []string{"assigned0 mail suppressed not_employed"}},
		"mailbox gone": {func(w *world, anna int64) { w.exec(`update persons set email = null where id = ?`, anna) }, outbox.Suppressed, "no_mailbox", []string{"assigned0 mail suppressed no_mailbox"}},
		"absent": {func(w *world, anna int64) {
			w.exec(`insert into absences (person_id, from_on, until_on, known_from) values (?, '2027-03-01', '2027-03-03', '2027-02-01')`, anna)
		}, outbox.Waiting, "absent", []string{"assigned0 mail waiting"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			anna := w.person("Anna", "anna@gemeinde.example", 0)
			w.assign(anna, 0, "2027-03-01", "2027-04-30")
			if counts := w.run("2027-03-01"); counts["mails"] != 1 {
				t.Fatalf("%v", counts)
			}
			c.change(w, anna)
			w.dispatch(clock("2027-03-01", 9))
			rows, _, err := outbox.List(t.Context(), w.db, outbox.Filter{})
			if err != nil || len(rows) != 1 || rows[0].State != c.state || rows[0].Reason != c.reason {
				t.Errorf("%+v, %v", rows, err)
			}
			if diff := cmp.Diff(c.log, w.log(anna)); diff != "" {
				t.Error(diff)
			}
			if n := len(w.server.Taken()); n != 0 {
				t.Errorf("%d mails", n)
			}
			// The job finds nothing either, but for the one who comes back.
			w.run("2027-03-04")
			w.dispatch(clock("2027-03-04", 9))
			want := 0
			if name == "absent" {
				want = 1
			}
			if n := len(w.server.Taken()); n != want {
				t.Errorf("%d mails three days later", n)
			}
		})
	}
}

func TestOneOfTwoIsDoneByThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-03-01", "2027-04-30")
	w.assign(anna, 1, "2027-03-01", "2027-05-31")
	w.run("2027-03-01")
	w.complete(anna, 0, "2027-03-01")
	w.dispatch(clock("2027-03-01", 9))
	heads, texts := w.mails()
	if diff := cmp.Diff([]string{"anna@gemeinde.example: Neue Schulung, Frist 31.5.2027"}, heads); diff != "" || strings.Contains(texts[0].Text, "Sicher im Netz") {
		t.Error(diff, texts[0].Text)
	}
	if diff := cmp.Diff([]string{"assigned0 mail sent fulfilled", "assigned0 mail sent"}, w.log(anna)); diff != "" {
		t.Error(diff)
	}
}

func TestNothingLeavesAtNightOrOnHolidays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-03-25", "2027-05-31")
	if counts, err := w.service.Run(t.Context(), clock("2027-03-25", 17)); err != nil || counts["after_hours"] != 1 {
		t.Errorf("%v, %v", counts, err)
	}
	if counts := w.run("2027-03-26"); counts["no_workday"] != 1 { // Good Friday
		t.Errorf("%v", counts)
	}
	// Tuesday after Easter, before the window: written, and sent from 07:30 on.
	if _, err := w.service.Run(t.Context(), clock("2027-03-30", 5)); err != nil {
		t.Fatal(err)
	}
	if counts := w.dispatch(clock("2027-03-30", 7)); counts != (outbox.Counts{}) {
		t.Errorf("%+v", counts)
	}
	// The mail server is down until the evening: it waits for the next morning.
	if counts := w.dispatch(clock("2027-03-30", 19)); counts.Later != 1 {
		t.Errorf("%+v", counts)
	}
	if counts := w.dispatch(clock("2027-03-31", 8)); counts.Sent != 1 {
		t.Errorf("%+v", counts)
	}
}

func TestAMailThatWaitsDoesNotMakeTwoOnOneDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-03-01", "2027-04-30")
	w.run("2027-03-01")
	w.server.Fail(func(mailtest.Stage, mailtest.Message) mailtest.Fault { return mailtest.Fault{Code: 451} })
	w.dispatch(clock("2027-03-01", 9))
	w.server.Fail(nil)
	w.assign(anna, 1, "2027-03-02", "2027-05-31")
	w.run("2027-03-02")
	if counts := w.dispatch(clock("2027-03-02", 9)); counts.Sent != 1 || counts.Later != 1 {
		t.Errorf("%+v", counts)
	}
	if counts := w.dispatch(clock("2027-03-03", 9)); counts.Sent != 1 {
		t.Errorf("%+v", counts)
	}
}

func TestSchedulerDownFiveDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-02-01", "2027-03-12")
	w.run("2027-02-01")
	w.dispatch(clock("2027-02-01", 9))
	w.run("2027-02-26")
	w.dispatch(clock("2027-02-26", 9))
	for _, day := range []string{"2027-03-16", "2027-03-17"} { // down from the 8th on
		w.run(day)
		w.dispatch(clock(day, 9))
	}
	if n := len(w.server.Taken()); n != 3 {
		t.Errorf("%d mails", n)
	}
	if diff := cmp.Diff([]string{"due_after0 mail sent", "due_soon0 mail newer_step", "due_before0 mail sent", "assigned0 mail sent"}, w.log(anna)); diff != "" {
		t.Error(diff)
	}
}

func TestForecastOfTheService(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set("go_live", "")
	for range 3 {
		id := w.person("A", "", 0)
		w.exec(`update persons set email = 'a' || id || '@gemeinde.example' where id = ?`, id)
		w.assign(id, 0, "2027-02-01", "2027-03-12")
	}
	days, err := w.service.Forecast(t.Context(), clock("2027-03-01", 8), 14)
	if err != nil || len(days) != 14 {
		t.Fatal(days, err)
	}
	got := map[string]int{}
	for _, d := range days {
		if d.Mails > 0 {
			got[d.Day.String()] = d.Mails
		}
	}
	if diff := cmp.Diff(map[string]int{"2027-03-01": 3, "2027-03-09": 3}, got); diff != "" {
		t.Error(diff)
	}
}

func TestALostAnswerIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-03-01", "2027-04-30")
	w.run("2027-03-01")
	w.server.Fail(func(stage mailtest.Stage, _ mailtest.Message) mailtest.Fault {
		return mailtest.Fault{Drop: stage == mailtest.Text, Keep: true}
	})
	w.dispatch(clock("2027-03-01", 9))
	w.server.Fail(nil)
	for _, day := range []string{"2027-03-02", "2027-03-03"} {
		w.run(day)
		w.dispatch(clock(day, 9))
	}
	if n := len(w.server.Taken()); n != 1 {
		t.Errorf("%d mails", n)
	}
	entries, total, err := reminder.Log(t.Context(), w.db, reminder.LogFilter{Trouble: true})
	if err != nil || total != 1 || entries[0].State != outbox.Uncertain {
		t.Errorf("%+v, %v", entries, err)
	}
}

func TestALogOfWhatWasLeftOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-03-01", "2027-04-30")
	w.run("2027-03-01")
	w.append(ledger.Event{PersonID: anna, CourseID: w.course(0), Cycle: 1, Kind: ledger.KindExempted, EffectiveOn: date("2027-03-01"), ExemptUntil: date("2027-03-31"), Reason: "other_training"})
	w.dispatch(clock("2027-03-01", 9))
	entries, total, err := reminder.Log(t.Context(), w.db, reminder.LogFilter{Trouble: true})
	if err != nil || total != 1 || entries[0].PersonID != anna || entries[0].Suppressed != reminder.Exempt || entries[0].On != date("2027-03-01") {
		t.Fatalf("%+v, %v", entries, err)
	}
	// The step sent nothing, so it is taken up when the exemption has ended.
	if counts := w.run("2027-04-01"); counts["mails"] != 1 {
		t.Errorf("%v", counts)
	}
	w.dispatch(clock("2027-04-01", 9))
	if diff := cmp.Diff([]string{"assigned0 mail sent"}, w.log(anna)); diff != "" {
		t.Error(diff)
	}
}

func TestForecastOfAProposal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	beat := w.person("Beat", "beat@gemeinde.example", 0)
	w.assign(anna, 0, "2027-02-01", "2027-03-31")
	w.assign(anna, 1, "2027-02-01", "2027-04-30")
	w.assign(beat, 0, "2027-02-01", "2027-03-31")
	w.run("2027-02-01")
	org, err := people.Load(t.Context(), w.db, people.Moment{Day: date("2027-03-01")})
	if err != nil {
		t.Fatal(err)
	}
	effects := curriculum.Effects{
		{PersonID: anna, CourseID: w.course(0), Kind: curriculum.Lose},
		{PersonID: anna, CourseID: w.course(1), Kind: curriculum.Move, ToDue: date("2027-03-24")},
		{PersonID: anna, CourseID: w.course(2), Kind: curriculum.Gain, ToDue: date("2027-04-01")},
	}
	forecast, err := w.service.ForecastEffects(t.Context(), w.db, curriculum.Proposal{Org: org, Day: date("2027-03-01")}, 30)
	if err != nil {
		t.Fatal(err)
	}
	if err := forecast.Add(t.Context(), effects); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range forecast.Days() {
		if d.Mails > 0 {
			got = append(got, d.Day.String())
		}
	}
	// Gained; 14 days before each; three working days before the first, the day after it; Beat not.
	want := []string{"2027-03-01", "2027-03-10", "2027-03-18", "2027-03-19", "2027-03-25"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
