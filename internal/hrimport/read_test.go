package hrimport

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/sheet/sheettest"
)

const head = "Pers.-Nr.;Name;Vorname;OE-Nr.;Eintritt"

func readCSV(t *testing.T, text string) *File {
	t.Helper()
	f, err := Read("liste.csv", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A synthetic equivalent of the sample: lines above the header, mixed dates and
// percentages, columns to refuse, a hidden sheet that looks better.
func TestReadWorkbookLikeTheSample(t *testing.T) {
	t.Parallel()
	content := sheettest.Build(t,
		sheettest.Sheet{Name: "Anleitung", Rows: [][]any{{"Bitte lesen"}, {"Name", "Bedeutung"}}},
		sheettest.Sheet{Name: "Personalstamm", Rows: [][]any{
			{"Gemeinde Muster · Auszug", nil, sheettest.Formula{Formula: "TODAY()", Result: "46000"}}, {"VERTRAULICH"}, nil,
			{"Pers.-Nr.", "Name", "Vorname", "E-Mail geschäftlich", "Anstellungs-Nr.", "OE-Nr.", "Direktion", "Bereich", "BG %", "Anstellungsart", "Eintritt", "Austritt", "Vorgesetzte (Pers.-Nr.)", "Korrespondenzsprache", "AHV-Nr.", "Geburtsdatum", "Lohnklasse", "PC", "Bemerkung"},
			{"00005", "Erni  ", " Selina\u00A0", "Selina.Erni@Muster.example", "1", 1110, "Präsidiales", "Kanzlei", "40%", "unbefristet", sheettest.Date(1992, 7, 1), nil, nil, "de", "756.9217.0769.85", sheettest.Date(1970, 1, 1), "19", "ja", "756.9217.0769.85"},
			{12, "Mu\u0308ller", "Rene\u0301", "-", "1", "1110", "Präsidiales", "Kanzlei", 0.8, "Stundenlohn", "01.02.2015", "31.12.9999", 5, "FR", "756.9217.0769.85", nil, 3, nil, nil},
			{"00014", "Duss", "Lea", nil, "1", "1110", "Präsidiales", "Kanzlei", sheettest.Percent(0.6), "Lernende/r", "2024-08-01 00:00:00", "31.7.27", "Erni Selina", "italienisch", nil, nil, nil, "nein", nil},
			{"Total", nil},
		}},
		sheettest.Sheet{Name: "Alt", Hidden: true, Rows: [][]any{{"Pers.-Nr.", "Name", "Vorname", "E-Mail", "Login", "OE-Nr.", "Direktion", "Bereich", "BG %", "Anstellungsart", "Eintritt", "Austritt", "Vorgesetzte", "Stellvertretung", "Sprache", "Standort", "Funktion", "PC", "Anstellung"}, {"1"}}},
	)
	f, err := Read("x.xlsx", content, nil)
	if err != nil {
		t.Fatal(err)
	}
	forty, eighty, sixty, yes, no := 40.0, 80.0, 60.0, true, false
	kanzlei := []string{"Präsidiales", "Kanzlei"}
	want := []Row{
		{Line: 5, PersonnelNo: "00005", LastName: "Erni", FirstName: "Selina", Email: "selina.erni@muster.example", EmploymentNo: "1", UnitCode: "1110", UnitNames: kanzlei, Pensum: &forty, Category: people.Permanent, EntryOn: calendar.NewDate(1992, 7, 1), ExitOn: calendar.Forever, Language: "de", HasPC: &yes},
		{Line: 6, PersonnelNo: "00012", LastName: "Müller", FirstName: "René", EmploymentNo: "1", UnitCode: "1110", UnitNames: kanzlei, Pensum: &eighty, Category: people.Hourly, EntryOn: calendar.NewDate(2015, 2, 1), ExitOn: calendar.Forever, ManagerNo: "00005", Language: "fr"},
		{Line: 7, PersonnelNo: "00014", LastName: "Duss", FirstName: "Lea", EmploymentNo: "1", UnitCode: "1110", UnitNames: kanzlei, Pensum: &sixty, Category: people.Apprentice, EntryOn: calendar.NewDate(2024, 8, 1), ExitOn: calendar.NewDate(2027, 7, 31), ManagerNo: "00005", Language: "it", HasPC: &no},
	}
	if diff := cmp.Diff(want, f.Rows); diff != "" {
		t.Error(diff)
	}
	problems := []string{
		"4O warning forbidden_column", "4P warning forbidden_column", "4Q warning forbidden_column", "4S warning forbidden_column",
		"6A warning padded", "7M warning person_by_name", "8 warning line_skipped",
	}
	if diff := cmp.Diff(problems, short(f.Problems)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"AHV-Nr.", "Bemerkung", "Geburtsdatum", "Lohnklasse"}, f.Forbidden); diff != "" {
		t.Error(diff)
	}
	noAHV(t, f)
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]Field{
		"Pers.-Nr.": fieldPersonnel, "PERSONALNUMMER": fieldPersonnel, "MA-Nr.": fieldPersonnel, "Pers.Nr": fieldPersonnel, " Personal-Nr. ": fieldPersonnel,
		"Name": fieldLastName, "Nachname": fieldLastName, "Name Mitarbeiter/in": fieldLastName, "Name (Mitarbeitende)": fieldLastName, "Vorname": fieldFirstName,
		"E-Mail geschäftlich": fieldEmail, "E-Mail": fieldEmail, "Mail": fieldEmail, "E-Mail-Adresse": fieldEmail, "E-Mail (geschäftlich)": fieldEmail,
		"BG %": fieldPensum, "Pensum in %": fieldPensum, "Beschäftigungsgrad": fieldPensum, "Beschaeftigungsgrad aktuell": fieldPensum, "Stellenprozent": fieldPensum,
		"Vorgesetzte (Pers.-Nr.)": fieldManager, "Vorgesetzte/r": fieldManager, "Vorgesetzten-Nr.": fieldManager, "Linienvorgesetzte": fieldManager,
		"Pers.-Nr. Vorgesetzte/r": fieldManager, "Personalnummer (Vorgesetzte)": fieldManager, "Direkte/r Vorgesetzte/r": fieldManager, "E-Mail Vorgesetzte": "",
		"Stellvertretung": fieldDeputy, "Stellvertretung (Pers.-Nr.)": fieldDeputy,
		"OE-Nr.": fieldUnitCode, "OE": fieldUnit, "Kostenstelle": fieldUnit, "KST": fieldUnit, "Organisationseinheit": fieldUnitName, "Direktion": fieldUnitName,
		"Eintritt": fieldEntry, "Eintrittsdatum": fieldEntry, "Eintritt am": fieldEntry, "befristet bis": fieldExit, "Austritt per": fieldExit,
		"Anstellungs-Nr.": fieldEmployment, "Vertrag-Nr.": fieldEmployment, "Anstellungsart": fieldCategory, "Kürzel": fieldLogin, "Arbeitsort": fieldSite,
		"Korrespondenzsprache": fieldLanguage, "PC ja/nein": fieldPC, "Bemerkungen": "", "": "", "%": "",
	} {
		if got, _ := staff.recognise(header); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
	for header, want := range map[string]refused{
		"AHV-Nr.": refusedAHV, "AHVN13": refusedAHV, "Sozialversicherungsnummer": refusedAHV, "Geb.-Datum": refusedBirthDate, "Geburtstag": refusedBirthDate,
		"Lohnklasse": refusedSalary, "Jahresgehalt": refusedSalary, "Konfession": refusedConfession, "Zivilstand": refusedCivilStatus,
		"Nationalität": refusedNationality, "IBAN Lohnkonto": refusedSalary, "IBAN": refusedIBAN, "Adresse": refusedPrivate, "E-Mail privat": refusedPrivate,
		"PLZ/Ort": refusedPrivate, "Absenzgrund": refusedAbsenceReason,
		"E-Mail-Adresse": "", "Arbeitsort": "", "Name": "", "Kostenstelle": "", "Standort": "",
	} {
		if got := forbiddenHeader(header); got != want {
			t.Errorf("%q is refused as %q, want %q", header, got, want)
		}
	}
}

func TestForbiddenText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]refused{
		"756.9217.0769.85": refusedAHV, "7569217076985": refusedAHV, "AHV 756 9217 0769 85 (alt)": refusedAHV, "756-9217-0769-85": refusedAHV,
		"756. 9217. 0769. 85": refusedAHV, "756 – 9217 – 0769 – 85": refusedAHV, "756.9217.\u200b0769.85": refusedAHV, "７５６.９２１７.０７６９.８５": refusedAHV,
		"756.9217.0769.84": refusedAHV, "123.45.678.113": refusedAHV, "Tel. 1, 756.9217.0769.85": refusedAHV,
		"7569217076984": "", "17569217076985": "", "75692170769851": "", "041 268 01 11": "", "00005": "", "Bereich 3120": "",
		"CH93 0076 2011 6238 5295 7": refusedIBAN, "CH9300762011623852957": refusedIBAN, "CH94 0076 2011 6238 5295 7": "", "SCHULE CHAM 1234567890123456": "",
	} {
		if got := forbiddenText(text); got != want {
			t.Errorf("%q is refused as %q, want %q", text, got, want)
		}
	}
}

