package monthend_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"zaemme/internal/monthend"
)

// A file for publication says so wherever a file of the house says that it is internal,
// and in nothing else do they differ.
func TestAFileSaysWhetherItMayBePublished(t *testing.T) {
	t.Parallel()
	w := generate(t)
	w.run(now)
	months := w.last(0, monthend.BriefMonths)
	for lang, words := range map[string][2]string{"de": {"INTERN", "ÖFFENTLICH"}, "en": {"INTERNAL", "PUBLIC"}} {
		l := w.Texts.Printer(lang)
		var internal, public bytes.Buffer
		if err := w.Workbook(&internal, l, months, now); err != nil {
			t.Fatal(err)
		}
		if err := w.PublicWorkbook(&public, l, months, now); err != nil {
			t.Fatal(err)
		}
		before, after := parts(t, internal.Bytes()), parts(t, public.Bytes())
		said := 0
		for name, text := range before {
			if strings.Count(text, words[0]) != strings.Count(after[name], words[1]) {
				t.Errorf("%s: %s says %s %d times, for publication %s %d times", lang, name, words[0], strings.Count(text, words[0]), words[1], strings.Count(after[name], words[1]))
			}
			if name != "[Content_Types].xml" && strings.ReplaceAll(text, words[0], words[1]) != after[name] { // its parts stand in any order
				t.Errorf("%s: %s differs in more than its class", lang, name)
			}
			said += strings.Count(text, words[0])
		}
		if said < 8 { // six headers, a property, the cover
			t.Errorf("%s: the workbook says %s only %d times", lang, words[0], said)
		}
		b := monthend.NewBrief(l, months)
		for class, word := range map[monthend.Class]string{monthend.Internal: words[0], monthend.Public: words[1]} {
			b.Class = class
			file, err := monthend.PDF(b)
			if err != nil {
				t.Fatal(err)
			}
			if n := bytes.Count(file, wide(word)); n != 2 { // subject, keywords
				t.Errorf("%s: the properties of the PDF say %s %d times", lang, word, n)
			}
		}
	}
}

// Only what was made for publication is in the audit log, with who made it.
func TestWhatIsPublishedIsLogged(t *testing.T) {
	t.Parallel()
	w := generate(t)
	w.run(now)
	m := w.last(0, 1)[0]
	for i, class := range []monthend.Class{monthend.Internal, monthend.Public} {
		h := monthend.Handed{Variant: monthend.BriefVariant, Class: class, Language: "de", By: w.persons[0], At: now, File: sha256.Sum256([]byte(class))}
		if err := w.HandOut(t.Context(), m, h); err != nil {
			t.Fatal(err)
		}
		var n, logged int
		if err := w.Org.DB.Query(t.Context()).Raw(`select (select count(*) from reports where variant = 'brief'), (select count(*) from audit_log
			where action = 'month_end.published' and object_id = ? and actor_id = ? and fields = '{brief}')`, m.UID, w.persons[0]).Row().Scan(&n, &logged); err != nil {
			t.Fatal(err)
		}
		if n != i+1 || logged != i {
			t.Errorf("%q: %d registered, %d in the log", class, n, logged)
		}
	}
}

// parts are the files in an xlsx.
func parts(t *testing.T, content []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// wide is a whole property of a PDF: UTF-16 with a mark, in brackets.
func wide(text string) []byte {
	out := []byte("(\xfe\xff")
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.BigEndian.AppendUint16(out, unit)
	}
	return append(out, ')')
}
