package hrimport_test

import (
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/hrimport"
)

// A list comes as a file or pasted, with titles or without; running numbers and
// signatures are left out where titles say what they are.
func TestReadParticipants(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, content, want string }{
		"with titles":       {"x.csv", "Kurs vom 4.12.\n\nNr;Name;Vorname;Pers.-Nr.;Unterschrift\n1;Muster;Luca;00007;x\n2;Beispiel;Nina;;\n;;;;\n", "4 Muster Luca 00007|5 Beispiel Nina"},
		"one column":        {"x.csv", "Personalnummer\n00007\n00008\n", "2 00007|3 00008"},
		"one column, bare":  {"x.csv", "00007\n00008\n", "1 00007|2 00008"},
		"pasted":            {"", "Muster\tLuca\tWerkdienst\r\nnina@seedorf.example\n\n00012", "1 Muster Luca Werkdienst|2 nina@seedorf.example|4 00012"},
		"pasted, titles":    {"", "E-Mail\tFunktion\nnina@seedorf.example\tChauffeuse", "2 nina@seedorf.example"},
		"pasted, no titles": {"", "Luca Muster\nNina Beispiel", "1 Luca Muster|2 Nina Beispiel"},
	} {
		list, err := hrimport.ReadParticipants(c.file, []byte(c.content))
		var got []string
		for _, one := range list {
			got = append(got, strings.Join(append([]string{string(rune('0' + one.Line))}, one.Cells...), " "))
		}
		if strings.Join(got, "|") != c.want || err != nil {
			t.Errorf("%s: %q, %v", name, strings.Join(got, "|"), err)
		}
	}
	if _, err := hrimport.ReadParticipants("", []byte("\n \t \n")); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("nobody: %v", err)
	}
	if _, err := hrimport.ReadParticipants("", []byte(strings.Repeat("00007\n", 501))); !apperr.Is(err, apperr.TooLarge) {
		t.Errorf("everybody: %v", err)
	}
}
