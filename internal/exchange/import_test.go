package exchange

import (
	"os"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/coursefile"
)

func TestImportMoodle(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("testdata/moodle/arten.xml")
	if err != nil {
		t.Fatal(err)
	}
	c := sample()
	c.Questions = []coursefile.Question{{ID: "AB-01-Q07", Text: coursefile.Texts{"de": "Ordnen Sie zu."}}}
	got := Import(source, c, Options{Module: 2})
	if got.Format != Moodle || got.Found != 11 {
		t.Errorf("found %d questions as %s", got.Found, got.Format)
	}
	same(t, questions(got), []string{
		"AB-01-Q08 single: Die Papiere liegen im Drucker. Was tun Sie? +Abholen (So sieht sie niemand.) -Zudecken -Liegen lassen (Andere lesen mit.) | Vertrauliches bleibt nie liegen.",
		"AB-01-Q09 multiple/partial: Welche Tage sind Werktage? +Montag +Dienstag -Sonntag",
		"AB-01-Q10 truefalse: Ein Passwort darf geteilt werden. -Richtig (Nein.) +Falsch (Genau.)",
		"AB-01-Q11 text: Wie heisst das Fachwort? +Phishing +5 * 5 (Ja.)",
		"AB-01-Q12 number: Wie lange? 15±0.5Stunden (Gut.)",
		"AB-01-Q13 match/partial: Ordnen Sie zu. Personal=Frau Muster Technik=Herr Beispiel =Niemand",
		"AB-01-Q14 order/partial: Was kommt wann? >erstens >zweitens >drittens",
	})
	same(t, listed(got.Problems), []string{
		"5 part_lost", "5 part_lost", "5 image", "5 weight_lost",
		"36 case_lost", "36 pattern_lost", "36 weight_lost", "36 part_lost",
		"53 question_known", "68 kind_essay", "72 kind_description", "76 kind_other", "80 answer_empty",
	})
	for _, q := range got.Questions {
		if q.Module != 2 || q.Competence != "" {
			t.Errorf("%s: module %d, competence %q", q.ID, q.Module, q.Competence)
		}
	}
	missing := got.Problems[0]
	if missing.Key != "place_missing" || missing.Args["count"] != 7 {
		t.Errorf("the missing competence is not told: %+v", missing)
	}
}

func questions(imported Imported) []string {
	var list []string
	for i := range imported.Questions {
		list = append(list, described(&imported.Questions[i]))
	}
	return list
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestImportGIFT is about what becomes of each kind of question, and what is said.
func TestImportGIFT(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		source         string
		want, problems []string
	}{
		"single":     {"A?{=ja#Weil. ~nein ####Darum.}", []string{"AB-01-Q01 single: A? +ja (Weil.) -nein | Darum."}, nil},
		"half":       {"A?{=ja ~%50%halb}", []string{"AB-01-Q01 single: A? +ja -halb"}, []string{"1 weight_lost"}},
		"many right": {"A?{=ja =doch ~nein}", []string{"AB-01-Q01 multiple/partial: A? +ja +doch -nein"}, []string{"1 single_many"}},
		"multiple":   {"A?{~%50%ja ~%50%doch ~%-50%nein}", []string{"AB-01-Q01 multiple/partial: A? +ja +doch -nein"}, nil},
		"weights":    {"A?{~%80%ja ~%20%doch ~%-50%nein}", []string{"AB-01-Q01 multiple/partial: A? +ja +doch -nein"}, []string{"1 weights_lost"}},
		"truth":      {"A.{TRUE#Doch.#Ja.}", []string{"AB-01-Q01 truefalse: A. +Richtig (Ja.) -Falsch (Doch.)"}, nil},
		"spellings":  {"A?{=ja =Ja =%50%jein =%0%*#Nein.}", []string{"AB-01-Q01 text: A? +ja +Ja"}, []string{"1 weight_lost", "1 part_lost"}},
		"range":      {"A?{#4..5.5#Gut.}", []string{"AB-01-Q01 number: A? 4.75±0.75 (Gut.)"}, nil},
		"comma":      {"A?{#-,5:.25}", []string{"AB-01-Q01 number: A? -0.5±0.25"}, nil},
		"pairs":      {"A?{=a->b =c->d = -> e}", []string{"AB-01-Q01 match/partial: A? a=b c=d =e"}, nil},
		"gap":        {"Zwei und zwei sind {=vier}.", []string{"AB-01-Q01 text: Zwei und zwei sind _____. +vier"}, nil},
		"html":       {"[html]<p>A <b>b</b></p>{=<i>ja</i> ~nein}", []string{"AB-01-Q01 single: A b +ja -nein"}, nil},
		"markdown":   {"[markdown]A **b**\n- c\n- d{=ja ~nein}", []string{"AB-01-Q01 single: A b\n– c\n– d +ja -nein"}, nil},
		"auto":       {"A <b>b</b> &amp; <Enter>{=1 < 2 ~nein}", []string{"AB-01-Q01 single: A b & +1 < 2 -nein"}, []string{"1 element"}},
		"no tag":     {"Taste <Enter>?{=ja ~nein}", []string{"AB-01-Q01 single: Taste <Enter>? +ja -nein"}, nil},
		"twice":      {"A?{=ja ~nein}\n\nA?{=ja ~nein}", []string{"AB-01-Q01 single: A? +ja -nein", "AB-01-Q02 single: A? +ja -nein"}, []string{"3 question_known"}},

		"essay":         {"\nA?{}", nil, []string{"2 kind_essay"}},
		"description":   {"A.", nil, []string{"1 kind_description"}},
		"none right":    {"A?{~ja ~nein}", nil, []string{"1 option_none"}},
		"all right":     {"A?{~%50%ja ~%50%nein}", nil, []string{"1 option_all"}},
		"one option":    {"A?{~%100%ja}", nil, []string{"1 parts_count"}},
		"option twice":  {"A?{=ja ~nein ~nein}", nil, []string{"1 option_twice"}},
		"nine options":  {"A?{=1 ~2 ~3 ~4 ~5 ~6 ~7 ~8 ~9}", nil, []string{"1 parts_count"}},
		"two numbers":   {"A?{#=1 =2}", nil, []string{"1 number_many"}},
		"any number":    {"A?{#=*}", nil, []string{"1 number_any"}},
		"long number":   {"A?{#0.12345678}", nil, []string{"1 number_digits"}},
		"one pair":      {"A?{=a->b}", nil, []string{"1 parts_count"}},
		"same rights":   {"A?{=a->b =c->b}", nil, []string{"1 option_all"}},
		"only patterns": {"A?{=a*b}", nil, []string{"1 spelling_none"}},
		"no text":       {"{=ja ~nein}", nil, []string{"1 text_empty"}},
		"picture":       {"[html]<img src\\=\"a.png\">{=ja ~nein}", nil, []string{"1 text_empty"}},

		"title":        {"\n\n::A {=ja ~nein}", nil, []string{"3 gift_title"}},
		"open":         {"A?{=ja\n~nein\n\nB.", nil, []string{"1 gift_open", "4 kind_description"}},
		"close":        {"A?\n}", nil, []string{"2 gift_close"}},
		"nested":       {"A?{=ja\n~{}}", nil, []string{"2 gift_nested"}},
		"two":          {"A?{=ja ~nein}\n// dazu\nB?{=ja ~nein}", nil, []string{"3 gift_two"}},
		"mark":         {"A?{\nvielleicht =ja ~nein}", nil, []string{"2 gift_mark"}},
		"weight":       {"A?{=ja\n~%150%nein}", nil, []string{"2 gift_weight"}},
		"pair":         {"A?{=a->b\n=c\n=d->e}", nil, []string{"2 gift_pair"}},
		"empty answer": {"A?{=ja\n~ #Nichts.\n}", nil, []string{"2 answer_empty"}},
		"number":       {"A?{#=1\n=viel}", nil, []string{"2 number_form"}},
		"no number":    {"A?{#}", nil, []string{"1 answer_empty"}},
		"encoding":     {"A?\nB\xe4r{=ja ~nein}", nil, []string{"2 file_encoding"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Import([]byte(test.source), sample(), Options{Module: 1, Competence: "4.2"})
			same(t, questions(got), test.want)
			same(t, listed(got.Problems), test.problems)
		})
	}
}