// An AHV number anywhere in any column is in nothing that is returned.
func TestPlantedNumberLeavesNoTrace(t *testing.T) {
	t.Parallel()
	headers := []string{"Pers.-Nr.", "Name", "Vorname", "E-Mail", "Login", "Anstellungs-Nr.", "OE-Nr.", "Direktion", "Standort", "Funktion", "BG", "Anstellungsart", "Eintritt", "Austritt", "Vorgesetzte", "Stellvertretung", "Sprache", "PC", "Notiz"}
	for i := range headers {
		for _, planted := range []string{"756.9217.0769.85", "7569217076985", "Muster 756.9217.0769.85"} {
			row := []string{"00001", "Muster", "Andrea", "a@b.example", "amu", "1", "3120", "Bau", "Werkhof", "Werkdienst", "80", "unbefristet", "01.01.2020", "", "00002", "", "de", "ja", "x"}
			row[i] = planted
			other := strings.Join([]string{"00002", "Beispiel", "Luca", "", "", "1", "3120", "Bau", "Werkhof", "Werkdienst", "80", "unbefristet", "01.01.2020", "", "", "", "de", "ja", "x"}, ";")
			f := readCSV(t, strings.Join(headers, ";")+"\n"+other+"\n"+strings.Join(row, ";"))
			noAHV(t, f)
			said := strings.Join(short(f.Problems), "\n")
			if !strings.Contains(said, "3"+string(rune('A'+i))+" warning forbidden_cell") && !strings.Contains(said, "1S warning forbidden_column") {
				t.Errorf("column %s: not reported: %s", headers[i], said)
			}
		}
	}
	f := readCSV(t, head+";756.9217.0769.85\n1;A;B;1;1.1.2020;x\n")
	noAHV(t, f)
}

