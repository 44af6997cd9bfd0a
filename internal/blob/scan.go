package blob

import (
	"context"

	"zaemme/internal/db"
	"zaemme/internal/picture"
)

// longest is the longer side of a scan, in pixels: A4 at 300 dpi.
const longest = 3600

// Clean is a scan or photo as it is kept: a picture written anew, so that nothing but
// the picture is left of the file (no place, no camera, nothing appended); a PDF as
// it is, unless something in it could act. Errors as Describe, and Invalid for a PDF
// that could act or cannot be judged.
func Clean(content []byte) ([]byte, error) {
	f, err := Describe(content)
	if err != nil {
		return nil, err
	}
	if f.MediaType == "application/pdf" {
		return content, passive(content)
	}
	clean, _, err := picture.Reencode(content, longest)
	return clean, err
}

// PutScan is Put for what people hand in as evidence: it is cleaned first.
func PutScan(ctx context.Context, tx *db.Tx, content []byte) (File, error) {
	clean, err := Clean(content)
	if err != nil {
		return File{}, err
	}
	return Put(ctx, tx, clean)
}