func TestImportHostileXML(t *testing.T) {
	t.Parallel()
	question := `<question type="truefalse"><questiontext><text>A?</text></questiontext><answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>` + "\n"
	tests := map[string]struct {
		source string
		taken  int
		want   string
	}{
		"entities":  {`<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>` + question + `</quiz>`, 0, "1 xml_doctype"},
		"external":  {"<!DOCTYPE quiz SYSTEM \"file:///etc/passwd\">\n<quiz>" + question + "</quiz>", 0, "1 xml_doctype"},
		"unknown":   {"<quiz>" + question + "<question type=\"essay\"><name>&nbsp;</name></question></quiz>", 1, "2 xml_syntax"},
		"deep":      {"<quiz>" + question + strings.Repeat("<a>", 100_000), 1, "2 xml_size"},
		"long":      {"<quiz>" + question + "<question>" + strings.Repeat("<a/>", mostElements+1), 1, "2 xml_size"},
		"cut":       {"<quiz>" + question + "<question type=\"ess", 1, "2 xml_syntax"},
		"unclosed":  {"<quiz>" + question, 1, "2 xml_syntax"},
		"other":     {"<?xml version=\"1.0\"?>\n<html></html>", 0, "2 xml_root"},
		"nothing":   {`<?xml version="1.0"?>`, 0, "1 xml_end"},
		"two roots": {"<quiz>" + question + "</quiz>\n<quiz><a", 1, "3 xml_syntax"},
		"mismatch":  {"<quiz>" + question + "<question></quiz>", 1, "2 xml_syntax"},
		"too large": {"<quiz>" + strings.Repeat(" ", MaxFile), 0, "1 file_size"},
		"nan":       {"<quiz>" + strings.Replace(question, `"100"`, `"NaN"`, 1) + "</quiz>", 0, "1 gift_weight"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Import([]byte(test.source), sample(), Options{Module: 1, Competence: "4.2"})
			told := listed(got.Problems)
			if len(got.Questions) != test.taken || !slices.Equal(told, []string{test.want}) {
				t.Errorf("%d taken, %v", len(got.Questions), told)
			}
		})
	}
}

func TestImportClassroom(t *testing.T) {
	t.Parallel()
	c := sample()
	c.Kind, c.Modules = coursefile.Classroom, nil
	got := Import([]byte("A?{=ja ~nein}\n\nB?{=ja}"), c, Options{Module: 3, Competence: "4.2"})
	same(t, questions(got), []string{"AB-01-Q01 single: A? +ja -nein"})
	same(t, listed(got.Problems), []string{"3 kind_paper"})
	if got.Questions[0].Module != 0 {
		t.Error("a question on paper has a module")
	}
}

func TestImportFull(t *testing.T) {
	t.Parallel()
	c := sample()
	c.Questions = []coursefile.Question{{ID: "AB-01-Q998"}}
	got := Import([]byte("A?{=ja ~nein}\n\nB?{=ja ~nein}"), c, Options{})
	same(t, questions(got), []string{"AB-01-Q999 single: A? +ja -nein"})
	same(t, listed(got.Problems), []string{"3 course_full"})
}
