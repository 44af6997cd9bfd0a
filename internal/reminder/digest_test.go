package reminder_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDigestsAndSlips(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.person("Berta", "berta@gemeinde.example", 0)
	deputy := w.person("Dora", "dora@gemeinde.example", 0)
	paul := w.person("Paul", "", boss)
	lea := w.person("Lea", "lea@gemeinde.example", boss)
	own := w.person("Olga", "olga@gemeinde.example", 0)
	w.exec(`update employment_facts set manager_id = ? where person_id = ?`, own, own) // her own manager
	mayor := w.personAs("Marta", "marta@gemeinde.example", boss, "official")
	w.exec(`insert into deputies (person_id, deputy_id, valid_from, known_from) values (?, ?, '2027-01-01', '2027-01-01')`, boss, deputy)
	if counts := w.run("2027-02-22"); len(counts) != 0 { // the week's digests: empty
		t.Errorf("%v", counts)
	}
	for _, id := range []int64{paul, lea, own, mayor} {
		w.assign(id, 0, "2027-02-25", "2027-04-30")
	}
	// Thursday: mails to those with a mailbox, no digest; the official gets none.
	if counts := w.run("2027-02-25"); counts["mails"] != 2 || counts["digests"] != 0 || counts["nobody_to_tell"] != 1 {
		t.Errorf("Thursday: %v", counts)
	}
	// Monday: Paul's slip goes to Berta.
	if counts := w.run("2027-03-01"); counts["digests"] != 1 || counts["slips"] != 1 {
		t.Fatalf("Monday: %v", counts)
	}
	w.run("2027-03-02")
	w.dispatch(clock("2027-03-02", 9))
	heads, texts := w.mails()
	i := slices.Index(heads, "berta@gemeinde.example: Wochenübersicht Schulungen vom 2.3.2027")
	if i < 0 || len(heads) != 3 {
		t.Fatalf("%v", heads)
	}
	for _, say := range []string{"Merkzettel für Paul Muster", "Sicher im Netz", "https://lernen.gemeinde.example/team"} {
		if !strings.Contains(texts[i].Text, say) {
			t.Errorf("no %q in\n%s", say, texts[i].Text)
		}
	}
	if strings.Contains(texts[i].Text, "überfällig") || strings.Contains(texts[i].Text, "Lea") || strings.Contains(texts[i].Text, "Marta") {
		t.Errorf("names without need in\n%s", texts[i].Text)
	}
	if diff := cmp.Diff([]string{"assigned0 slip sent"}, w.log(paul)); diff != "" {
		t.Error(diff)
	}
	var looked int
	if err := w.db.Query(t.Context()).Raw(`select count(*) from access_log where viewer_id = ? and person_ids = array[cast(? as bigint)]`, boss, paul).
		Scan(&looked).Error; err != nil || looked != 1 {
		t.Errorf("%d looks, %v", looked, err)
	}
	// The week after there is nothing to tell.
	if counts := w.run("2027-03-08"); counts["digests"] != 0 {
		t.Errorf("an empty digest: %v", counts)
	}
	// Late, and Berta is away for weeks: Dora is told; somebody looks after officials.
	w.exec(`insert into absences (person_id, from_on, until_on, known_from) values (?, '2027-05-01', '2027-06-30', '2027-02-01')`, boss)
	w.exec(`insert into role_grants (person_id, role, valid_from, known_from) values (?, 'officials_care', '2027-01-01', '2027-01-01')`, own)
	w.run("2027-05-03")
	w.dispatch(clock("2027-05-03", 9))
	w.dispatch(clock("2027-05-04", 9)) // Olga had a reminder of her own on Monday
	heads, texts = w.mails()
	for to, says := range map[string][]string{
		"dora@gemeinde.example": {"sind 2 Schulungen überfällig", "Merkzettel für Paul"},
		"olga@gemeinde.example": {"Merkzettel für Marta Muster"},
	} {
		i := slices.IndexFunc(heads, func(head string) bool {
			return strings.HasPrefix(head, to+": Wochenübersicht") && (strings.HasSuffix(head, " 3.5.2027") || strings.HasSuffix(head, " 4.5.2027"))
		})
		if i < 0 {
			t.Errorf("nothing to %s: %v", to, heads)
			continue
		}
		for _, say := range says {
			if !strings.Contains(texts[i].Text, say) {
				t.Errorf("no %q to %s in\n%s", say, to, texts[i].Text)
			}
		}
	}
}

func TestASlipIsCheckedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.person("Berta", "berta@gemeinde.example", 0)
	paul := w.person("Paul", "", boss)
	w.assign(paul, 0, "2027-02-25", "2027-04-30")
	w.run("2027-03-01")
	w.complete(paul, 0, "2027-03-01")
	if counts := w.dispatch(clock("2027-03-01", 9)); counts.Suppressed != 1 {
		t.Errorf("%+v", counts)
	}
}
