package ledger

import (
	"fmt"
	"io"
	"strings"
)

// evidenceLetters has no letter that is taken for a digit or another letter (no
// I, L, O, U): Crockford's 32, five bits each.
const evidenceLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewEvidenceNo is a new evidence number of a completion, such as
// IS-01-7F3K2-QXM9W: the course's code and ten random letters (50 bits: of a
// million numbers two are alike once in two thousand times, and the ledger then
// refuses the second). It tells neither person nor order. random is
// crypto/rand.Reader but in tests.
func NewEvidenceNo(courseCode string, random io.Reader) (string, error) {
	const length, group = 10, 5
	var bytes [length]byte
	if _, err := io.ReadFull(random, bytes[:]); err != nil {
		return "", fmt.Errorf("ledger: evidence number: %w", err)
	}
	var b strings.Builder
	b.WriteString(courseCode)
	for i, random := range bytes {
		if i%group == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(evidenceLetters[random%32])
	}
	return b.String(), nil
}
