package blob_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
)

func pdfOf(parts ...string) []byte {
	return []byte("%PDF-1.7\n" + strings.Join(parts, "\n") + "\ntrailer << /Root 1 0 R >>\n%%EOF\n")
}

func packed(dict, objects string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write([]byte(objects))
	_ = w.Close()
	return fmt.Sprintf("5 0 obj << %s /Length %d >>\nstream\n%s\nendstream endobj", dict, out.Len(), out.String())
}

// A PDF in which something can act is refused however it is written; one from a
// scanner, with whatever bytes its pictures have, is kept as it is.
func TestAPDFThatActs(t *testing.T) {
	t.Parallel()
	noise := make([]byte, 200_000)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(noise)
	copy(noise[5000:], " /JS ") // as it stands by chance
	scanned := "4 0 obj << /Type /XObject /Subtype /Image /Filter /DCTDecode /Length 200000 >>\nstream\n" + string(noise) + "\nendstream endobj"
	for name, c := range map[string]struct {
		content []byte
		key     string
	}{
		"from a scanner": {pdfOf("1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >> endobj", scanned), ""},
		"a link":         {pdfOf("1 0 obj << /Type /Annot /A << /S /URI /URI (https://emmen.example) >> >> endobj"), ""},
		"packed":         {pdfOf(packed("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", "1 0 << /Type /Catalog >>")), ""},
		"a script":       {pdfOf("1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj"), "error.blob.pdf_acts"},
		"escaped":        {pdfOf("1 0 obj << /OpenAction << /S /J#61vaScript /#4aS (x) >> >> endobj"), "error.blob.pdf_acts"},
		"a program":      {pdfOf("1 0 obj << /A << /S /Launch /F (cmd.exe) >> >> endobj"), "error.blob.pdf_acts"},
		"no file in it":  {pdfOf("1 0 obj << /Names << /EmbeddedFiles << /Names [] >> >> >> endobj"), ""}, // as many programs write
		"a file in it":   {pdfOf("2 0 obj << /Type /Filespec /EF << /F 3 0 R >> >> endobj"), "error.blob.pdf_acts"},
		"a form":         {pdfOf("1 0 obj << /AcroForm << /XFA 2 0 R >> >> endobj"), "error.blob.pdf_acts"},
		"packed script":  {pdfOf(packed("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", "1 0 << /S /JavaScript >>")), "error.blob.pdf_acts"},
		"packed, hidden": {pdfOf(packed("/Type /Obj#53tm /Filter [/FlateDecode]", "1 0 << /S /Launch >>")), "error.blob.pdf_acts"},
		"in a stream":    {pdfOf("4 0 obj << /Length 60 >>\nstream\n9 0 obj << /S /JavaScript >> endobj\nendstream endobj"), "error.blob.pdf_acts"},
		"packed oddly":   {pdfOf("5 0 obj << /Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n789c>\nendstream endobj"), "error.blob.pdf_unclear"},
		"broken packing": {pdfOf("5 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\nxxxx\nendstream endobj"), "error.blob.pdf_unclear"},
		"a bomb":         {pdfOf(packed("/Type /ObjStm /Filter /FlateDecode", strings.Repeat(" ", 40<<20))), "error.blob.pdf_unclear"},
		"locked":         {pdfOf("trailer << /Encrypt 9 0 R >>"), "error.blob.pdf_locked"},
	} {
		clean, err := blob.Clean(c.content)
		var e *apperr.Error
		switch {
		case c.key == "":
			if err != nil || !bytes.Equal(clean, c.content) {
				t.Errorf("%s: %v", name, err)
			}
		case !errorsAs(err, &e) || e.Key != c.key:
			t.Errorf("%s: %v", name, err)
		}
	}
}

func errorsAs(err error, e **apperr.Error) bool {
	found, ok := err.(*apperr.Error) //nolint:errorlint // as Clean returns it
	*e = found
	return ok
}

// A photo loses what the camera wrote beside the picture.
func TestAPhotoLosesWhereItWasTaken(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 60, 40)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00 GPS 47.08 N 8.30 E"
	taken := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	taken = append(append(taken, out.Bytes()[2:]...), "\nattached <script>\xff\xd9"...)
	clean, err := blob.Clean(taken)
	if err != nil || bytes.Contains(clean, []byte("GPS")) || bytes.Contains(clean, []byte("script")) {
		t.Fatalf("%v, %d bytes", err, len(clean))
	}
	if made, err := jpeg.Decode(bytes.NewReader(clean)); err != nil || made.Bounds().Dx() != 60 {
		t.Errorf("%v", err)
	}
	if _, err := blob.Clean([]byte("\xff\xd8\xff\xe0 no picture \xff\xd9")); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("what only begins and ends like one: %v", err)
	}
}

// FuzzClean holds that what is kept is a picture that can be read, or a PDF without a
// name that acts.
func FuzzClean(f *testing.F) {
	f.Add(pdfOf("1 0 obj << /S /JavaScript >> endobj"))
	f.Add(pdfOf(packed("/Type /ObjStm /Filter /FlateDecode", "1 0 << /S /Launch >>")))
	f.Add([]byte("\x89PNG\r\n\x1a\n....IEND"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x04Ex\xff\xd9"))
	f.Fuzz(func(t *testing.T, content []byte) {
		clean, err := blob.Clean(content)
		if err != nil {
			if !apperr.Is(err, apperr.Invalid) && !apperr.Is(err, apperr.TooLarge) {
				t.Error(err)
			}
			return
		}
		if bytes.HasPrefix(clean, []byte("%PDF-")) {
			if bytes.Contains(clean, []byte("/JavaScript ")) || bytes.Contains(clean, []byte("/Launch ")) {
				t.Error("it acts")
			}
		} else if _, _, err := image.Decode(bytes.NewReader(clean)); err != nil {
			t.Error(err)
		}
	})
}
