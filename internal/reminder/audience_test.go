package reminder_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/ledger"
	"zaemme/internal/outbox"
	"zaemme/internal/reminder"
	"zaemme/internal/testing/mailtest"
)

// sent runs job and outbox at a morning and returns the texts by recipient.
func (w *world) sent(day string) map[string]string {
	w.Helper()
	_, before := w.mails()
	w.run(day)
	w.dispatch(clock(day, 9))
	heads, texts := w.mails()
	list := map[string]string{}
	for i := len(before); i < len(heads); i++ {
		to, _, _ := strings.Cut(heads[i], "@")
		list[to] += texts[i].Subject + "\n" + texts[i].Text
	}
	return list
}

func (w *world) grant(person int64, role string) {
	w.Helper()
	w.exec(`insert into role_grants (person_id, role, valid_from, known_from) values (?, ?, '2027-01-01', '2027-01-01')`, person, role)
}

func (w *world) head(person int64) {
	w.Helper()
	w.exec(`update department_facts set head_id = nullif(?, 0) where department_id = ?`, person, w.dept)
}

// The manager from the first day late, who heads the department from the 14th on,
// HR from the 21st on, all by digest and without a name.
func TestLateForLongReachesLeadAndHR(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss, lead, hr := w.person("Berta", "berta@gemeinde.example", 0), w.person("Luc", "luc@gemeinde.example", 0), w.person("Hanna", "hanna@gemeinde.example", 0)
	w.head(lead)
	w.grant(hr, "hr")
	lea := w.person("Lea", "lea@gemeinde.example", boss)
	mayor := w.personAs("Marta", "", boss, "official")
	for _, id := range []int64{lea, mayor} {
		w.assign(id, 0, "2027-01-04", "2027-02-01")
	}
	for _, c := range []struct {
		day  string
		want []string
	}{{"2027-02-08", []string{"berta"}}, {"2027-02-15", []string{"berta", "luc"}}, {"2027-02-22", []string{"berta", "hanna", "luc"}}} {
		got := w.sent(c.day)
		delete(got, "lea")
		var to []string
		for name, text := range got {
			to = append(to, name)
			if strings.Contains(text, "Lea") || strings.Contains(text, "Marta") || strings.Contains(text, "Sicher im Netz") {
				t.Errorf("%s: a name to %s in\n%s", c.day, name, text)
			}
		}
		slices.Sort(to)
		if diff := cmp.Diff(c.want, to); diff != "" {
			t.Errorf("%s: %s", c.day, diff)
		}
		if text := got["luc"]; text != "" && !strings.Contains(text, "ist eine Schulung seit 14 Tagen oder länger überfällig") {
			t.Errorf("%s to the head:\n%s", c.day, text)
		}
		if text := got["hanna"]; text != "" && (!strings.Contains(text, "Eine Schulung ist seit 21 Tagen oder länger überfällig") ||
			!strings.Contains(text, "https://lernen.gemeinde.example/erinnerungen/ueberfaellig")) {
			t.Errorf("%s to HR:\n%s", c.day, text)
		}
	}
	// Marta has nobody: that is counted, and HR is not told of her.
	if log := w.log(mayor); len(log) == 0 || !strings.Contains(log[0], "nobody_to_tell") {
		t.Errorf("Marta: %v", log)
	}
	w.complete(lea, 0, "2027-02-22")
	if got := w.sent("2027-03-01"); len(got) != 0 {
		t.Errorf("nothing is left to tell: %v", got)
	}
}

