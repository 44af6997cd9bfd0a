package story_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet/sheettest"
)

// employee is one line of the staff list of an invented municipality.
type employee struct {
	no, last, first string
	pc              bool
	unit            string // code of a unit
	function        string
	category        string
	pensum          string
	entry, exit     calendar.Date
	manager         string
}

func (e employee) email() string {
	if !e.pc {
		return ""
	}
	plain := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "é", "e", " ", "")
	return plain.Replace(strings.ToLower(e.first+"."+e.last)) + "@seedorf.example"
}

type unit struct{ code, direktion, depto, bereich, site string }

var units = []unit{
	{"1110", "Präsidiales", "Kanzlei und Informatik", "Gemeindekanzlei", "Gemeindehaus"},
	{"1120", "Präsidiales", "Kanzlei und Informatik", "Informatik", "Gemeindehaus"},
	{"1310", "Präsidiales", "Personal", "Personaldienst", "Gemeindehaus"},
	{"2110", "Finanzen", "Steuern", "Steueramt", "Gemeindehaus"},
	{"3210", "Bau und Umwelt", "Werkhof", "Strassenunterhalt", "Werkhof"},
	{"3220", "Bau und Umwelt", "Liegenschaften", "Reinigung", "Schulhaus Bühl"},
}

func unitOf(code string) unit {
	for _, u := range units {
		if u.code == code {
			return u
		}
	}
	panic("no unit " + code)
}

// The people whom the story follows.
const (
	learnerNo = "20003" // works at the tax office, has a PC
	managerNo = "20001" // leads the tax office
	moverNo   = "40004" // cleans without a PC, then works at the chancellery with one
	leaverNo  = "20005"
	joinerNo  = "20077"
)

// staffOf is the staff of a small municipality: 41 people in six units, 12 of
// them without a PC.
func staffOf(entry calendar.Date) []employee {
	firsts := []string{"Ursina", "Reto", "Nadja", "Silvan", "Mirjam", "Beat", "Corinne", "Jürg", "Ladina", "Flavio"}
	lasts := []string{"Probst", "Zurbrügg", "Amherd-Test", "Hölzli", "Ränggli", "Müsterli", "Täschler", "Bühlwald", "Chrischte", "Sägesser"}
	var staff []employee
	for u, size := range []int{7, 6, 5, 8, 7, 8} {
		group := map[string]int{"1110": 10000, "1120": 12000, "1310": 14000, "2110": 20000, "3210": 30000, "3220": 40000}[units[u].code]
		head := fmt.Sprintf("%05d", group+1)
		for i := range size {
			e := employee{
				no: fmt.Sprintf("%05d", group+1+i), last: lasts[(u+i)%10], first: firsts[i], pc: true, unit: units[u].code,
				function: "Sachbearbeitung", category: "unbefristet", pensum: fmt.Sprint(100 - 10*(i%5)), entry: entry.AddDays(-400 * (i + 1)), manager: head,
			}
			switch {
			case i == 0:
				e.function, e.manager, e.pensum = "Leitung", "10001", "100"
			case units[u].code == "3220", units[u].code == "3210" && i > 1:
				e.pc, e.function = false, "Betrieb"
			case i == size-1:
				e.category, e.function, e.pensum = "Lernende", "Lernende Person", "100"
			}
			staff = append(staff, e)
		}
	}
	staff[0].manager = ""
	return staff
}

// person of the list with the number.
func person(staff []employee, no string) *employee {
	for i := range staff {
		if staff[i].no == no {
			return &staff[i]
		}
	}
	panic("nobody has number " + no)
}

var staffHeader = []string{
	"Pers.-Nr.", "Name", "Vorname", "E-Mail geschäftlich", "OE-Nr.", "Direktion", "Departement", "Bereich", "Funktion", "BG %",
	"Anstellungsart", "Eintritt", "Austritt", "Vorgesetzte (Pers.-Nr.)", "Standort", "Korrespondenzsprache",
}

func german(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format("02.01.2006")
}

func (e employee) cells() []string {
	u := unitOf(e.unit)
	return []string{
		e.no, e.last, e.first, e.email(), u.code, u.direktion, u.depto, u.bereich, e.function, e.pensum,
		e.category, german(e.entry), german(e.exit), e.manager, u.site, "de",
	}
}

// staffWorkbook is the list as a payroll system exports it: three lines above the
// header, dates as dates, percentages as such, and columns that nobody may read.
func staffWorkbook(t *testing.T, staff []employee) []byte {
	t.Helper()
	header := make([]any, 0, len(staffHeader)+3)
	for _, h := range append(append([]string{}, staffHeader...), "AHV-Nr.", "Geburtsdatum", "Lohnklasse") {
		header = append(header, h)
	}
	rows := [][]any{{"Gemeinde Seedorf · Personalstamm"}, {"VERTRAULICH"}, nil, header}
	for i, e := range staff {
		var row []any
		for column, text := range e.cells() {
			switch {
			case text == "":
				row = append(row, nil)
			case column == 9:
				var percent float64
				_, _ = fmt.Sscan(text, &percent) // written above
				row = append(row, sheettest.Percent(percent/100))
			case column == 11 || column == 12:
				day := e.entry
				if column == 12 {
					day = e.exit
				}
				y, m, d := day.YMD()
				row = append(row, sheettest.Date(y, m, d))
			default:
				row = append(row, text)
			}
		}
		rows = append(rows, append(row, fmt.Sprintf("756.1111.%04d.0%d", i, i%10), sheettest.Date(1980, 1, 1+i%28), fmt.Sprint(8+i%10)))
	}
	return sheettest.Build(t, sheettest.Sheet{Name: "Personalstamm", Rows: rows})
}

// staffCSV is the list as Windows-1252 with semicolons.
func staffCSV(t *testing.T, staff []employee) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(strings.Join(staffHeader, ";") + "\r\n")
	for _, e := range staff {
		b.WriteString(strings.Join(e.cells(), ";") + "\r\n")
	}
	text, err := charmap.Windows1252.NewEncoder().Bytes(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// nextMonth is the list a month later: somebody joins, somebody moves from
// cleaning to the chancellery and gets a PC, somebody leaves.
func nextMonth(staff []employee, first calendar.Date) []employee {
	staff = append([]employee{}, staff...)
	mover := person(staff, moverNo)
	mover.unit, mover.function, mover.pc, mover.manager = "1110", "Sachbearbeitung", true, "10001"
	person(staff, leaverNo).exit = first - 1
	return append(staff, employee{
		no: joinerNo, last: "Neumatt", first: "Gian", pc: true, unit: "2110", function: "Sachbearbeitung", category: "unbefristet",
		pensum: "80", entry: first, manager: managerNo,
	})
}