func TestDates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"01.03.2021": "2021-03-01", "1.3.21": "2021-03-01", "1.3.99": "1999-03-01", "2021-03-01": "2021-03-01", "2021-03-01T00:00:00": "2021-03-01",
		"01.03.2021 00:00": "2021-03-01", "1/3/2021": "2021-03-01", "20210301": "2021-03-01", "44256": "2021-03-01", "01. 03. 2021": "2021-03-01", "29.02.2024": "2024-02-29",
		"29.02.2023": "error", "31.11.2026": "error", "00.01.2020": "error", "12/31/2026": "error", "1.1.1066": "error", "1.1.2600": "error", "morgen": "error", "2020": "error", "1.2": "error",
	} {
		f := readCSV(t, head+"\n1;A;B;1;"+text)
		got := f.Rows[0].EntryOn.String()
		if len(f.Problems) == 1 && f.Problems[0].Key == keyDate && f.Problems[0].Severity == severe && f.Problems[0].Letter() == "E" {
			got += "error"
		}
		if got != want || len(f.Problems) > 1 {
			t.Errorf("%q: %s, want %s; %v", text, got, want, short(f.Problems))
		}
	}
	for text, want := range map[string]calendar.Date{"": calendar.Forever, "31.12.9999": calendar.Forever, "offen": calendar.Forever, "-": calendar.Forever, "00.00.0000": calendar.Forever, "31.12.2027": calendar.NewDate(2027, 12, 31)} {
		f := readCSV(t, head+";Austritt\n1;A;B;1;1.1.2020;"+text)
		if f.Rows[0].ExitOn != want || len(f.Problems) > 0 {
			t.Errorf("exit %q: %s %v", text, f.Rows[0].ExitOn, short(f.Problems))
		}
	}
	if f := readCSV(t, head+"\n1;A;B;1;1.1.2020"); f.Rows[0].ExitOn != 0 {
		t.Error("an exit without a column")
	}
}

