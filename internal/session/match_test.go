package session

import (
	"strings"
	"testing"
)

var staffOf = []Candidate{
	{ID: 1, LastName: "Muster", FirstName: "Luca", PersonnelNo: "00007", Email: "luca.muster@seedorf.example", Department: "Werkdienst"},
	{ID: 2, LastName: "Muster", FirstName: "Luca", PersonnelNo: "00012", Department: "Steuern"},
	{ID: 3, LastName: "von Arx-Rölli", FirstName: "Fatima Lea", PersonnelNo: "00003", Department: "Kanzlei"},
	{ID: 4, LastName: "Beispiel", FirstName: "Nina", PersonnelNo: "1", Department: "Soziale Dienste"},
	{ID: 5, LastName: "Keller", FirstName: "Beat", Department: "Werkdienst"},
}

// Each line names one person without doubt, or those it may mean are asked back, or
// nobody is found; a running number never makes somebody of a line.
func TestWhomALineMeans(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"00007":                       "=1",
		"7":                           "=1",
		"luca.muster@SEEDORF.example": "=1",
		"Muster\tLuca":                "?1 2",
		"Muster\tLuca\tSteuern":       "=2",
		"Luca Muster\t12":             "=2",
		"Luca Muster, Werkdienst":     "=1",
		"Fatima von Arx-Rölli":        "=3",
		"von Arx Rölli\tFatima":       "=3",
		"1\tKeller\tBeat":             "=5",
		"1\tBeispiel\tNina":           "=4",
		"Beispiel Nina\tSteuern":      "?4",
		"Beispiel Nina\tSoziale D.":   "=4",
		"Beispiel":                    "?4",
		"Arx Fatima":                  "",
		"Nina":                        "",
		"Beispiel Nina\t00007":        "=4",
		"7\tluca.muster@seedorf.example\tNiemand": "=1",
		"": "",
	} {
		m := match(ListLine{Cells: strings.Split(line, "\t")}, staffOf)
		got := ""
		if m.Meant != nil {
			got = "=" + id(*m.Meant)
		}
		for i, one := range m.Perhaps {
			got += []string{"?", " "}[min(i, 1)] + id(one)
		}
		if got != want {
			t.Errorf("%q means %q, want %q", line, got, want)
		}
	}
}

func id(c Candidate) string { return string(rune('0' + c.ID)) }
