package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Argon2id parameters: 19 MiB, two passes, one lane (the OWASP minimum; 22 ms on
// the machine we measured on).
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	saltLen   = 16
	keyLen    = 32
)

// MinPasswordLen in characters (BACS recommendation).
const MinPasswordLen = 12

// Hasher hashes passwords, a few at a time: each takes 19 MiB, and a hundred
// people signing in at eight o'clock must not take two gigabytes.
type Hasher struct{ slots chan struct{} }

// NewHasher allows parallel hashes at once.
func NewHasher(parallel int) *Hasher { return &Hasher{slots: make(chan struct{}, parallel)} }

// Hash is the PHC string of a password, with a fresh salt.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLen)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("auth: salt: %w", err)
	}
	key, err := h.derive(ctx, password, salt, memoryKiB, passes, lanes)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes,
		b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// Matches reports whether the password has the hash. A hash it cannot read
// matches nothing.
func (h *Hasher) Matches(ctx context.Context, hash, password string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, nil
	}
	var memory, time uint32
	var threads uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &threads); err != nil {
		return false, nil //nolint:nilerr // an unreadable hash matches nothing
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	want, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || len(want) == 0 {
		return false, nil
	}
	got, err := h.derive(ctx, password, salt, memory, time, threads)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

func (h *Hasher) derive(ctx context.Context, password string, salt []byte, memory, time uint32, threads uint8) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	// The same umlaut may be typed as one character or as two.
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, time, memory, threads, keyLen), nil
}

// NewPassword is a random password that can be read aloud and typed: four groups
// of four without look-alike characters, 79 bits.
func NewPassword() (string, error) { return readableText(4) }
