package hrimport

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Beside the fields of Row, columns can mean these.
const (
	fieldUnitCode Field = "unit_code"
	fieldUnitName Field = "unit_name" // several columns, from the top of the tree down
	fieldFrom     Field = "from"      // absences only
	fieldTo       Field = "to"        // absences only
	// Of a list of departments only.
	fieldName       Field = "name"
	fieldParent     Field = "parent" // code or name
	fieldHead       Field = "head_no"
	fieldHeadDeputy Field = "head_deputy_no"
	fieldValidFrom  Field = "valid_from"
	// Ignore in a Mapping leaves a column out.
	Ignore Field = "-"
)

// Fields are what the columns of a staff list can be mapped to by hand; «unit»
// is a column of codes or names, as its values show.
func Fields() []Field {
	return []Field{
		fieldPersonnel, fieldLastName, fieldFirstName, fieldEmail, fieldLogin, fieldEmployment, fieldUnitCode, fieldUnitName, fieldUnit,
		fieldSite, fieldFunction, fieldPensum, fieldCategory, fieldEntry, fieldExit, fieldManager, fieldDeputy, fieldLanguage, fieldPC,
		fieldTags, fieldTrainer, Ignore,
	}
}

// FieldsOf are what the columns of a list can be mapped to by hand.
func FieldsOf(list List) []Field {
	switch list {
	case Absences:
		return []Field{fieldPersonnel, fieldFrom, fieldTo, Ignore}
	case Numbers:
		return []Field{fieldOldNumber, fieldNewNumber, Ignore}
	case Tree:
		return []Field{fieldUnitCode, fieldName, fieldParent, fieldHead, fieldHeadDeputy, fieldValidFrom, Ignore}
	default:
		return Fields()
	}
}

// Mapping says by hand what a header means. Headers are compared as
// Normalise does. It overrides the synonyms, but a forbidden column stays out.
type Mapping map[string]Field

// schema is the table that is looked for.
type schema struct {
	synonyms map[Field][]string // normalised; the earlier one wins over a later one
	required []Field
}

// staff lists the headers of payroll and HR systems.
var staff = schema{
	required: []Field{fieldPersonnel, fieldLastName, fieldFirstName, fieldUnit, fieldEntry},
	synonyms: map[Field][]string{
		fieldPersonnel: {
			"personalnummer", "persnr", "personalnr", "personnr", "manr", "mitarbeiternummer", "mitarbeiternr",
			"mitarbeitendennummer", "mitarbeitendennr", "persnummer", "pnr", "personnelno", "employeeid", "employeenumber",
		},
		fieldLastName:   {"nachname", "familienname", "name", "lastname", "surname"},
		fieldFirstName:  {"rufname", "vorname", "vornamen", "firstname"},
		fieldEmail:      {"emailgeschaeftlich", "mailgeschaeftlich", "geschaeftlicheemail", "email", "emailadresse", "mail", "mailadresse"},
		fieldLogin:      {"benutzername", "login", "upn", "kuerzel", "userid", "username", "benutzerid", "anmeldename"},
		fieldEmployment: {"anstellungsnr", "anstellungsnummer", "anstellung", "vertragnr", "vertragsnr", "vertragsnummer", "arbeitsverhaeltnis", "arbeitsverhaeltnisnr"},
		fieldUnitCode: {
			"oenr", "oenummer", "oecode", "organisationseinheitnr", "organisationseinheitsnr", "orgeinheitnr", "orgnr", "abteilungsnr",
			"abteilungscode", "abteilungsnummer", "bereichsnr", "bereichnr", "dienststellennr", "kostenstellennr", "kostenstellennummer", "kstnr",
		},
		fieldUnit: {"oe", "kostenstelle", "kst"},
		fieldUnitName: {
			"direktion", "departement", "dienstabteilung", "abteilung", "dienststelle", "dienst", "ressort", "bereich", "fachbereich",
			"team", "gruppe", "organisationseinheit", "orgeinheit", "oename", "oebezeichnung", "kostenstellenbezeichnung",
		},
		fieldSite:     {"standort", "arbeitsort", "dienstort", "arbeitsplatzort"},
		fieldFunction: {"funktion", "funktionsbezeichnung", "stellenbezeichnung", "stelle", "position", "berufsbezeichnung"},
		fieldPensum:   {"pensum", "beschaeftigungsgrad", "bg", "stellenprozent", "stellenprozente", "beschgrad", "anstellungsgrad", "arbeitspensum"},
		fieldCategory: {"anstellungsart", "mitarbeiterkategorie", "mitarbeitendenkategorie", "personalkategorie", "vertragsart", "kategorie", "anstellungsverhaeltnis"},
		fieldEntry:    {"eintrittsdatum", "eintritt", "datumeintritt", "eintrittam", "anstellungsbeginn", "eintrittdatum", "angestelltseit"},
		fieldExit:     {"austrittsdatum", "austritt", "datumaustritt", "austrittam", "befristetbis", "austrittdatum", "vertragsende"},
		fieldManager:  {"vorgesetztennr", "vorgesetztenummer", "vorgesetzter", "vorgesetzte", "linienvorgesetzte", "linienvorgesetzter", "leitung", "fuehrungskraft", "manager"},
		fieldDeputy:   {"stellvertretungnr", "stellvertretung", "stellvertreter", "stv"},
		fieldLanguage: {"sprache", "korrespondenzsprache", "korrsprache", "language"},
		fieldPC:       {"pc", "pcjanein", "pcarbeitsplatz", "bildschirmarbeitsplatz", "hatpc", "computer", "pczugang", "computerzugang"},
		fieldTags:     {"merkmale", "merkmal", "schlagworte", "tags"},
		fieldTrainer: {"berufsbildnerinnr", "berufsbildnerin", "berufsbildner", "berufsbildnernr", "berufsbildnerpersnr", "berufsbildnerinpersnr", "lehrmeister",
			"lehrmeisterin", "ausbildner", "ausbildnerin", "trainer"},
	},
}

