package blob

import (
	"bytes"
	"crypto/sha256"
	"time"

	"zaemme/internal/apperr"
)

const (
	// MaxSize is the largest file, in bytes.
	MaxSize = 10 << 20
	// chunk is how much of a file one row holds, in bytes.
	chunk = 256 << 10
)

// File is what is known of a stored file.
type File struct {
	Hash      []byte // SHA-256 of the content
	Size      int64  // bytes
	MediaType string
	CreatedAt time.Time
}

// Extension for a name, with its dot.
func (f File) Extension() string {
	for _, k := range kinds {
		if k.mediaType == f.MediaType {
			return k.extension
		}
	}
	return ""
}

// kinds are the types that are taken, each with how its content begins and what
// must stand near its end.
var kinds = []struct {
	mediaType, extension string
	begins               []byte
	ends                 []byte // within the last 1024 bytes, nil: nothing
}{
	{"application/pdf", ".pdf", []byte("%PDF-"), []byte("%%EOF")},
	{"image/png", ".png", []byte("\x89PNG\r\n\x1a\n"), []byte("IEND")},
	{"image/jpeg", ".jpg", []byte("\xff\xd8\xff"), []byte("\xff\xd9")},
}

// Describe says what the content is. Errors: Invalid for what is none of the types
// or ends early, TooLarge.
func Describe(content []byte) (File, error) {
	if len(content) > MaxSize {
		return File{}, apperr.New(apperr.TooLarge, "error.blob.too_large", map[string]any{"megabytes": MaxSize >> 20})
	}
	tail := content[max(0, len(content)-1024):]
	for _, k := range kinds {
		if bytes.HasPrefix(content, k.begins) && bytes.Contains(tail, k.ends) {
			sum := sha256.Sum256(content)
			return File{Hash: sum[:], Size: int64(len(content)), MediaType: k.mediaType}, nil
		}
	}
	return File{}, apperr.New(apperr.Invalid, "error.blob.kind", nil)
}
