package blob_test

import (
	"bytes"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
)

func pdf(size int) []byte {
	content := append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("0123456789abcdef"), size/16)...)
	return append(content, "\n%%EOF\n"...)
}

func TestOnlyTheContentSaysWhatItIs(t *testing.T) {
	t.Parallel()
	png := append([]byte("\x89PNG\r\n\x1a\n........"), "IEND\xaeB`\x82"...)
	for name, c := range map[string]struct {
		content []byte
		want    string
		kind    apperr.Kind
	}{
		"pdf":              {pdf(2000), "application/pdf", ""},
		"png":              {png, "image/png", ""},
		"jpeg":             {[]byte("\xff\xd8\xff\xe0 .. \xff\xd9"), "image/jpeg", ""},
		"html":             {[]byte("<!doctype html><script>alert(1)</script>"), "", apperr.Invalid},
		"svg":              {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "", apperr.Invalid},
		"html with a pdf":  {[]byte("<html>%PDF-1.7 %%EOF"), "", apperr.Invalid},
		"pdf that is cut":  {pdf(4000)[:3000], "", apperr.Invalid},
		"a program":        {[]byte("MZ\x90\x00"), "", apperr.Invalid},
		"nothing":          {nil, "", apperr.Invalid},
		"more than enough": {pdf(blob.MaxSize + 16), "", apperr.TooLarge},
	} {
		f, err := blob.Describe(c.content)
		if f.MediaType != c.want || c.kind != "" && !apperr.Is(err, c.kind) || c.kind == "" && (err != nil || f.Extension() == "") {
			t.Errorf("%s: %q, %v", name, f.MediaType, err)
		}
	}
}

func TestWhatIsReadIsWhatWasPut(t *testing.T) {
	t.Parallel()
	ctx, d := t.Context(), dbtest.New(t)
	content := pdf(700 << 10) // three chunks
	var f blob.File
	put := func() {
		t.Helper()
		if err := d.Write(ctx, func(tx *db.Tx) (err error) {
			f, err = blob.Put(ctx, tx, content)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	put()
	put()
	found, err := blob.Stat(ctx, d, f.Hash)
	if err != nil || found.Size != int64(len(content)) || found.MediaType != "application/pdf" {
		t.Fatalf("%+v, %v", found, err)
	}
	var chunks int
	if err := d.Query(ctx).Raw(`select count(*) from blob_chunks`).Scan(&chunks).Error; err != nil || chunks != 3 {
		t.Errorf("%d chunks, %v", chunks, err)
	}
	for _, c := range [][2]int64{{0, found.Size}, {0, 1}, {256<<10 - 1, 256<<10 + 1}, {300 << 10, 700 << 10}, {found.Size - 5, found.Size}, {7, 7}} {
		got, err := blob.Read(ctx, d, found, c[0], c[1])
		if err != nil || !bytes.Equal(got, content[c[0]:c[1]]) {
			t.Errorf("%v: %d bytes, %v", c, len(got), err)
		}
	}
	for _, c := range [][2]int64{{-1, 2}, {0, found.Size + 1}, {5, 4}} {
		if _, err := blob.Read(ctx, d, found, c[0], c[1]); err == nil {
			t.Errorf("%v was read", c)
		}
	}
	if err := d.Write(ctx, func(tx *db.Tx) error { return blob.Drop(ctx, tx, f.Hash) }); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.Stat(ctx, d, f.Hash); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("still there: %v", err)
	}
}
