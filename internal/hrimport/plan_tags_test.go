package hrimport

import (
	"slices"
	"testing"

	"zaemme/internal/people"
)

// A list may name tags and vocational trainers; one without these columns leaves
// what is on record.
func TestTagsAndTrainersOfAList(t *testing.T) {
	t.Parallel()
	const head = "Personalnummer;Name;Vorname;OE-Nr.;Eintritt;Anstellungsart;Merkmale;Berufsbildner/in (Pers.-Nr.)\n"
	file, err := Read("liste.csv", []byte(head+
		"00001;Muster;Anna;1110;1.1.2020;unbefristet;M365, GEVER;\n"+
		"00002;Beispiel;Luca;1110;1.8.2026;Lernende;GEVER;00001\n"+
		"00003;Probe;Jan;1110;1.8.2026;Lernende; ;77777\n"+
		"00004;Vorlage;Nina;1110;1.8.2026;unbefristet;;00001\n"), nil)
	if err != nil || len(file.Problems) > 0 {
		t.Fatal(err, file.Problems)
	}
	p := Plan(emptyRoster(november), file, Options{}, shares)
	if got, want := found(p.Problems), "warning 4 trainer_unknown\nwarning 5 no_apprentice"; got != want {
		t.Errorf("problems %q, want %q", got, want)
	}
	tags := map[string][]string{"00001": {"GEVER", "M365"}, "00002": {"GEVER"}}
	for _, one := range p.Change.Persons {
		if !slices.Equal(one.Traits.After.Tags, tags[one.Key]) {
			t.Errorf("tags of %s: %v", one.Key, one.Traits.After.Tags)
		}
		if trainer := one.Employments[0].After.Trainer; (trainer == "00001") != (one.Key == "00002") {
			t.Errorf("trainer of %s: %q", one.Key, trainer)
		}
	}
	r := after(emptyRoster(november), p.Change, december)
	without := fileOf(file.Rows, fieldEmail, fieldLogin, fieldSite, fieldFunction, fieldPensum, fieldExit, fieldManager, fieldDeputy, fieldLanguage)
	if again := Plan(r, without, Options{}, shares); !again.Change.Empty() {
		t.Errorf("without the columns:\n%s", describe(again.Change))
	}
	luca := r.Persons["00002"].Employments["1"]
	luca.Category = people.Permanent // as HR has said since: the apprenticeship is over
	over := slices.DeleteFunc(slices.Clone(allColumns), func(f Field) bool {
		return f == fieldPersonnel || f == fieldLastName || f == fieldFirstName || f == fieldUnit || f == fieldEntry
	})
	rows := slices.Clone(file.Rows)
	rows[1].Category, rows[1].TrainerNo = people.Permanent, ""
	again := Plan(r, fileOf(rows, over...), Options{}, shares)
	if got, want := describe(again.Change), `00002 changed: trainer "00001"→"" [1 from 2026-12-01]`; got != want {
		t.Errorf("after the apprenticeship: got %q, want %q", got, want)
	}
}
