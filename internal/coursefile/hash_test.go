package coursefile

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/unicode/norm"
)

func hashOf(t *testing.T, files map[string]string) string {
	t.Helper()
	course, problems := Load(catalogue(files, classroomSample()), "ab-01")
	if HasErrors(problems) {
		t.Fatal(problems)
	}
	return course.Hash()
}

func TestHashIsStable(t *testing.T) {
	t.Parallel()
	want := hashOf(t, sample())
	if len(want) != 64 {
		t.Fatalf("%q is no SHA-256", want)
	}
	same := map[string]func(map[string]string){
		"line ends": func(files map[string]string) {
			for name := range files {
				files[name] = strings.ReplaceAll(files[name], "\n", "\r\n")
			}
		},
		"YAML style": func(files map[string]string) {
			files["course.yaml"] = strings.NewReplacer(
				"title: {de: Titel, en: Title, fr: Titre, it: Titolo}", "title:\n    it: 'Titolo'\n    de: \"Titel\"\n    # Englisch\n    en: Title\n    fr: Titre",
				"code: AB-01\nnamespace: ch.zaemme", "namespace: ch.zaemme\ncode: AB-01",
				"CS4.2.03, CS4.2.08", "CS4.2.08, CS4.2.03").Replace(files["course.yaml"])
		},
		"empty lines around the text": func(files map[string]string) {
			files["01-eins.md"] = strings.Replace(files["01-eins.md"], "---\n\n>", "---\n\n\n\n>", 1) + "\n\n"
		},
		"byte order mark": func(files map[string]string) { files["questions.yaml"] = "\ufeff" + files["questions.yaml"] },
		"decomposed letters": func(files map[string]string) {
			for name := range files {
				files[name] = norm.NFD.String(files[name])
			}
		},
	}
	for name, edit := range same {
		files := sample()
		edit(files)
		if got := hashOf(t, files); got != want {
			t.Errorf("%s changed the hash", name)
		}
	}
	other := []change{
		{"01-eins.md", "Es regnet", "Es schneit"}, {"01-eins.md", "minutes: 5", "minutes: 6"}, {"questions.yaml", "Weil.", "Weil!"},
		{"questions.yaml", "  type: single", "  critical: true\n  type: single"}, {"course.yaml", "pass_percent: 80", "pass_percent: 81"},
		{"course.yaml", "2027-09-30", "2027-10-01"}, {"emblem.svg", `r="20"`, `r="21"`}, {"course.yaml", "fulfils: [AB-02]\n", ""},
	}
	for _, edit := range other {
		files := sample()
		edit.apply(t, files)
		if hashOf(t, files) == want {
			t.Errorf("%+v did not change the hash", edit)
		}
	}
}

func TestJSONRoundTrip(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"ab-01", "ab-02"} {
		course, problems := Load(catalogue(sample(), classroomSample()), folder)
		if HasErrors(problems) {
			t.Fatal(problems)
		}
		stored, err := json.Marshal(course)
		if err != nil {
			t.Fatal(err)
		}
		var read Course
		if err := json.Unmarshal(stored, &read); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(*course, read, cmpopts.IgnoreFields(Module{}, "File", "BodyLine"), cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
		if course.Hash() != read.Hash() {
			t.Error("the hash changed on the way through JSON")
		}
	}
}