// Nobody is dropped: manager, deputy, head, HR; an elected head gets no names
// because a post is vacant, and circles end.
func TestTheChainOfWhoIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prepare func(w *world, paul int64, id map[string]int64)
		want    string
	}{
		"manager":                   {func(w *world, paul int64, id map[string]int64) { w.manager(paul, id["boss"]) }, "boss"},
		"no manager: the head":      {func(w *world, _ int64, id map[string]int64) { w.head(id["head"]) }, "head"},
		"no head: HR":               {func(*world, int64, map[string]int64) {}, "hr"},
		"own manager":               {func(w *world, paul int64, _ map[string]int64) { w.manager(paul, paul) }, "hr"},
		"own manager, has a head":   {func(w *world, paul int64, id map[string]int64) { w.manager(paul, paul); w.head(id["head"]) }, "head"},
		"the head is elected":       {func(w *world, _ int64, id map[string]int64) { w.head(id["mayor"]) }, "hr"},
		"an elected manager is one": {func(w *world, paul int64, id map[string]int64) { w.manager(paul, id["mayor"]) }, "mayor"},
		"circular managers": {func(w *world, paul int64, id map[string]int64) {
			w.manager(paul, id["boss"])
			w.manager(id["boss"], paul)
		}, "boss"},
		"the manager left": {func(w *world, paul int64, id map[string]int64) {
			w.manager(paul, id["boss"])
			w.head(id["head"])
			w.exec(`update employment_facts set exit_on = '2027-02-28' where person_id = ?`, id["boss"])
		}, "head"},
		"the manager's address bounced": {func(w *world, paul int64, id map[string]int64) {
			w.manager(paul, id["boss"])
			w.head(id["head"])
			w.exec(`insert into outbox (kind, dedupe_key, recipient_id, payload, state, message_id, next_at, refused_address)
				values ('x', 'x', ?, '{}', 'parked', 'x', '2027-01-01', sha256('boss@gemeinde.example'))`, id["boss"])
		}, "head"},
		"the manager is away, the deputy is told": {func(w *world, paul int64, id map[string]int64) {
			w.manager(paul, id["boss"])
			w.exec(`insert into absences (person_id, from_on, until_on, known_from) values (?, '2027-02-20', '2027-03-31', '2027-01-01')`, id["boss"])
			w.exec(`insert into deputies (person_id, deputy_id, valid_from, known_from) values (?, ?, '2027-01-01', '2027-01-01')`, id["boss"], id["head"])
		}, "head"},
		"militia: the contact of its category": {func(w *world, paul int64, id map[string]int64) {
			w.exec(`update employment_facts set category = 'militia' where person_id = ?`, paul)
			w.set("militia_contact", "mayor@gemeinde.example")
		}, "mayor"},
		"militia without a contact: who looks after officials": {func(w *world, paul int64, id map[string]int64) {
			w.manager(paul, id["boss"])
			w.exec(`update employment_facts set category = 'militia' where person_id = ?`, paul)
			w.grant(id["head"], "officials_care")
		}, "head"},
		"externals: never HR": {func(w *world, paul int64, _ map[string]int64) {
			w.exec(`update employment_facts set category = 'external' where person_id = ?`, paul)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := map[string]int64{}
			for _, who := range []string{"boss", "head", "hr"} {
				id[who] = w.person(who, who+"@gemeinde.example", 0)
			}
			id["mayor"] = w.personAs("mayor", "mayor@gemeinde.example", 0, "official")
			w.grant(id["hr"], "hr")
			paul := w.person("Paul", "", 0)
			c.prepare(w, paul, id)
			w.assign(paul, 0, "2027-02-25", "2027-04-30")
			got := w.sent("2027-03-01")
			if c.want == "" && len(got) > 0 || c.want != "" && !strings.Contains(got[c.want], "Merkzettel für Paul") {
				t.Errorf("%v, want %q", got, c.want)
			}
			if len(got) > 1 {
				t.Errorf("%d were told: %v", len(got), got)
			}
		})
	}
}

func (w *world) manager(person, manager int64) {
	w.Helper()
	w.exec(`update employment_facts set manager_id = ? where person_id = ?`, manager, person)
}

