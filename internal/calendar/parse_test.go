package calendar

import "testing"

func TestParseDE(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"4.12.26": "2026-12-04", "04.12.2026": "2026-12-04", "4. Dezember 2026": "2026-12-04", " 4. 12. 2026 ": "2026-12-04",
		"4. Dez. 26": "2026-12-04", "1.März 2027": "2027-03-01", "1. Maerz 2027": "2027-03-01", "1. mär 2027": "2027-03-01",
		"29.2.2028": "2028-02-29", "2026-12-04": "2026-12-04", "1.3.98": "1998-03-01", "31.12.69": "2069-12-31",
		"1. Sept. 2026": "2026-09-01", "4.\u00a0Juni 2026": "2026-06-04", "31.12.9999": "9999-12-31",
	} {
		got, err := ParseDE(text)
		if err != nil || got.String() != want {
			t.Errorf("%q = %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "4.12.", "29.2.2027", "31.4.2026", "0.1.2026", "32.1.2026", "1.13.2026", "1.0.2026", "4. Dezembre 2026",
		"4. Ju 2026", "4/12/2026", "2026-02-30", "12.4", "4.12.026", "heute", "1.1.0001\n2", "4.12.2026 08:00", "1.1.0000", "0001-01-01",
	} {
		if got, err := ParseDE(text); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

func FuzzParseDE(f *testing.F) {
	for _, seed := range []string{"4.12.26", "4. Dezember 2026", "2026-12-04", "31.2.00", "\xff. \xffä. 2026"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDE(text)
		if err != nil {
			return
		}
		again, err := ParseISO(d.String())
		if err != nil || again != d || d.IsZero() {
			t.Errorf("%q = %s: %v", text, d, err)
		}
	})
}
