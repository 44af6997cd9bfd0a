package hrimport

import (
	"slices"
	"testing"

	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

func TestNewNumbers(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	importAll(t, d, fileOf(town()), november)
	before := rosterAt(t, d, november)
	// a circle, a plain one, one that stays, and one that nobody has
	file, err := ReadNewNumbers("neu.csv", []byte("Alte Pers.-Nr.;Neue Pers.-Nr.\n00001;00002\n00002;00001\n00003;A-3\n00004;00004\n99999;1\n"), nil)
	if err != nil || len(file.Numbers) != 5 {
		t.Fatal(file, err)
	}
	p := PlanNewNumbers(before, file)
	if p.Blocked() || len(p.Change.Persons) != 3 || len(p.Problems) != 1 || p.Problems[0].Key != keyOldUnknown || p.Problems[0].Line != 6 {
		t.Fatalf("%s\n%s", describe(p.Change), found(p.Problems))
	}
	applyChange(t, d, p.Change)
	after := rosterAt(t, d, november)
	for old, now := range map[string]string{"00001": "00002", "00002": "00001", "00003": "A-3", "00004": "00004"} {
		if after.Persons[now] == nil || after.Persons[now].ID != before.Persons[old].ID {
			t.Errorf("%s is not %s", old, now)
		}
	}
	if after.Persons["A-3"].Employments["1"].Manager != "00002" {
		t.Errorf("the manager does not follow: %+v", after.Persons["A-3"].Employments["1"])
	}
}

func TestNewNumbersRefused(t *testing.T) {
	t.Parallel()
	r := emptyRoster(november)
	for _, key := range []string{"1", "2", "3"} {
		r.Persons[key] = &people.PersonEntry{}
	}
	for name, c := range map[string]struct {
		numbers []NewNumber
		key     string
	}{
		"one person twice":  {[]NewNumber{{2, "1", "7"}, {3, "1", "8"}}, keyOldTwice},
		"one number twice":  {[]NewNumber{{2, "1", "7"}, {3, "2", "7"}}, keyNewTwice},
		"somebody else's":   {[]NewNumber{{2, "1", "3"}}, keyNewTaken},
		"kept by its owner": {[]NewNumber{{2, "1", "3"}, {3, "3", "3"}}, keyNewTaken},
	} {
		p := PlanNewNumbers(r, &NumberFile{Numbers: c.numbers})
		if !p.Blocked() || !slices.ContainsFunc(p.Problems, func(one Problem) bool { return one.Key == c.key }) {
			t.Errorf("%s: %s", name, found(p.Problems))
		}
	}
}