// What is in review or retired is not asked for, and says so.
func TestReviewAndRetirementSuppress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.person("Berta", "berta@gemeinde.example", 0)
	anna := w.person("Anna", "anna@gemeinde.example", boss)
	w.assign(anna, 0, "2027-02-25", "2027-04-30")
	w.assign(anna, 1, "2027-02-25", "2027-04-30")
	w.review = append(w.review, reminder.Duty{PersonID: anna, CourseID: w.course(0)})
	got := w.sent("2027-02-25")["anna"]
	if strings.Contains(got, "Sicher im Netz") || !strings.Contains(got, "Datenschutz") {
		t.Errorf("with evidence handed in:\n%s", got)
	}
	if diff := cmp.Diff([]string{"assigned0 mail in_review", "assigned0 mail sent"}, sorted(w.log(anna))); diff != "" {
		t.Error(diff)
	}
	// The review refuses it: now it is asked for. The other course is retired.
	w.review = nil
	delete(w.courses, w.course(0)+1)
	got = w.sent("2027-04-16")["anna"] // both fell due again, 14 days before
	if !strings.Contains(got, "Sicher im Netz") || strings.Contains(got, "Datenschutz") {
		t.Errorf("after the review:\n%s", got)
	}
	if log := strings.Join(w.log(anna), ", "); !strings.Contains(log, "due_before0 mail retired") {
		t.Error(log)
	}
	// Handed in between selection and sending.
	w.run("2027-04-27")
	w.review = append(w.review, reminder.Duty{PersonID: anna, CourseID: w.course(0)})
	if counts := w.dispatch(clock("2027-04-27", 9)); counts.Suppressed != 1 {
		t.Errorf("%+v", counts)
	}
	if log := strings.Join(w.log(anna), ", "); !strings.Contains(log, "due_soon0 mail suppressed in_review") {
		t.Error(log)
	}
}

// An address that does not exist is written to once; a new one works at once.
func TestAnAddressThatBouncedGetsNothingMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-02-25", "2027-04-30")
	w.server.Fail(func(stage mailtest.Stage, _ mailtest.Message) mailtest.Fault {
		if stage == mailtest.To {
			return mailtest.Fault{Code: 550}
		}
		return mailtest.Fault{}
	})
	if got := w.sent("2027-02-25"); len(got) != 0 {
		t.Fatal(got)
	}
	w.server.Fail(nil)
	w.assign(anna, 1, "2027-03-01", "2027-04-30")
	if counts := w.run("2027-03-01"); counts["mails"] != 0 || counts["bounced"] != 1 {
		t.Errorf("%v", counts)
	}
	if log := w.log(anna); len(log) == 0 || log[0] != "assigned0 mail bounced" {
		t.Errorf("%v", log)
	}
	w.exec(`update persons set email = 'anna.neu@gemeinde.example' where id = ?`, anna)
	if got := w.sent("2027-03-02"); !strings.Contains(got["anna.neu"], "Datenschutz") {
		t.Errorf("the new address: %v", got)
	}
	states, err := outbox.CountByState(t.Context(), w.db)
	if err != nil || states[outbox.Parked] != 1 {
		t.Errorf("%v, %v", states, err)
	}
}

// An address that a server refuses for now, or a text that it does not like, says
// nothing about the mailbox.
func TestOnlyTheAddressBounces(t *testing.T) {
	t.Parallel()
	for _, f := range []struct {
		stage mailtest.Stage
		code  int
	}{{mailtest.To, 451}, {mailtest.Text, 554}, {mailtest.From, 550}} {
		t.Run(string(f.stage), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			anna := w.person("Anna", "anna@gemeinde.example", 0)
			w.assign(anna, 0, "2027-02-25", "2027-04-30")
			w.server.Fail(func(stage mailtest.Stage, _ mailtest.Message) mailtest.Fault {
				if stage == f.stage {
					return mailtest.Fault{Code: f.code}
				}
				return mailtest.Fault{}
			})
			w.sent("2027-02-25")
			w.server.Fail(nil)
			w.assign(anna, 1, "2027-03-01", "2027-04-30")
			if counts := w.run("2027-03-01"); counts["mails"] != 1 {
				t.Errorf("%d: %v", f.code, counts)
			}
		})
	}
}

