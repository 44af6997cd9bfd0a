package blob

import (
	"context"
	"errors"
	"fmt"
	"io"

	"zaemme/internal/db"
)

// Keep stores a file that the program itself has made: of any type and any size,
// read once and held in memory by one chunk. The caller states hash (SHA-256) and
// size; where r holds another number of bytes nothing is to be committed.
func Keep(ctx context.Context, tx *db.Tx, f File, r io.Reader) error {
	result := tx.Query(ctx).Exec(`insert into blobs (hash, size, media_type) values (?, ?, ?) on conflict (hash) do nothing`, db.Bytes(f.Hash), f.Size, f.MediaType)
	if result.Error != nil {
		return fmt.Errorf("blob: keep: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return nil
	}
	part, size := make([]byte, chunk), int64(0)
	for no := 0; ; no++ {
		n, err := io.ReadFull(r, part)
		if n > 0 {
			if err := tx.Query(ctx).Exec(`insert into blob_chunks (hash, no, data) values (?, ?, ?)`, db.Bytes(f.Hash), no, db.Bytes(part[:n])).Error; err != nil {
				return fmt.Errorf("blob: keep part %d: %w", no, err)
			}
		}
		switch size += int64(n); {
		case err == nil:
		case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			return fmt.Errorf("blob: keep: %w", err)
		case size != f.Size:
			return fmt.Errorf("blob: keep: %d bytes of %d", size, f.Size)
		default:
			return nil
		}
	}
}

// Copy writes the whole content to out, a chunk at a time.
func Copy(ctx context.Context, c db.Conn, f File, out io.Writer) error {
	for from := int64(0); from < f.Size; from += chunk {
		part, err := Read(ctx, c, f, from, min(from+chunk, f.Size))
		if err != nil {
			return err
		}
		if _, err := out.Write(part); err != nil {
			return fmt.Errorf("blob: copy: %w", err)
		}
	}
	return nil
}
