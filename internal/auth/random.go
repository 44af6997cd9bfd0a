package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"

	"zaemme/internal/db"
)

// newToken is 32 random bytes as text, and what is stored of them.
func newToken() (text string, hash db.Bytes, err error) { return tokenOf(32) }

// tokenOf is n random bytes as text, and what is stored of them.
func tokenOf(n int) (text string, hash db.Bytes, err error) {
	raw := make([]byte, n)
	if _, err := rand.Read(raw); err != nil {
		return "", nil, fmt.Errorf("auth: token: %w", err)
	}
	text = base64.RawURLEncoding.EncodeToString(raw)
	return text, hashToken(text), nil
}

func hashToken(text string) db.Bytes {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// readableLetters are 31 without look-alikes.
const readableLetters = "abcdefghjkmnpqrstuvwxyz23456789"

// readableText can be read aloud and typed: groups of four letters and digits
// with a hyphen between them, nearly 20 bits each.
func readableText(groups int) (string, error) {
	parts := make([]string, groups)
	for i := range parts {
		var err error
		if parts[i], err = randomText(readableLetters, 4); err != nil {
			return "", err
		}
	}
	return strings.Join(parts, "-"), nil
}

// randomText is n letters, each as likely as the others.
func randomText(letters string, n int) (string, error) {
	var b strings.Builder
	for range n {
		i, err := rand.Int(rand.Reader, big.NewInt(int64(len(letters))))
		if err != nil {
			return "", fmt.Errorf("auth: random text: %w", err)
		}
		b.WriteByte(letters[i.Int64()])
	}
	return b.String(), nil
}
