package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	germanDate = regexp.MustCompile(`^(\d{1,2})\.\s*(?:(\d{1,2})\.|(\p{L}{3,10})\.?)\s*(\d{4}|\d{2})$`)
	isoDate    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

// monthNames are told apart by their first three letters.
var monthNames = []string{"januar", "februar", "märz", "april", "mai", "juni", "juli", "august",
	"september", "oktober", "november", "dezember"}

// ParseDE reads a date as people in Switzerland type it: 4.12.26, 04.12.2026,
// 4. 12. 2026, 4. Dezember 2026, 4. Dez. 26; also 2026-12-04, as browsers send
// it. Two digits of a year mean 1970 to 2069.
func ParseDE(text string) (Date, error) {
	trimmed := strings.TrimSpace(strings.ReplaceAll(text, "\u00a0", " "))
	if isoDate.MatchString(trimmed) {
		if d, err := ParseISO(trimmed); err == nil && !d.IsZero() {
			return d, nil
		}
		return 0, notADate(text)
	}
	m := germanDate.FindStringSubmatch(trimmed)
	if m == nil {
		return 0, notADate(text)
	}
	day, _ := strconv.Atoi(m[1]) // one or two digits
	month, _ := strconv.Atoi(m[2])
	if m[3] != "" {
		month = monthByName(m[3])
	}
	year, _ := strconv.Atoi(m[4])
	switch {
	case len(m[4]) == 2 && year < 70:
		year += 2000
	case len(m[4]) == 2:
		year += 1900
	}
	if month < 1 || month > 12 || year < 1 {
		return 0, notADate(text)
	}
	date := NewDate(year, time.Month(month), day)
	if _, gotMonth, gotDay := date.YMD(); date.IsZero() || gotMonth != time.Month(month) || gotDay != day {
		return 0, notADate(text)
	}
	return date, nil
}

// monthByName is 1 to 12 for a German month or its beginning of three letters
// and more, 0 otherwise.
func monthByName(name string) int {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "mae") {
		name = "mä" + name[3:]
	}
	if len([]rune(name)) < 3 {
		return 0
	}
	for i, full := range monthNames {
		if strings.HasPrefix(full, name) {
			return i + 1
		}
	}
	return 0
}

func notADate(text string) error {
	if len(text) > 40 {
		text = text[:40] + "…"
	}
	return fmt.Errorf("calendar: %q is not a date of the form 4.12.2026", text)
}
