package coursefile

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/media"
)

// The limits of an archive that is handed in: several times the largest course, and
// the films and sounds that a course may have.
const (
	// MaxArchive is the size of an archive, in bytes.
	MaxArchive = 16<<20 + MaxMedia
	mostFiles  = 200
	mostBytes  = 32 << 20 // of all files unpacked but films and sounds
	// MaxFile is the size of one file of a course, in bytes.
	MaxFile = 4 << 20
)

// fileName is what a file of a course may be called, on every system alike.
var fileName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,79}(?:\.[a-z0-9]{1,8}){1,2}$`)

// FileName reports whether a file of a course may be called so.
func FileName(name string) bool { return fileName.MatchString(name) }

// Archive is the course as a ZIP archive with one folder of the name, such as
// is-01. The same files give the same bytes.
func (f Files) Archive(folder string) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range f.Names() {
		entry, err := w.CreateHeader(&zip.FileHeader{Name: folder + "/" + name, Method: method(name)})
		if err != nil {
			return nil, fmt.Errorf("coursefile: archive %s: %w", name, err)
		}
		if _, err := entry.Write(f[name]); err != nil {
			return nil, fmt.Errorf("coursefile: archive %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("coursefile: archive: %w", err)
	}
	return out.Bytes(), nil
}

// method says how a file is packed: films and sounds are so already.
func method(name string) uint16 {
	if MediaName(name) {
		return zip.Store
	}
	return zip.Deflate
}

// ReadArchive unpacks an archive of one course: its files lie at the top or in
// one folder; what systems put in beside them (__MACOSX, hidden files) is passed
// over. Errors are of kind Invalid or TooLarge and name the entry.
func ReadArchive(content []byte) (Files, error) {
	if len(content) > MaxArchive {
		return nil, apperr.New(apperr.TooLarge, "error.archive.too_large", args("megabytes", MaxArchive>>20))
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, apperr.Wrap(apperr.Invalid, "error.archive.unreadable", err)
	}
	a := unpacking{files: Files{}}
	for _, entry := range archive.File {
		if err := a.take(entry); err != nil {
			return nil, err
		}
	}
	if len(a.files) == 0 {
		return nil, apperr.New(apperr.Invalid, "error.archive.empty", nil)
	}
	return a.files, nil
}

type unpacking struct {
	files  Files
	folder string // of the first file
	bytes  int
	media  int // bytes of films and sounds
}

func (a *unpacking) take(entry *zip.File) error {
	folder, name, err := a.place(entry)
	if err != nil || name == "" {
		return err
	}
	refuse := func(kind apperr.Kind, key string, arguments ...any) error {
		return apperr.New(kind, key, args(append([]any{"name", entry.Name}, arguments...)...))
	}
	if len(a.files) == 0 {
		a.folder = folder
	}
	switch {
	case folder != a.folder:
		return refuse(apperr.Invalid, "error.archive.folders")
	case a.files[name] != nil:
		return refuse(apperr.Invalid, "error.archive.twice")
	case len(a.files) >= mostFiles:
		return refuse(apperr.TooLarge, "error.archive.files", "max", mostFiles)
	}
	// What the header says of the size is not believed.
	stream, err := entry.Open()
	if err != nil {
		return refuse(apperr.Invalid, "error.archive.entry")
	}
	defer stream.Close() //nolint:errcheck // nothing was written
	most, sum := MaxFile, &a.bytes
	if kind, is := media.Named(name); is {
		most, sum = int(kind.Most()), &a.media
	}
	unpacked, err := io.ReadAll(io.LimitReader(stream, int64(most)+1))
	*sum += len(unpacked)
	switch {
	case len(unpacked) > most:
		return refuse(apperr.TooLarge, "error.archive.file_large", "megabytes", most>>20)
	case a.media > MaxMedia:
		return refuse(apperr.TooLarge, "error.archive.media", "megabytes", MaxMedia>>20)
	case a.bytes > mostBytes:
		return refuse(apperr.TooLarge, "error.archive.unpacked", "megabytes", mostBytes>>20)
	case err != nil:
		return refuse(apperr.Invalid, "error.archive.entry")
	}
	a.files[name] = unpacked
	return nil
}

// place is where an entry belongs; name is empty for what is passed over.
func (a *unpacking) place(entry *zip.File) (folder, name string, err error) {
	parts := strings.Split(strings.TrimSuffix(entry.Name, "/"), "/")
	name = parts[len(parts)-1]
	bad := apperr.New(apperr.Invalid, "error.archive.name", args("name", entry.Name))
	for _, part := range parts {
		if part == ".." || part == "." || part == "" {
			return "", "", bad
		}
	}
	if strings.ContainsAny(entry.Name, "\\\x00:") {
		return "", "", bad
	}
	switch {
	case parts[0] == "__MACOSX" || strings.HasPrefix(name, ".") || entry.Mode().IsDir():
		return "", "", nil
	case entry.Mode().Type() != fs.FileMode(0) || entry.Flags&1 != 0: // a link, a device, encrypted
		return "", "", apperr.New(apperr.Invalid, "error.archive.entry", args("name", entry.Name))
	case len(parts) > 2 || !FileName(name):
		return "", "", bad
	case len(parts) == 2:
		folder = parts[0]
	}
	return folder, name, nil
}