// absences is the list of DOMAIN.md §4.5.
var absences = schema{
	required: []Field{fieldPersonnel, fieldFrom},
	synonyms: map[Field][]string{
		fieldPersonnel: staff.synonyms[fieldPersonnel],
		fieldFrom:      {"von", "beginn", "absenzvon", "abwesendvon", "startdatum", "datumvon", "abwesenheitvon", "from", "start"},
		fieldTo:        {"bis", "ende", "absenzbis", "abwesendbis", "enddatum", "datumbis", "abwesenheitbis", "to", "end"},
	},
}

// tree is the list of departments.
var tree = schema{
	required: []Field{fieldUnitCode, fieldName},
	synonyms: map[Field][]string{
		fieldUnitCode: append(slices.Clone(staff.synonyms[fieldUnitCode]), "nr", "nummer", "code", "oe", "kst", "kostenstelle", "einheitnr", "einheitsnr"),
		fieldName: {"name", "bezeichnung", "oename", "oebezeichnung", "organisationseinheit", "orgeinheit", "einheit", "abteilung", "bereich", "dienststelle",
			"kostenstellenbezeichnung"},
		fieldParent: {"uebergeordnet", "uebergeordneteoenr", "uebergeordneteoe", "uebergeordneteeinheit", "uebergeordnetenr", "uebergeordneteorganisationseinheit",
			"gehoertzu", "ueberoe", "oberoe", "parent"},
		fieldHead:       {"leitungpersnr", "leitung", "leitungnr", "leitungpersonalnummer", "leiter", "leiterin", "leiterinleiter", "vorsteher", "vorsteherin", "head"},
		fieldHeadDeputy: {"stellvertretungpersnr", "stellvertretung", "stellvertretungnr", "stellvertreter", "stellvertreterin", "stv", "stvleitung"},
		fieldValidFrom:  {"gueltigab", "gueltigvon", "gueltigseit", "ab", "seit", "validfrom"},
	},
}

// Normalise makes headers comparable: lower case, umlauts as ae, oe, ue,
// accents, dots, spaces and signs dropped.
func Normalise(header string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(umlauts.Replace(norm.NFC.String(strings.ToLower(header)))) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// qualifiers are words around a header's core that do not change its meaning.
var qualifiers = map[string]bool{
	"aktuell": true, "aktuelle": true, "aktueller": true, "aktuelles": true, "geschaeftlich": true, "geschaeft": true,
	"in": true, "prozent": true, "am": true, "per": true, "der": true, "des": true, "person": true, "mitarbeiter": true,
	"mitarbeitende": true, "mitarbeitender": true, "mitarbeiterin": true, "ma": true, "bezeichnung": true, "text": true,
}

// recognise finds the field of a header and how good the match is (0 best);
// the field is empty for an unknown header.
func (s schema) recognise(header string) (Field, int) {
	full := Normalise(header)
	if field, rank := s.lookUp(full); field != "" {
		return field, rank
	}
	outside, inside := splitBrackets(header)
	if inside != "" {
		if field, _ := s.lookUp(Normalise(inside)); field == fieldManager || field == fieldDeputy || field == fieldTrainer {
			return field, 50 // «Pers.-Nr. (Vorgesetzte)» is not the person's own number
		}
	}
	if field := relatedPerson(full); field != "" {
		if _, known := s.synonyms[field]; known {
			rank := 60
			if strings.Contains(full, "nr") || strings.Contains(full, "nummer") {
				rank = 40 // a number is better than a name
			}
			return field, rank
		}
	}
	if field, rank := s.lookUp(Normalise(outside)); field != "" {
		return field, rank + 100
	}
	core := ""
	for _, word := range strings.FieldsFunc(outside, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if word = Normalise(word); !qualifiers[word] {
			core += word
		}
	}
	field, rank := s.lookUp(core)
	return field, rank + 200
}

func (s schema) lookUp(normalised string) (Field, int) {
	if normalised == "" {
		return "", 0
	}
	for field, words := range s.synonyms {
		for rank, word := range words {
			if word == normalised {
				return field, rank
			}
		}
	}
	return "", 0
}

// relatedPerson recognises the many ways to head a manager's or a deputy's
// column. What is left beside the known words must be nothing, so that a
// manager's e-mail is not taken for a number.
func relatedPerson(normalised string) Field {
	field := Field("")
	switch {
	case strings.Contains(normalised, "vorgesetzt"):
		field = fieldManager
	case strings.Contains(normalised, "stellvertret"):
		field = fieldDeputy
	default:
		return ""
	}
	rest := normalised
	for _, word := range []string{
		"personalnummer", "personalnr", "persnr", "persnummer", "nummer", "name", "vorname", "direkte", "linien", "vorgesetzte",
		"stellvertretung", "stellvertreterin", "stellvertreter", "nr", "id", "r", "n", "s", "in", "der", "des",
	} {
		rest = strings.ReplaceAll(rest, word, "")
	}
	if rest != "" {
		return ""
	}
	return field
}

func splitBrackets(header string) (outside, inside string) {
	before, rest, found := strings.Cut(header, "(")
	if !found {
		return header, ""
	}
	inside, after, _ := strings.Cut(rest, ")")
	return before + " " + after, inside
}