func TestPensum(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"80": "80", "80.00": "80", "80%": "80", "80 %": "80", "0.8": "80", "80,5": "80.5", "0,805": "80.5", "100": "100", "33.333": "33.33",
		"": "nil", "0": "nil", "-": "nil", "Stundenlohn": "nil", "1": "1 pensum_one", "101": "nil pensum", "8h": "nil pensum", "-5": "nil pensum", "1%": "1", "1.2.3": "nil pensum", "1e2": "nil pensum",
	} {
		f := readCSV(t, head+";Pensum\n9;A;B;1;1.1.2020;50\n1;A;B;1;1.1.2020;"+text)
		got := "nil"
		if p := f.Rows[1].Pensum; p != nil {
			got = fmt.Sprint(*p)
		}
		for _, p := range f.Problems {
			got += " " + p.Key[len("import.problem."):]
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	f := readCSV(t, head+";Pensum\n1;A;B;1;1.1.2020;1\n2;A;B;1;1.1.2020;0.5")
	if *f.Rows[0].Pensum != 100 || *f.Rows[1].Pensum != 50 || len(f.Problems) != 0 {
		t.Errorf("a column of fractions: %v", f.Rows)
	}
}

func TestCategoriesAndLanguages(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]people.Category{
		"unbefristet": people.Permanent, "Festangestellt": people.Permanent, "befristet (Projekt)": people.FixedTerm, "Stundenlohn": people.Hourly, "Aushilfe": people.Hourly,
		"Lernende": people.Apprentice, "Lernende/r KV": people.Apprentice, "Praktikant/in": people.Intern, "Zivildienst": people.CivilianService, "Temporär": people.Agency,
		"Behördenmitglied": people.Official, "Gemeinderat": people.Official, "Extern": people.External, "Externe/r": people.External, "Lehrperson": people.Teacher,
		"Miliz": people.Militia, "Feuerwehr": people.Militia, "Quereinstieg": "",
	} {
		f := readCSV(t, head+";Anstellungsart\n1;A;B;1;1.1.2020;"+text)
		if f.Rows[0].Category != want || (len(f.Problems) == 1) != (want == "") {
			t.Errorf("%q is %q, %v", text, f.Rows[0].Category, short(f.Problems))
		}
	}
	for text, want := range map[string]string{"D": "de", "Deutsch": "de", "de-CH": "de", "de_CH": "de", "Français": "fr", "I": "it", "Englisch": "en", "Romanisch": ""} {
		f := readCSV(t, head+";Sprache\n1;A;B;1;1.1.2020;"+text)
		if f.Rows[0].Language != want || (len(f.Problems) == 1) != (want == "") {
			t.Errorf("%q is %q, %v", text, f.Rows[0].Language, short(f.Problems))
		}
	}
}

