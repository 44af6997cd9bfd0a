package exchange

import (
	"regexp"
	"strconv"
	"strings"

	"zaemme/internal/coursefile"
)

// span is what a numerical answer accepts: from value−tolerance to
// value+tolerance, or from low to high. The texts are as in the file, with a
// point for decimal places.
type span struct {
	value, tolerance string // tolerance may be empty
	low, high        string // instead of value
}

var (
	numberForm = `[-+]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][-+]?[0-9]{1,2})?`
	spanForm   = regexp.MustCompile(`^(` + numberForm + `)\s*(?:(:|\.\.)\s*(` + numberForm + `))?$`)
	pointForm  = regexp.MustCompile(`^` + numberForm + `$`)
)

// parseSpan reads 5, 5:0.1 or 4.9..5.1; nil if the text is none of them.
func parseSpan(source string) *span {
	match := spanForm.FindStringSubmatch(strings.TrimSpace(source))
	if match == nil {
		return nil
	}
	first, second := strings.Replace(match[1], ",", ".", 1), strings.Replace(match[3], ",", ".", 1)
	if match[2] == ".." {
		return &span{low: first, high: second}
	}
	return &span{value: first, tolerance: second}
}

// decimals are value and tolerance as a course has them; false if they need more
// digits than a course's numbers have.
func (s *span) decimals() (value, tolerance coursefile.Decimal, ok bool) {
	if s.value != "" {
		value, ok = decimal(s.value)
		if !ok || s.tolerance == "" {
			return value, 0, ok
		}
		tolerance, ok = decimal(s.tolerance)
		return value, max(tolerance, -tolerance), ok
	}
	low, fine := decimal(s.low)
	high, ok := decimal(s.high)
	if low > high {
		low, high = high, low
	}
	if !ok || !fine || (high-low)%2 != 0 {
		return 0, 0, false
	}
	return low + (high-low)/2, (high - low) / 2, true
}

func decimal(source string) (coursefile.Decimal, bool) {
	if strings.ContainsAny(source, "eE") {
		number, err := strconv.ParseFloat(source, 64)
		if err != nil {
			return 0, false
		}
		source = strconv.FormatFloat(number, 'f', -1, 64)
	}
	if whole, places, cut := strings.Cut(source, "."); cut {
		if places = strings.TrimRight(places, "0"); places == "" {
			source = whole
		} else {
			source = whole + "." + places
		}
		switch whole { // .5 is allowed here and no number of a course
		case "", "+":
			source = "0" + strings.TrimPrefix(source, "+")
		case "-":
			source = "-0" + source[1:]
		}
	}
	value, err := coursefile.ParseDecimal(source)
	return value, err == nil
}
