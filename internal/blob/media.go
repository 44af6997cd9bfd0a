package blob

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"

	"zaemme/internal/db"
	"zaemme/internal/media"
)

// Captions is the media type of captions.
const Captions = "text/vtt"

// PutMedia stores a film or sound of size bytes, or finds that it is there; at no time
// more than a chunk of it is in memory. It may be larger than other files (media.Kind):
// only authors hand it in. Errors as media.Describe.
func PutMedia(ctx context.Context, tx *db.Tx, r io.ReaderAt, size int64) (File, error) {
	kind, err := media.Describe(r, size)
	if err != nil {
		return File{}, err
	}
	return putFrom(ctx, tx, r, size, kind.Type)
}

// PutCaptions stores captions that media.Captions has read without a fault.
func PutCaptions(ctx context.Context, tx *db.Tx, r io.ReaderAt, size int64) (File, error) {
	return putFrom(ctx, tx, r, size, Captions)
}

func putFrom(ctx context.Context, tx *db.Tx, r io.ReaderAt, size int64, mediaType string) (File, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(r, 0, size)); err != nil {
		return File{}, fmt.Errorf("blob: hash: %w", err)
	}
	f := File{Hash: sum.Sum(nil), Size: size, MediaType: mediaType}
	fresh, err := begin(ctx, tx, f)
	if err != nil || !fresh {
		return f, err
	}
	part := make([]byte, chunk)
	for no := 0; int64(no)*chunk < size; no++ {
		n, err := io.ReadFull(io.NewSectionReader(r, int64(no)*chunk, min(chunk, size-int64(no)*chunk)), part[:min(chunk, size-int64(no)*chunk)])
		if err != nil {
			return f, fmt.Errorf("blob: read part %d: %w", no, err)
		}
		if err := putPart(ctx, tx, f, no, part[:n]); err != nil {
			return f, err
		}
	}
	return f, nil
}

// Reader reads a part of a stored file chunk by chunk.
type Reader struct {
	ctx      context.Context
	cancel   context.CancelFunc
	conn     db.Conn
	file     File
	from, to int64
	held     []byte
}

// Open is a reader of the content from the byte from up to, not including, to. It
// reads until Close, also after the context of a request has ended; cancel is called
// then and may be nil.
func Open(ctx context.Context, cancel context.CancelFunc, c db.Conn, f File, from, to int64) *Reader {
	return &Reader{ctx: ctx, cancel: cancel, conn: c, file: f, from: from, to: to}
}

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	if len(r.held) == 0 {
		if r.from >= r.to {
			return 0, io.EOF
		}
		end := min((r.from/chunk+1)*chunk, r.to)
		part, err := Read(r.ctx, r.conn, r.file, r.from, end)
		if err != nil {
			return 0, err
		}
		r.held, r.from = part, end
	}
	n := copy(p, r.held)
	r.held = r.held[n:]
	return n, nil
}

// Close implements io.Closer.
func (r *Reader) Close() error {
	if r.cancel != nil {
		r.cancel()
	}
	return nil
}