func TestUnits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		headers, cells, code string
		names                []string
	}{
		"code and names":    {"OE-Nr.;Direktion;Departement;Bereich", "1110;P;K;Kanzlei", "1110", []string{"P", "K", "Kanzlei"}},
		"a missing level":   {"OE-Nr.;Direktion;Departement;Bereich", "1110;P;K;", "1110", []string{"P", "K"}},
		"from below":        {"Bereich;Abteilung;Direktion", "a;b;c", "", []string{"c", "b", "a"}},
		"Kriens":            {"Departement;Abteilung;Bereich", "a;b;c", "", []string{"a", "b", "c"}},
		"Horw":              {"Bereich;Abteilung;Team", "a;b;c", "", []string{"a", "b", "c"}},
		"code by its value": {"Kostenstelle;Abteilung", "3120;Werkdienst", "3120", []string{"Werkdienst"}},
		"name by its value": {"Kostenstelle", "Werkdienst Ost", "", []string{"Werkdienst Ost"}},
		"both in one":       {"OE", "3120 Werkdienst", "3120", []string{"Werkdienst"}},
		"two codes":         {"OE-Nr.;KST", "3120;4711", "3120", nil},
		"code as name":      {"Abteilung", "3120", "3120", nil},
	} {
		f := readCSV(t, "Pers.-Nr.;Name;Vorname;Eintritt;"+c.headers+"\n1;A;B;1.1.2020;"+c.cells)
		if len(f.Rows) != 1 || f.Rows[0].UnitCode != c.code || !cmp.Equal(f.Rows[0].UnitNames, c.names) || !f.Has(fieldUnit) {
			t.Errorf("%s: %+v %v", name, f.Rows, short(f.Problems))
		}
	}
}

