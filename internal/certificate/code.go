package certificate

import (
	"crypto/hmac"
	"crypto/sha256"
	"strings"
)

// letters are Crockford's 32, as in evidence numbers: none is taken for another.
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codeLength = 10 // letters of five bits
	codeGroup  = 5
	maxTyped   = 100 // bytes of what somebody types
)

// Code is the code of a number, such as 7F3K2-QXM9W: ten letters (50 bits) of an
// HMAC, so that nothing is stored and nobody finds it without the installation's
// secret.
func (s *Service) Code(no string) string {
	mac := hmac.New(sha256.New, s.secret)
	mac.Write([]byte("evidence\x00" + no))
	sum := mac.Sum(nil)
	var b strings.Builder
	for i := range codeLength {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[sum[i]%32])
	}
	return b.String()
}

// matches compares in constant time.
func (s *Service) matches(no, code string) bool {
	return hmac.Equal([]byte(plainLetters(s.Code(no))), []byte(plainLetters(code)))
}

var lookalikes = strings.NewReplacer("O", "0", "I", "1", "L", "1", "U", "V", "-", "", "–", "", " ", "")

// plainLetters is a code as it is compared: as somebody may have read it from paper.
func plainLetters(typed string) string { return lookalikes.Replace(strings.ToUpper(typed)) }

// typedNo is a number as somebody may have read it from paper: the course's code as
// it is, the last two groups without lookalikes.
func typedNo(typed string) string {
	if len(typed) > maxTyped {
		return ""
	}
	parts := strings.Split(strings.ReplaceAll(strings.ToUpper(strings.Join(strings.Fields(typed), "")), "–", "-"), "-")
	for i := max(0, len(parts)-2); i < len(parts); i++ {
		parts[i] = plainLetters(parts[i])
	}
	return strings.Join(parts, "-")
}
