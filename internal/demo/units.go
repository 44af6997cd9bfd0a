package demo

import "zaemme/internal/people"

// unit is a Bereich of the organisation (DOMAIN.md §4.8): head counts and the
// names below Direktion are invented.
type unit struct {
	code       string
	direktion  string
	department string
	name       string
	people     int
	withoutPC  int
	function   string
	site       string
	category   people.Category // permanent where empty
}

const (
	praesidiales = "Präsidiales und Personelles"
	finanzen     = "Finanzen, Immobilien und Sport"
	bau          = "Bau und Umwelt"
	bildung      = "Bildung und Kultur"
	soziales     = "Soziales und Gesellschaft"
	staebe       = "Stabsstellen und Behörden"

	townHall = "Verwaltungsgebäude"
	depot    = "Werkhof"
	school   = "Schulhaus Hübeli"
	social   = "Sozialhaus"
	pool     = "Hallenbad"
	ground   = "Sportanlage"
	library  = "Bibliothek"
	music    = "Musikschule"
)

var units = []unit{
	{code: "1110", direktion: praesidiales, department: "Kanzlei und Informatik", name: "Kanzlei", people: 9, function: "Sachbearbeiter/in Kanzlei", site: townHall},
	{code: "1120", direktion: praesidiales, department: "Kanzlei und Informatik", name: "Informatik", people: 14, function: "ICT-Systemspezialist/in", site: townHall},
	{code: "1130", direktion: praesidiales, department: "Kanzlei und Informatik", name: "Kommunikation", people: 4, function: "Fachperson Kommunikation", site: townHall},
	{code: "1210", direktion: praesidiales, department: "Bevölkerungsdienste", name: "Einwohnerdienste", people: 12, function: "Sachbearbeiter/in Einwohnerdienste", site: townHall},
	{code: "1220", direktion: praesidiales, department: "Bevölkerungsdienste", name: "Zivilstandsamt", people: 7, function: "Zivilstandsbeamter/-beamtin", site: townHall},
	{code: "1230", direktion: praesidiales, department: "Bevölkerungsdienste", name: "Rechtsdienst", people: 4, function: "Jurist/in", site: townHall},
	{code: "1310", direktion: praesidiales, department: "Personal und Organisation", name: "Personaldienst", people: 9, function: "HR-Fachperson", site: townHall},
	{code: "1320", direktion: praesidiales, department: "Personal und Organisation", name: "Digitale Transformation", people: 4, function: "Projektleiter/in Digitalisierung", site: townHall},
	{code: "1330", direktion: praesidiales, department: "Personal und Organisation", name: "Lernende", people: 24, function: "Lernende Kauffrau / Lernender Kaufmann EFZ", site: townHall, category: people.Apprentice},
	{code: "2110", direktion: finanzen, department: "Finanzen", name: "Finanzbuchhaltung", people: 11, function: "Sachbearbeiter/in Finanzen", site: townHall},
	{code: "2120", direktion: finanzen, department: "Finanzen", name: "Steueramt", people: 22, function: "Steuerfachperson", site: townHall},
	{code: "2130", direktion: finanzen, department: "Finanzen", name: "Betreibungsamt", people: 12, function: "Sachbearbeiter/in Betreibungen", site: townHall},
	{code: "2210", direktion: finanzen, department: "Immobilien und Sport", name: "Immobilien", people: 8, function: "Immobilienbewirtschafter/in", site: townHall},
	{code: "2220", direktion: finanzen, department: "Immobilien und Sport", name: "Hauswartung", people: 38, withoutPC: 34, function: "Hauswart/in", site: school},
	{code: "2230", direktion: finanzen, department: "Immobilien und Sport", name: "Reinigung", people: 32, withoutPC: 32, function: "Mitarbeiter/in Reinigung", site: school},
	{code: "2240", direktion: finanzen, department: "Immobilien und Sport", name: "Badeanlagen", people: 20, withoutPC: 18, function: "Badmeister/in", site: pool},
	{code: "2250", direktion: finanzen, department: "Immobilien und Sport", name: "Sportanlagen", people: 9, withoutPC: 8, function: "Anlagenwart/in", site: ground},
	{code: "3110", direktion: bau, department: "Planung und Hochbau", name: "Planung", people: 8, function: "Raumplaner/in", site: townHall},
	{code: "3120", direktion: bau, department: "Planung und Hochbau", name: "Baubewilligungen", people: 9, function: "Sachbearbeiter/in Baubewilligungen", site: townHall},
	{code: "3130", direktion: bau, department: "Planung und Hochbau", name: "Hochbau", people: 6, function: "Projektleiter/in Hochbau", site: townHall},
	{code: "3210", direktion: bau, department: "Tiefbau und Werke", name: "Tiefbau", people: 9, function: "Projektleiter/in Tiefbau", site: townHall},
	{code: "3220", direktion: bau, department: "Tiefbau und Werke", name: "Werkdienst", people: 42, withoutPC: 40, function: "Mitarbeiter/in Werkdienst", site: depot},
	{code: "3230", direktion: bau, department: "Tiefbau und Werke", name: "Umwelt", people: 5, function: "Umweltfachperson", site: townHall},
	{code: "4110", direktion: bildung, department: "Volksschule Verwaltung", name: "Schulverwaltung", people: 16, function: "Schulsekretär/in", site: school},
	{code: "4120", direktion: bildung, department: "Volksschule Verwaltung", name: "Schulleitungen", people: 14, function: "Schulleiter/in", site: school},
	{code: "4130", direktion: bildung, department: "Volksschule Verwaltung", name: "Schulsozialarbeit", people: 11, function: "Schulsozialarbeiter/in", site: school},
	{code: "4140", direktion: bildung, department: "Volksschule Verwaltung", name: "Tagesstrukturen", people: 84, withoutPC: 60, function: "Betreuer/in", site: school},
	{code: "4210", direktion: bildung, department: "Kultur und Musikschule", name: "Musikschule", people: 46, function: "Musiklehrperson", site: music, category: people.Teacher},
	{code: "4220", direktion: bildung, department: "Kultur und Musikschule", name: "Bibliothek", people: 11, function: "Bibliothekar/in", site: library},
	{code: "4230", direktion: bildung, department: "Kultur und Musikschule", name: "Kultur", people: 4, function: "Kulturbeauftragte/r", site: townHall},
	{code: "5110", direktion: soziales, department: "Soziales", name: "Sozialdienst", people: 31, function: "Sozialarbeiter/in", site: social},
	{code: "5120", direktion: soziales, department: "Soziales", name: "Sozialversicherungen", people: 9, function: "Sachbearbeiter/in AHV", site: social},
	{code: "5130", direktion: soziales, department: "Soziales", name: "Berufsbeistandschaft", people: 17, function: "Berufsbeistand/-beiständin", site: social},
	{code: "5210", direktion: soziales, department: "Gesellschaft", name: "Jugend und Alter", people: 12, withoutPC: 2, function: "Fachperson Jugend", site: social},
	{code: "5220", direktion: soziales, department: "Gesellschaft", name: "Integration", people: 6, withoutPC: 2, function: "Fachperson Integration", site: social},
	{code: "5230", direktion: soziales, department: "Gesellschaft", name: "Kinder und Familie", people: 12, withoutPC: 2, function: "Fachperson Frühe Förderung", site: social},
	{code: "9010", direktion: staebe, department: "Stabsstelle Sicherheit", name: "Sicherheit", people: 4, function: "Fachperson Sicherheit", site: townHall},
	{code: "9020", direktion: staebe, department: "Gemeinderat", name: "Gemeinderat", people: 5, function: "Mitglied Gemeinderat", site: townHall, category: people.Official},
}

// past is what a unit was called before the reorganisation of the demo's year,
// and one that it dissolved.
var past = map[string]string{"3230": "Umweltschutz", "2240": "Bäder"}

// dissolved went into the Kanzlei; its people are among today's.
var dissolved = unit{
	code: "1140", direktion: praesidiales, department: "Kanzlei und Informatik", name: "Archiv", function: "Archivar/in", site: townHall,
}
