package i18n

import "golang.org/x/text/language"

// locale is what a language needs beyond texts to write dates and numbers.
type locale struct {
	tag      language.Tag
	html     string // for lang="…"
	months   [12]string
	weekdays [7]string // Sunday first, as time.Weekday
	words    [13]string
	dayDot   string // between day and month of a long date
	decimal  string
	percent  string // between number and sign
	and      string
	// relative days: yesterday, today, tomorrow, before and after the number
	yesterday, today, tomorrow       string
	ahead, aheadUnit, ago, agoUnit   string
	minutes, minute, hours, hourUnit string
}

// locales are the languages that the program can write. Figures are Swiss in all
// of them: 1'200, 21.11.2026 (DOMAIN.md §7); the space before % does not break.
var locales = map[string]*locale{
	"de": {
		tag: language.MustParse("de-CH"), html: "de-CH", dayDot: ". ", decimal: ",", percent: "\u00a0%", and: " und ",
		months:    [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		weekdays:  [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		words:     [13]string{"null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"},
		yesterday: "seit gestern", today: "heute", tomorrow: "morgen", ahead: "in ", aheadUnit: " Tagen", ago: "seit ", agoUnit: " Tagen",
		minutes: "Minuten", minute: "Minute", hours: "Stunden", hourUnit: "Stunde",
	},
	"en": {
		tag: language.English, html: "en", dayDot: " ", decimal: ".", percent: "%", and: " and ",
		months:    [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		weekdays:  [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		words:     [13]string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"},
		yesterday: "since yesterday", today: "today", tomorrow: "tomorrow", ahead: "in ", aheadUnit: " days", ago: "for ", agoUnit: " days",
		minutes: "minutes", minute: "minute", hours: "hours", hourUnit: "hour",
	},
	"fr": {
		tag: language.MustParse("fr-CH"), html: "fr-CH", dayDot: " ", decimal: ",", percent: "\u00a0%", and: " et ",
		months:    [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		weekdays:  [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		words:     [13]string{"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"},
		yesterday: "depuis hier", today: "aujourd’hui", tomorrow: "demain", ahead: "dans ", aheadUnit: " jours", ago: "depuis ", agoUnit: " jours",
		minutes: "minutes", minute: "minute", hours: "heures", hourUnit: "heure",
	},
	"it": {
		tag: language.MustParse("it-CH"), html: "it-CH", dayDot: " ", decimal: ",", percent: "\u00a0%", and: " e ",
		months:    [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
		weekdays:  [7]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"},
		words:     [13]string{"zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici"},
		yesterday: "da ieri", today: "oggi", tomorrow: "domani", ahead: "tra ", aheadUnit: " giorni", ago: "da ", agoUnit: " giorni",
		minutes: "minuti", minute: "minuto", hours: "ore", hourUnit: "ora",
	},
}
