package hrimport

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// refused says why a column or a cell must not be kept.
type refused string

// The kinds of data that are refused (DOMAIN.md §4.4).
const (
	refusedAHV           refused = "ahv"
	refusedBirthDate     refused = "birth_date"
	refusedSalary        refused = "salary"
	refusedConfession    refused = "confession"
	refusedCivilStatus   refused = "civil_status"
	refusedNationality   refused = "nationality"
	refusedIBAN          refused = "iban"
	refusedPrivate       refused = "private_address"
	refusedAbsenceReason refused = "absence_reason"
)

// forbiddenParts are found anywhere in a normalised header; forbiddenWords are
// whole headers, because their parts occur in harmless ones.
var (
	forbiddenParts = []struct {
		part string
		kind refused
	}{
		{"ahv", refusedAHV}, {"sozialversicherungsn", refusedAHV}, {"svnr", refusedAHV}, {"svnummer", refusedAHV}, {"navs", refusedAHV},
		{"geburt", refusedBirthDate}, {"gebdat", refusedBirthDate}, {"jahrgang", refusedBirthDate}, {"birth", refusedBirthDate},
		{"lohn", refusedSalary}, {"gehalt", refusedSalary}, {"salaer", refusedSalary}, {"salary", refusedSalary},
		{"besoldung", refusedSalary}, {"verguetung", refusedSalary},
		{"konfession", refusedConfession}, {"religion", refusedConfession}, {"kirch", refusedConfession}, {"glaube", refusedConfession},
		{"zivilstand", refusedCivilStatus}, {"familienstand", refusedCivilStatus}, {"partnerschaft", refusedCivilStatus},
		{"nationalitaet", refusedNationality}, {"staatsangehoer", refusedNationality}, {"staatsbuerger", refusedNationality},
		{"heimatort", refusedNationality}, {"buergerort", refusedNationality}, {"aufenthaltsbew", refusedNationality}, {"nationality", refusedNationality},
		{"iban", refusedIBAN}, {"bankkonto", refusedIBAN}, {"bankverbindung", refusedIBAN}, {"kontonummer", refusedIBAN}, {"kontonr", refusedIBAN},
		{"privat", refusedPrivate}, {"wohnort", refusedPrivate}, {"wohnadresse", refusedPrivate}, {"strasse", refusedPrivate},
		{"postleitzahl", refusedPrivate}, {"hausnummer", refusedPrivate},
		{"absenzgrund", refusedAbsenceReason}, {"abwesenheitsgrund", refusedAbsenceReason}, {"absenzart", refusedAbsenceReason},
		{"abwesenheitsart", refusedAbsenceReason}, {"absenzcode", refusedAbsenceReason}, {"absenztyp", refusedAbsenceReason},
		{"diagnose", refusedAbsenceReason}, {"krankheit", refusedAbsenceReason}, {"arztzeugnis", refusedAbsenceReason},
	}
	forbiddenWords = map[string]refused{
		"alter": refusedBirthDate, "geb": refusedBirthDate, "gebam": refusedBirthDate,
		"adresse": refusedPrivate, "plz": refusedPrivate, "plzort": refusedPrivate, "ort": refusedPrivate,
		"nation": refusedNationality, "konto": refusedIBAN, "avs": refusedAHV, "noavs": refusedAHV,
		"grund": refusedAbsenceReason, "absenz": refusedAbsenceReason, "bemerkungabsenz": refusedAbsenceReason, "reason": refusedAbsenceReason,
	}
)

// forbiddenHeader judges a column by its header; empty for an allowed one.
func forbiddenHeader(header string) refused {
	normalised := Normalise(header)
	if kind, ok := forbiddenWords[normalised]; ok {
		return kind
	}
	for _, f := range forbiddenParts {
		if strings.Contains(normalised, f.part) {
			return f.kind
		}
	}
	return ""
}

// forbiddenText judges a cell by its content: an AHV number or an IBAN
// anywhere in the text; empty for an allowed one.
func forbiddenText(text string) refused {
	if len(text) < 11 || strings.IndexFunc(text, unicode.IsDigit) < 0 {
		return ""
	}
	text = norm.NFKC.String(strings.Map(visible, text)) // full-width digits, and what nobody sees between them
	switch {
	case containsAHV(text):
		return refusedAHV
	case containsIBAN(text):
		return refusedIBAN
	}
	return ""
}

// maxBetween is how many separators may stand between two digits of a number.
const maxBetween = 3

// containsAHV finds the thirteen digits of a Swiss social security number
// (country code 756, EAN-13 check digit), whatever stands between the digits,
// and, with its dots, also one whose check digit is wrong; and the old number of
// eleven digits with dots.
func containsAHV(text string) bool {
	runes := []rune(text)
	for i := range runes {
		if i > 0 && unicode.IsDigit(runes[i-1]) {
			continue
		}
		digits, shape := digitRun(runes[i:])
		if len(digits) == 13 && strings.HasPrefix(digits, "756") && (validEAN13(digits) || shape == "999.9999.9999.99") {
			return true
		}
		if len(digits) == 11 && shape == "999.99.999.999" {
			return true
		}
	}
	return false
}

// digitRun collects digits with a few separators between two of them (756. 9217),
// and their shape with every digit as 9.
func digitRun(runes []rune) (digits, shape string) {
	var d, s strings.Builder
	between := maxBetween
	for _, r := range runes {
		switch {
		case r >= '0' && r <= '9':
			d.WriteRune(r)
			s.WriteByte('9')
			between = 0
		case between < maxBetween && (unicode.IsSpace(r) || unicode.IsPunct(r)) && d.Len() < 13:
			s.WriteRune(r)
			between++
		default:
			return d.String(), strings.TrimRight(s.String(), " .,;:-/)")
		}
		if d.Len() > 13 {
			break
		}
	}
	return d.String(), strings.TrimRight(s.String(), " .,;:-/)")
}

// validEAN13 checks the last of thirteen digits: weights 1 and 3 in turn.
func validEAN13(digits string) bool {
	sum := 0
	for i, c := range digits {
		n := int(c - '0')
		if i%2 == 1 {
			n *= 3
		}
		sum += n
	}
	return sum%10 == 0
}

// containsIBAN finds a Swiss or Liechtenstein account number (ISO 13616,
// remainder 1 modulo 97).
func containsIBAN(text string) bool {
	compact := strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			return -1
		}
		return r
	}, text))
	for _, country := range []string{"CH", "LI"} {
		for rest := compact; ; {
			at := strings.Index(rest, country)
			if at < 0 || len(rest) < at+21 {
				break
			}
			if validIBAN(rest[at : at+21]) {
				return true
			}
			rest = rest[at+2:]
		}
	}
	return false
}

func validIBAN(iban string) bool {
	remainder := 0
	for _, c := range iban[4:] + iban[:4] {
		switch {
		case c >= '0' && c <= '9':
			remainder = (remainder*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			remainder = (remainder*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return remainder == 1
}
