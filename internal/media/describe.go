package media

import (
	"io"
	"slices"
	"strings"

	"zaemme/internal/apperr"
)

// The largest files, in bytes: ten minutes of film at 640 kbit/s, which is enough for
// a screen of 720 lines, and half an hour of speech at 96 kbit/s.
const (
	MaxVideo = 50 << 20
	MaxAudio = 25 << 20
)

// Kind is one of the containers that are taken.
type Kind struct {
	Type   string // media type, such as video/mp4
	Ending string // of a file's name, with its dot
}

// Video reports moving pictures; the others are sound alone.
func (k Kind) Video() bool { return strings.HasPrefix(k.Type, "video/") }

// Most is the size of the largest file of the kind, in bytes.
func (k Kind) Most() int64 {
	if k.Video() {
		return MaxVideo
	}
	return MaxAudio
}

// Kinds are all that are taken.
func Kinds() []Kind {
	return []Kind{{"video/mp4", ".mp4"}, {"video/webm", ".webm"}, {"audio/mpeg", ".mp3"}, {"audio/mp4", ".m4a"}, {"audio/ogg", ".ogg"}}
}

// Named is the kind that a file of the name should be.
func Named(name string) (Kind, bool) {
	all := Kinds()
	i := slices.IndexFunc(all, func(k Kind) bool { return strings.HasSuffix(name, k.Ending) })
	if i < 0 {
		return Kind{}, false
	}
	return all[i], true
}

// OfType is the kind with the media type.
func OfType(mediaType string) (Kind, bool) {
	all := Kinds()
	i := slices.IndexFunc(all, func(k Kind) bool { return k.Type == mediaType })
	if i < 0 {
		return Kind{}, false
	}
	return all[i], true
}

// Describe says what a file of size bytes is; it reads what its structure needs and
// never the whole. Errors: Invalid for what is none of the kinds or ends early,
// TooLarge.
func Describe(r io.ReaderAt, size int64) (Kind, error) {
	f := file{r, size}
	for _, of := range []func() (string, bool){f.mp4, f.webm, f.ogg, f.mp3} {
		name, is := of()
		if !is {
			continue
		}
		k, _ := OfType(name)
		if size > k.Most() {
			return Kind{}, apperr.New(apperr.TooLarge, "error.media.too_large", map[string]any{"megabytes": k.Most() >> 20})
		}
		return k, nil
	}
	return Kind{}, apperr.New(apperr.Invalid, "error.media.kind", nil)
}

// file is a file whose parts are read where they are asked for.
type file struct {
	r    io.ReaderAt
	size int64
}

// at is n bytes from the offset, nil where the file has not so many.
func (f file) at(offset int64, n int) []byte {
	if offset < 0 || offset+int64(n) > f.size {
		return nil
	}
	out := make([]byte, n)
	if read, _ := f.r.ReadAt(out, offset); read < n {
		return nil
	}
	return out
}
