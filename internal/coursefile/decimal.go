package coursefile

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// Decimal is an exact number of up to six decimal places, in millionths.
type Decimal int64

const million = 1_000_000

var (
	decimalForm = regexp.MustCompile(`^([-−+]?)([0-9]{1,9})(?:[.,]([0-9]{1,6}))?$`)
	grouping    = strings.NewReplacer("'", "", "’", "", " ", "", "\u00a0", "", "\u202f", "", "\u2009", "")
	errDecimal  = errors.New("coursefile: no number of at most nine digits and six decimal places")
)

// ParseDecimal reads a number as people write it here: 1’234.5, 1234,5, −3. Apostrophes and
// blanks between digits mean nothing; point and comma begin the decimal places.
func ParseDecimal(text string) (Decimal, error) {
	match := decimalForm.FindStringSubmatch(grouping.Replace(strings.TrimSpace(text)))
	if match == nil {
		return 0, errDecimal
	}
	digits, err := strconv.ParseInt(match[2]+(match[3] + "000000")[:6], 10, 64)
	if err != nil {
		return 0, errDecimal
	}
	if match[1] == "-" || match[1] == "−" {
		digits = -digits
	}
	return Decimal(digits), nil
}

// String is the number with a point and no more places than it has: 24, 0.5.
func (d Decimal) String() string {
	sign, n := "", int64(d)
	if n < 0 {
		sign, n = "-", -n
	}
	text := sign + strconv.FormatInt(n/million, 10)
	if places := n % million; places > 0 {
		text += "." + strings.TrimRight(strconv.FormatInt(million+places, 10)[1:], "0")
	}
	return text
}

// MarshalJSON writes a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a JSON number.
func (d *Decimal) UnmarshalJSON(text []byte) error {
	read, err := ParseDecimal(string(text))
	*d = read
	return err
}