// Somebody whose exit is imported late, with a mail waiting, gets nothing more.
func TestALeaverImportedLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-02-25", "2027-04-30")
	w.run("2027-03-01")
	w.exec(`update employment_facts set exit_on = '2027-02-15' where person_id = ?`, anna)
	if counts := w.dispatch(clock("2027-03-01", 9)); counts.Suppressed != 1 || counts.Sent != 0 {
		t.Errorf("%+v", counts)
	}
	if diff := cmp.Diff([]string{"assigned0 mail suppressed not_employed"}, w.log(anna)); diff != "" {
		t.Error(diff)
	}
	for day := date("2027-03-02"); day < date("2027-06-01"); day += 6 {
		if got := w.sent(day.String()); len(got) != 0 {
			t.Errorf("%s: %v", day, got)
		}
	}
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// Steps are data: one for deputies, and one that counts from the end of grace, work
// without a line of code; a broken one stops the job with its name.
func TestStepsAreData(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss, deputy := w.person("Berta", "berta@gemeinde.example", 0), w.person("Dora", "dora@gemeinde.example", 0)
	w.exec(`insert into deputies (person_id, deputy_id, valid_from, known_from) values (?, ?, '2027-01-01', '2027-01-01')`, boss, deputy)
	lea := w.person("Lea", "lea@gemeinde.example", boss)
	steps := `[{"code": "after_grace", "anchor": "grace_end", "offset": 1, "only_if": ["overdue"], "audience": "person"},
		{"code": "deputy", "anchor": "due", "offset": 7, "repeat_every": 7, "max_repeats": 9, "only_if": ["overdue"], "audience": "deputy"}]`
	w.exec(`insert into reminder_policies (scope, version, steps, valid_from, known_from) values ('all', 2, cast(? as jsonb), '2027-01-01', '2027-01-01')`, steps)
	w.append(ledger.Event{PersonID: lea, CourseID: w.course(0), Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: date("2027-01-04"),
		DueOn: date("2027-02-01"), GraceUntil: date("2027-02-10")})
	var got []string
	for day := date("2027-01-04"); day < date("2027-02-20"); day++ {
		for to := range w.sent(day.String()) {
			got = append(got, day.String()+" "+to)
		}
	}
	slices.Sort(got)
	// Dora and Berta share the overview of the team on the Monday after a week late.
	if diff := cmp.Diff([]string{"2027-02-11 lea", "2027-02-15 berta", "2027-02-15 dora"}, got); diff != "" {
		t.Error(diff)
	}
	w.exec(`update reminder_policies set steps = '[{"code": "odd", "anchor": "birthday", "only_if": ["open"], "audience": "person"}]'`)
	if _, err := w.service.Run(t.Context(), clock("2027-02-22", 8)); err == nil || !strings.Contains(err.Error(), "error.reminder.step") {
		t.Errorf("a step that nobody can carry out: %v", err)
	}
}

// A manager with an own duty gets one mail a day: the overview comes a day later.
func TestOneMailADayForManagersToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.person("Berta", "berta@gemeinde.example", 0)
	paul := w.person("Paul", "", boss)
	w.assign(paul, 0, "2027-02-25", "2027-04-30")
	w.assign(boss, 0, "2027-03-01", "2027-04-30")
	if got := w.sent("2027-03-01")["berta"]; !strings.Contains(got, "Neue Schulung") || strings.Contains(got, "Wochenübersicht") {
		t.Errorf("Monday:\n%s", got)
	}
	if got := w.sent("2027-03-02")["berta"]; !strings.Contains(got, "Wochenübersicht") || !strings.Contains(got, "Merkzettel für Paul") {
		t.Errorf("Tuesday:\n%s", got)
	}
	if got := w.sent("2027-03-03"); len(got) != 0 {
		t.Errorf("Wednesday: %v", got)
	}
}
