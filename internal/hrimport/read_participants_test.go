package hrimport_test

import (
	"slices"
	"testing"

	"zaemme/internal/hrimport"
)

// The numbers are found whatever stands beside them, each once.
func TestReadParticipants(t *testing.T) {
	t.Parallel()
	list, found, err := hrimport.ReadParticipants("teilnehmende.csv", []byte("Nr;Name;Pers.-Nr.;Unterschrift\n1;Muster Luca;00007;x\n2;Beispiel Nina;00012;\n3;Muster Luca;00007;x\n4;Ohne Nummer;;\n"))
	if err != nil || !slices.Equal(list, []string{"00007", "00012"}) {
		t.Errorf("%v, %+v, %v", list, found, err)
	}
	if list, _, err := hrimport.ReadParticipants("x.csv", []byte("Personalnummer\n00007\n00008\n")); err != nil || len(list) != 2 {
		t.Errorf("one column alone: %v, %v", list, err)
	}
	if list, found, err := hrimport.ReadParticipants("x.csv", []byte("Name;Vorname\nMuster;Luca\n")); err == nil && len(list) != 0 {
		t.Errorf("no numbers: %v, %+v", list, found)
	}
}
