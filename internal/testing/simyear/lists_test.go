package simyear

import (
	"fmt"
	"strings"

	"zaemme/internal/calendar"
)

// list is HR's staff list of the day: who works there or will, with the exits
// that are known. Somebody who has left stands in it once more, the month after
// not any longer.
func (t *town) list(day calendar.Date) []byte {
	var b strings.Builder
	b.WriteString("Pers.-Nr.;Name;Vorname;E-Mail;OE-Nr.;Direktion;Bereich;Funktion;Pensum;Anstellungsart;Eintritt;Austritt;Vorgesetzte (Pers.-Nr.);Standort\n")
	for _, o := range t.all {
		if o.exit < day {
			continue
		}
		mail, exit, manager := "", "", fmt.Sprintf("%05d", t.boss[o.unit])
		if o.mailbox {
			mail = o.address()
		}
		if o.exit != calendar.Forever {
			exit = german(o.exit)
		}
		if t.leads(o) {
			manager = "00001"
		}
		if o.no == 1 {
			manager = ""
		}
		fmt.Fprintf(&b, "%s;Muster%d;Anna;%s;%d;Direktion Eins;Bereich %d;Sachbearbeitung;%d;%s;%s;%s;%s;Rathaus\n",
			o.number(), o.no, mail, o.unit, o.unit, 60+10*(o.no%5), o.category, german(o.entry), exit, manager)
	}
	return []byte(b.String())
}

func german(d calendar.Date) string {
	year, month, day := d.YMD()
	return fmt.Sprintf("%02d.%02d.%d", day, month, year)
}
