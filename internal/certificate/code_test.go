package certificate

import (
	"strings"
	"testing"
)

func TestACodeBelongsToItsNumber(t *testing.T) {
	t.Parallel()
	s := New(nil, nil, nil, "a secret", "https://lernen.emmen.example")
	const no = "IS-01-7F3K2-QXM9W"
	code := s.Code(no)
	if len(code) != codeLength+1 || code != s.Code(no) || code[codeGroup] != '-' {
		t.Fatalf("code %q", code)
	}
	if New(nil, nil, nil, "another", "").Code(no) == code {
		t.Error("the code does not hang on the secret")
	}
	for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", " "), strings.ReplaceAll(code, "0", "O"), strings.ReplaceAll(code, "1", "l")} {
		if !s.matches(no, typed) {
			t.Errorf("%q is refused", typed)
		}
	}
	for _, typed := range []string{"", "-", code[:10], code + "A", s.Code("IS-01-7F3K2-QXM9X")} {
		if s.matches(no, typed) {
			t.Errorf("%q is taken for %q", typed, code)
		}
	}
}

func TestANumberIsReadFromPaper(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		" is-01-7f3k2-qxm9w ": "IS-01-7F3K2-QXM9W", "IS-01K-1O0LI–VVVVV": "IS-01K-10011-VVVVV", "IS-01 - 7F3K2 - QXM9W": "IS-01-7F3K2-QXM9W",
		"": "", strings.Repeat("A", maxTyped+1): "",
	} {
		if got := typedNo(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}
