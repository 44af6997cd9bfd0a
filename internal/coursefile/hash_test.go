package coursefile

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
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
	for _, files := range []map[string]string{sample(), richSample()} {
		course, problems := Load(catalogue(files, classroomSample()), "ab-01")
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

// Versions that were published before a field existed keep hash and stored form.
func TestHashAndFormOfEarlierVersions(t *testing.T) {
	t.Parallel()
	for folder, want := range map[string][2]string{
		"ab-01": {"b48e66d48222f865a1478625ba9ca2681033cd44ee33dc716104dfa22a9ca7bb", "4354c56a71a90981759c0753f6d9248fb052406c637b679889ad276418b575ad"},
		"ab-02": {"3405b6b2f6ad1bb5c2267cf3b81cead8722b279dbc09406e86abac045d12bc86", "6f2c95729a04511770daa872a51bcb120295c88fc24474a663bb1851b40f4699"},
	} {
		course, _ := Load(catalogue(sample(), classroomSample()), folder)
		stored, err := json.Marshal(course)
		if err != nil {
			t.Fatal(err)
		}
		if got := course.Hash(); got != want[0] {
			t.Errorf("%s: the hash is %s", folder, got)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(stored)); got != want[1] {
			t.Errorf("%s: the stored form is another: %s", folder, stored)
		}
	}
}
