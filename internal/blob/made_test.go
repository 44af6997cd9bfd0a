package blob_test

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"zaemme/internal/blob"
	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
)

// What the program has made is kept whole, whatever its type and its size, and comes
// back as it was; a wrong size is refused.
func TestAMadeFileIsKeptWhole(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	for _, size := range []int{0, 1, 256 << 10, 256<<10 + 1, 11 << 20} { // a chunk, and more than may be uploaded
		content := bytes.Repeat([]byte("zämme;"), size/7+1)[:size]
		sum := sha256.Sum256(content)
		f := blob.File{Hash: sum[:], Size: int64(size), MediaType: "text/csv"}
		for _, stated := range []int64{int64(size) + 1, int64(size), int64(size)} { // wrong, right, once more
			f.Size = stated
			err := d.Write(t.Context(), func(tx *db.Tx) error { return blob.Keep(t.Context(), tx, f, bytes.NewReader(content)) })
			if (err == nil) != (stated == int64(size)) {
				t.Fatalf("%d bytes of %d: %v", size, stated, err)
			}
		}
		kept, err := blob.Stat(t.Context(), d, f.Hash)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := blob.Copy(t.Context(), d, kept, &out); err != nil || !bytes.Equal(out.Bytes(), content) {
			t.Errorf("%d bytes came back as %d: %v", size, out.Len(), err)
		}
	}
}
