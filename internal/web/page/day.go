package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"zaemme/internal/calendar"
)

var (
	dotted = regexp.MustCompile(`^(\d{1,2})[./-]\s*(\d{1,2})[./-]\s*(\d{2}|\d{4})$`)
	spoken = regexp.MustCompile(`^(\d{1,2})\.?\s*(\p{L}+)\.?\s+(\d{4})$`)
	months = []string{"jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"}
	alias  = map[string]string{"mar": "mär", "may": "mai", "oct": "okt", "dec": "dez", "mae": "mär"}
)

// ParseDay reads a date as people type it: 4.12.26, 04.12.2026, 4. Dezember 2026,
// 4 December 2026, 2026-12-04. Two digits of a year mean 2000 to 2099. ok is false
// for anything else and for days that do not exist.
func ParseDay(text string) (day calendar.Date, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if len(text) > 40 {
		return 0, false
	}
	if d, err := calendar.ParseISO(text); err == nil {
		return d, true
	}
	if m := dotted.FindStringSubmatch(text); m != nil {
		return exactDay(m[3], m[2], m[1])
	}
	if m := spoken.FindStringSubmatch(text); m != nil {
		name := string([]rune(m[2] + "  ")[:3])
		if other, ok := alias[name]; ok {
			name = other
		}
		for i, month := range months {
			if month == name {
				return exactDay(m[3], strconv.Itoa(i+1), m[1])
			}
		}
	}
	return 0, false
}

func exactDay(year, month, day string) (calendar.Date, bool) {
	y, errY := strconv.Atoi(year)
	m, errM := strconv.Atoi(month)
	d, errD := strconv.Atoi(day)
	if errY != nil || errM != nil || errD != nil {
		return 0, false
	}
	if len(year) == 2 {
		y += 2000
	}
	date := calendar.NewDate(y, time.Month(m), d)
	gotY, gotM, gotD := date.YMD()
	return date, gotY == y && int(gotM) == m && gotD == d // else it has overflowed
}