func TestPersonnelNumbers(t *testing.T) {
	t.Parallel()
	row := func(no any) []any { return []any{no, "A", "B", "1", "1.1.2020", nil} }
	header := []any{"Pers.-Nr.", "Name", "Vorname", "OE-Nr.", "Eintritt", "Vorgesetzte"}
	for name, c := range map[string]struct {
		numbers  []any
		want     string
		problems []string
	}{
		"padded":           {[]any{"00012", "00123", 5}, "00012 00123 00005", []string{"4A warning padded"}},
		"lengths differ":   {[]any{"00012", "0123", 5}, "00012 0123 5", []string{"4A warning unpadded"}},
		"no zeros":         {[]any{"10012", "10123", 5}, "10012 10123 5", nil},
		"all numbers":      {[]any{12, 123456}, "12 123456", nil},
		"no whole number":  {[]any{"00012", 12.5}, "00012 12.5", []string{"3A error personnel_no"}},
		"words":            {[]any{"00012", "zwölf und mehr"}, "00012", []string{"3A error personnel_no"}},
		"letters in front": {[]any{"E-012", "E-013"}, "E-012 E-013", nil},
	} {
		rows := [][]any{header}
		for _, no := range c.numbers {
			rows = append(rows, row(no))
		}
		f, err := Read("x.xlsx", sheettest.Build(t, sheettest.Sheet{Name: "x", Rows: rows}), nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range f.Rows {
			got = append(got, r.PersonnelNo)
		}
		if strings.Join(got, " ") != c.want || !cmp.Equal(short(f.Problems), c.problems) {
			t.Errorf("%s: %v, %v", name, got, short(f.Problems))
		}
	}
}

func TestManagersByName(t *testing.T) {
	t.Parallel()
	f := readCSV(t, head+";Vorgesetzte;Stellvertretung\n"+
		"00001;Müller-Zgraggen;René;1;1.1.2020;;Niemand Da\n"+
		"00002;Duss;Lea;1;1.1.2020;rene mueller zgraggen;1\n"+
		"00003;Duss;Lea;1;1.1.2020;Müller-Zgraggen, René;\n"+
		"00004;Erni;Urs;1;1.1.2020;Lea Duss;Lea Duss (00003)\n"+
		"00005;Wyss;Ana;1;1.1.2020;99999;00001 Müller-Zgraggen René\n")
	got := ""
	for _, r := range f.Rows {
		got += r.ManagerNo + "/" + r.DeputyNo + " "
	}
	if got != "/ 00001/00001 00001/ /00003 99999/00001 " {
		t.Error(got)
	}
	if diff := cmp.Diff([]string{"2G warning person_name", "3F warning person_by_name", "4F warning person_by_name", "5F warning person_name"}, short(f.Problems)); diff != "" {
		t.Error(diff)
	}
}

func TestMapping(t *testing.T) {
	t.Parallel()
	text := "ID;Familie;Rufname;Einheit;Seit;Lohn;Funktion\n7;A;B;X Y;1.1.2020;9;F"
	mapping := Mapping{"id": fieldPersonnel, "FAMILIE": fieldLastName, "Einheit": fieldUnitName, "Seit": fieldEntry, "Lohn": fieldFunction, "Funktion": Ignore}
	f, err := Read("x.csv", []byte(text), mapping)
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{{Line: 2, PersonnelNo: "7", LastName: "A", FirstName: "B", UnitNames: []string{"X Y"}, EntryOn: calendar.NewDate(2020, 1, 1)}}
	if diff := cmp.Diff(want, f.Rows); diff != "" {
		t.Error(diff)
	}
	if !cmp.Equal(f.Forbidden, []string{"Lohn"}) || !cmp.Equal(f.Unknown, []string{"Funktion"}) || f.Has(fieldFunction) {
		t.Errorf("%q %q", f.Forbidden, f.Unknown)
	}
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	good := "1;A;B;1;1.1.2020"
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"header only":        {head, []string{"1 error header_only"}},
		"no header":          {"a;b\nc;d\n", []string{"0 error no_header"}},
		"titles of its own":  {"Nr;Familie;Ruf;Seit\n1;A;B;1.1.2020", []string{"0 error no_header"}},
		"departments":        {"OE-Nr.;Bezeichnung;Leitung\n1;A;7", []string{"0 error tree_list"}},
		"list of absences":   {"Pers.-Nr.;von;bis;Absenzgrund\n1;1.1.2026;;x", []string{"0 error absence_list"}},
		"formula as text":    {head + "\n1;=HYPERLINK(A1);@x;1;1.1.2020", []string{"2B error formula_text", "2C error formula_text"}},
		"missing columns":    {"Pers.-Nr.;Name\n1;A", []string{"1 error column_missing", "1 error column_missing", "1 error column_missing"}},
		"missing cells":      {head + "\n;A;B;1;1.1.2020\n2;;B;1;\n" + good, []string{"2A error missing", "3B error missing", "3E error missing"}},
		"long name":          {head + "\n1;" + strings.Repeat("x", 5000) + ";B;1;1.1.2020", []string{"2B error too_long"}},
		"longer name":        {head + "\n1;" + strings.Repeat("x", 5001) + ";B;1;1.1.2020", []string{"2B error cut", "2B error too_long"}},
		"nul":                {head + "\n1;A\x00;B;1;1.1.2020", []string{"2B error control"}},
		"shifted":            {head + "\n1;A;B;1;1.1.2020;x", []string{"2F error columns_shifted"}},
		"footer and total":   {head + "\n" + good + "\nEnde der Liste\n", []string{"3 warning line_skipped"}},
		"header again":       {head + "\n" + good + "\n" + head + "\n2;A;B;1;1.1.2020", nil},
		"two columns":        {head + ";Eintritt\n" + good + ";2.2.2021", []string{"1F warning column_twice"}},
		"mail":               {head + ";E-Mail\n" + good + ";a@b\n", []string{"2F warning email"}},
		"open entry":         {head + "\n1;A;B;1;31.12.9999", []string{"2E error date"}},
		"unclosed quotation": {head + "\n1;\"A;B;1;1.1.2020\n" + good, []string{"2B error quote", "2C error missing", "2E error missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := readCSV(t, c.content)
			if diff := cmp.Diff(c.want, short(f.Problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
	many := readCSV(t, head+strings.Repeat("\n1;A;B;1;x", 2000))
	if n := len(many.Problems); n != maxProblems+1 || many.Problems[0].Key != keyMore || many.Problems[0].Severity != severe {
		t.Errorf("%d problems, first %v", n, many.Problems[0])
	}
	if _, err := Read("x.xlsx", []byte("a;b\n1;2"), nil); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("text that is called a workbook: %v", err)
	}
	if _, err := Read("x.xlsx", []byte("PK\x03\x04"), nil); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("no zip: %v", err)
	}
}

func TestFormulaCells(t *testing.T) {
	t.Parallel()
	f, err := Read("x.xlsx", sheettest.Build(t, sheettest.Sheet{Name: "x", Rows: [][]any{
		{"Pers.-Nr.", "Name", "Vorname", "OE-Nr.", "Eintritt", "Notiz"},
		{"00001", sheettest.Formula{Formula: `"A"`, Result: "A"}, "B", "1", sheettest.Formula{Formula: "TODAY()", Result: "46000"}, sheettest.Formula{Formula: "1", Result: "1"}},
		{"00002", "A", "B", sheettest.Failure("#REF!"), "1.1.2020", nil},
	}}), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2B error formula", "2E error formula", "3D error error_cell"}, short(f.Problems)); diff != "" {
		t.Error(diff)
	}
	if f.Rows[0].LastName != "" || f.Rows[0].EntryOn != 0 {
		t.Errorf("a formula's result was taken: %+v", f.Rows[0])
	}
}

func TestReadAbsences(t *testing.T) {
	t.Parallel()
	f, err := ReadAbsences("x.csv", []byte("Absenzen 2026\n\nPers.-Nr.;von;bis;Grund;Notiz\n00001;1.1.2026;31.1.2026;krank;x\n00002;1.2.2026;;;\n00003;5.2.2026;1.2.2026;;\n;1.2.2026;;;\n00004;;2.2.2026;;\n00005;31.2.2026;;;\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []Absence{
		{Line: 4, PersonnelNo: "00001", From: calendar.NewDate(2026, 1, 1), To: calendar.NewDate(2026, 1, 31)},
		{Line: 5, PersonnelNo: "00002", From: calendar.NewDate(2026, 2, 1), To: calendar.Forever},
	}
	if diff := cmp.Diff(want, f.Absences); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"3D warning forbidden_column", "6C error absence_reversed", "7 warning line_skipped", "8B error missing", "9B error date"}, short(f.Problems)); diff != "" {
		t.Error(diff)
	}
	text, _ := json.Marshal(f)
	if strings.Contains(string(text), "krank") {
		t.Error("the reason was kept")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(head+"\n1;A;B;1;1.1.2020", "Name")
	f.Add("Pers.-Nr.;von;bis\n1;1.1.2020;", "von")
	f.Add("x\n\nPers.-Nr.;Name;Vorname;OE;Direktion;Eintritt;BG;Vorgesetzte;AHV\n\"1;2\";A;B;1 x;y;44256;0,8;B A;756.9217.0769.85", "OE")
	f.Fuzz(func(t *testing.T, content, header string) {
		file, err := Read("x.csv", []byte(content), Mapping{header: fieldLastName})
		if err != nil {
			if apperr.KindOf(err) == apperr.Internal {
				t.Fatal(err)
			}
			return
		}
		for _, row := range file.Rows {
			if row.PersonnelNo == "" || row.Line < 2 {
				t.Fatalf("%+v", row)
			}
			for _, text := range []string{row.PersonnelNo, row.LastName, row.FirstName, row.Email, row.Login, row.EmploymentNo, row.UnitCode, row.Site, row.Function, row.ManagerNo, row.DeputyNo} {
				if forbiddenText(text) != "" || len([]rune(text)) > 254 || text != strings.TrimSpace(text) {
					t.Fatalf("line %d: %q", row.Line, text)
				}
			}
		}
		if _, err := ReadAbsences("x.csv", []byte(content), nil); err != nil && apperr.KindOf(err) == apperr.Internal {
			t.Fatal(err)
		}
	})
}

func FuzzHeader(f *testing.F) {
	for _, seed := range []string{"Vorgesetzte (Pers.-Nr.)", "E-Mail geschäftlich", "BG %", "((", "AHV-Nr."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		field, rank := staff.recognise(header)
		if field == "" && rank < 0 || Normalise(Normalise(header)) != Normalise(header) {
			t.Fatalf("%q: %q %d", header, field, rank)
		}
		_ = forbiddenHeader(header)
		_ = forbiddenText(header)
	})
}
