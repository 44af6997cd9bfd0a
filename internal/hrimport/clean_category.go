package hrimport

import (
	"strings"

	"zaemme/internal/people"
)

// categoryWords are looked for at the beginning of a normalised text, in this
// order: «Aushilfe befristet» is paid by the hour, «unbefristet» is not
// «befristet».
var categoryWords = []struct {
	word     string
	category people.Category
}{
	{"unbefristet", people.Permanent}, {"festangestellt", people.Permanent}, {"festanstellung", people.Permanent}, {"fest", people.Permanent},
	{"dauerstelle", people.Permanent}, {"monatslohn", people.Permanent}, {"permanent", people.Permanent},
	{"stundenlohn", people.Hourly}, {"imstundenlohn", people.Hourly}, {"stundenloehner", people.Hourly}, {"aushilf", people.Hourly}, {"hourly", people.Hourly},
	{"befristet", people.FixedTerm}, {"fixedterm", people.FixedTerm},
	{"lernende", people.Apprentice}, {"lehrling", people.Apprentice}, {"lehrtochter", people.Apprentice}, {"auszubildend", people.Apprentice},
	{"lehrstelle", people.Apprentice}, {"apprentice", people.Apprentice},
	{"lehrperson", people.Teacher}, {"lehrer", people.Teacher}, {"lehrkraft", people.Teacher}, {"musiklehr", people.Teacher}, {"teacher", people.Teacher},
	{"prakti", people.Intern}, {"intern", people.Intern},
	{"zivildienst", people.CivilianService}, {"zivi", people.CivilianService}, {"civilianservice", people.CivilianService},
	{"temporaer", people.Agency}, {"personalverleih", people.Agency}, {"agency", people.Agency},
	{"behoerde", people.Official}, {"gemeinderat", people.Official}, {"gemeinderaet", people.Official}, {"stadtrat", people.Official},
	{"stadtraet", people.Official}, {"einwohnerrat", people.Official}, {"einwohnerraet", people.Official}, {"kommission", people.Official}, {"official", people.Official},
	{"extern", people.External}, {"auftrag", people.External},
	{"miliz", people.Militia}, {"feuerwehr", people.Militia}, {"militia", people.Militia},
}

// category maps the words of HR systems to a code; unknown words are left out
// with a warning.
func (t *table) category(row *tableRow) people.Category {
	text := t.text(row, fieldCategory)
	if text == "" {
		return ""
	}
	normalised := Normalise(text)
	for _, c := range categoryWords {
		if strings.HasPrefix(normalised, c.word) {
			return c.category
		}
	}
	t.problem(row, t.column(fieldCategory), mild, keyCategory, nil)
	return ""
}

// language maps to de, fr, it or en.
func (t *table) language(row *tableRow) string {
	text := t.text(row, fieldLanguage)
	if text == "" {
		return ""
	}
	word, _, _ := strings.Cut(strings.NewReplacer("_", "-", " ", "-", "/", "-").Replace(strings.ToLower(text)), "-")
	switch Normalise(word) {
	case "de", "d", "deutsch", "german", "deu", "ger":
		return "de"
	case "fr", "f", "franzoesisch", "francais", "french", "fra":
		return "fr"
	case "it", "i", "italienisch", "italiano", "italian", "ita":
		return "it"
	case "en", "e", "englisch", "english", "eng":
		return "en"
	}
	t.problem(row, t.column(fieldLanguage), mild, keyLanguage, nil)
	return ""
}
