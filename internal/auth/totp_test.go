package auth

import (
	"testing"
	"time"
)

// The codes of RFC 6238 appendix B (SHA-1), the last six of their eight digits.
func TestTOTPCodes(t *testing.T) {
	t.Parallel()
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if got := totpCode(secret, at/30); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
}

func TestMatchTOTPForgivesOneStep(t *testing.T) {
	t.Parallel()
	secret, at := []byte("12345678901234567890"), time.Unix(1234567890, 0)
	step := at.Unix() / 30
	for off, want := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		if got := matchTOTP(secret, totpCode(secret, step+off), at); (got == step+off) != want {
			t.Errorf("%d steps off: %d", off, got)
		}
	}
	for _, typed := range []string{"", "12345", "000000000000", "abcdef"} {
		if matchTOTP(secret, typed, at) != 0 {
			t.Errorf("%q fits", typed)
		}
	}
}

func TestPlainCode(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"abcd-efgh-jkmn": "abcdefghjkmn", " ABCD efgh–JKMN ": "abcdefghjkmn", "": "", "1lo0": ""} {
		if got := plainCode(typed); got != want {
			t.Errorf("%q: %q", typed, got)
		}
	}
}

func FuzzCodes(f *testing.F) {
	f.Add("123 456")
	f.Add("abcd-efgh-jkmn")
	f.Fuzz(func(t *testing.T, typed string) {
		for _, r := range digits(typed) + plainCode(typed) {
			if r > 'z' {
				t.Errorf("%q keeps %q", typed, r)
			}
		}
		if matchTOTP([]byte("12345678901234567890"), typed, time.Unix(59, 0)) != 0 && digits(typed) != typed {
			t.Errorf("%q is taken for a code", typed)
		}
	})
}
