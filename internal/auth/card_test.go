package auth_test

import (
	"strings"
	"testing"

	"zaemme/internal/auth"
)

func TestReadCardKey(t *testing.T) {
	t.Parallel()
	const token = "AAECAwQFBgcICQoLDA0ODw"
	for typed, want := range map[string]auth.CardKey{
		"79927398":                               {Number: "79927398"},
		" 7992 7398 ":                            {Number: "79927398"},
		"7992-7398":                              {Number: "79927398"},
		"79927394":                               {}, // a wrong digit
		"79927938":                               {}, // two neighbours swapped
		"7992739":                                {},
		"7992739８":                               {}, // a digit, and none of ours
		token:                                    {Token: token},
		"/k/\r\n" + token[:8] + "\n" + token[8:]: {Token: token},
		"https://x.example/k/" + token:           {Token: token},
		"https://x.example/k/" + token + "x":     {},
		"/k/":                                    {},
		"":                                       {},
	} {
		got, ok := auth.ReadCardKey(typed)
		if got != want || ok != (want != auth.CardKey{}) {
			t.Errorf("%q: %+v, %v", typed, got, ok)
		}
	}
}

func FuzzReadCardKey(f *testing.F) {
	for _, seed := range []string{"7992 7398", "https://x.example/k/AAECAwQFBgcICQoLDA0ODw", "/k/", "\x00", "12345678"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		key, ok := auth.ReadCardKey(typed)
		if ok == (key == auth.CardKey{}) || (key.Token != "" && key.Number != "") {
			t.Fatalf("%q: %+v, %v", typed, key, ok)
		}
		if again, ok2 := auth.ReadCardKey(key.Token + key.Number); ok && (again != key || !ok2) {
			t.Fatalf("%q reads as %+v, which reads as %+v", typed, key, again)
		}
	})
}

func TestCheckPIN(t *testing.T) {
	t.Parallel()
	for pin, want := range map[string]string{
		"123456": "easy", "654321": "easy", "012345": "easy", "890123": "easy", "135791": "easy", "000000": "easy", "777777": "easy",
		"121212": "easy", "123123": "easy", "112233": "easy", "111222": "easy", "147258": "easy",
		"310589": "date", "890531": "date", "051989": "date", "198905": "date", "290200": "date",
		"12345": "digits", "1234567": "digits", "12345a": "digits", "": "digits", "１２３４５６": "digits",
		"004711": "own_number", "992739": "own_number",
		"482917": "", "310000": "", "408261": "", "939485": "",
	} {
		err := auth.CheckPIN(pin, "00004711", "79927398")
		if (err == nil) != (want == "") || (err != nil && !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", pin, err, want)
		}
	}
}
