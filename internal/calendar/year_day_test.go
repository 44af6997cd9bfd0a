package calendar_test

import (
	"testing"
	"time"

	"zaemme/internal/calendar"
)

func TestYearDay(t *testing.T) {
	t.Parallel()
	day := func(y int, m time.Month, d int) calendar.Date { return calendar.NewDate(y, m, d) }
	for _, test := range []struct {
		text  string
		after calendar.Date
		want  calendar.Date
	}{
		{"12-31", day(2026, 12, 30), day(2026, 12, 31)},
		{"12-31", day(2026, 12, 31), day(2027, 12, 31)},
		{"01-31", day(2026, 2, 1), day(2027, 1, 31)},
		{"02-29", day(2026, 1, 1), day(2026, 2, 28)},
		{"02-29", day(2027, 12, 1), day(2028, 2, 29)},
		{"02-29", day(2027, 2, 28), day(2028, 2, 29)},
	} {
		y, err := calendar.ParseYearDay(test.text)
		if err != nil || !y.Valid() || y.String() != test.text {
			t.Fatalf("%s: %d %v", test.text, y, err)
		}
		if got := y.After(test.after); got != test.want {
			t.Errorf("%s after %s is %s, want %s", test.text, test.after, got, test.want)
		}
	}
	for _, text := range []string{"13-01", "02-30", "1231", "31.12.", "00-10", "04-31"} {
		if y, err := calendar.ParseYearDay(text); err == nil {
			t.Errorf("%q is read as %s", text, y)
		}
	}
	for _, y := range []calendar.YearDay{0, 100, 1301, 230, 431, -1231} {
		if y.Valid() {
			t.Errorf("%d is a day", y)
		}
	}
}
