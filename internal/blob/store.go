package blob

import (
	"context"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// Put stores the content, or finds that it is there. Errors as Describe.
func Put(ctx context.Context, tx *db.Tx, content []byte) (File, error) {
	f, err := Describe(content)
	if err != nil {
		return f, err
	}
	fresh, err := begin(ctx, tx, f)
	if err != nil || !fresh {
		return f, err
	}
	for no := 0; no*chunk < len(content); no++ {
		if err := putPart(ctx, tx, f, no, content[no*chunk:min((no+1)*chunk, len(content))]); err != nil {
			return f, err
		}
	}
	return f, nil
}

// begin notes a file; false where it is there.
func begin(ctx context.Context, tx *db.Tx, f File) (bool, error) {
	result := tx.Query(ctx).Exec(`insert into blobs (hash, size, media_type) values (?, ?, ?) on conflict (hash) do nothing`,
		db.Bytes(f.Hash), f.Size, f.MediaType)
	if result.Error != nil {
		return false, fmt.Errorf("blob: put: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}

func putPart(ctx context.Context, tx *db.Tx, f File, no int, part []byte) error {
	if err := tx.Query(ctx).Exec(`insert into blob_chunks (hash, no, data) values (?, ?, ?)`, db.Bytes(f.Hash), no, db.Bytes(part)).Error; err != nil {
		return fmt.Errorf("blob: put part %d: %w", no, err)
	}
	return nil
}

// Stat is what is known of a file; NotFound if there is none.
func Stat(ctx context.Context, c db.Conn, hash []byte) (File, error) {
	var f File
	err := db.One(c.Query(ctx), &f, `select hash, size, media_type, created_at from blobs where hash = ?`, db.Bytes(hash))
	if db.IsNotFound(err) {
		return f, apperr.New(apperr.NotFound, "error.blob.gone", nil)
	}
	if err != nil {
		return f, fmt.Errorf("blob: stat: %w", err)
	}
	return f, nil
}

// Read is the part of the content from the byte from up to, not including, to; it
// reads the chunks of that part alone.
func Read(ctx context.Context, c db.Conn, f File, from, to int64) ([]byte, error) {
	if from < 0 || to > f.Size || from > to {
		return nil, fmt.Errorf("blob: %d to %d of %d bytes", from, to, f.Size)
	}
	if from == to {
		return nil, nil
	}
	var parts []struct{ Data []byte }
	first, last := from/chunk, (to-1)/chunk
	if err := c.Query(ctx).Raw(`select data from blob_chunks where hash = ? and no between ? and ? order by no`, db.Bytes(f.Hash), first, last).
		Scan(&parts).Error; err != nil {
		return nil, fmt.Errorf("blob: read: %w", err)
	}
	out := make([]byte, 0, (last-first+1)*chunk)
	for _, p := range parts {
		out = append(out, p.Data...)
	}
	if want := min((last+1)*chunk, f.Size) - first*chunk; int64(len(out)) != want {
		return nil, fmt.Errorf("blob: read: %d bytes of %d are there", len(out), want)
	}
	return out[from-first*chunk : to-first*chunk], nil
}

// Drop deletes the file; the caller has made sure that nothing refers to it. What
// still does, keeps it: a foreign key of the database refuses.
func Drop(ctx context.Context, tx *db.Tx, hash []byte) error {
	if err := tx.Query(ctx).Exec(`delete from blobs where hash = ?`, db.Bytes(hash)).Error; err != nil {
		return fmt.Errorf("blob: drop: %w", err)
	}
	return nil
}
