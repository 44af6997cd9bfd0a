package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Assets are the static files, in memory, each under its content hash.
type Assets struct {
	files map[string]asset
}

type asset struct {
	url, kind    string
	hash         string
	plain, small []byte // small is gzip, nil where it saves nothing
}

// LoadAssets reads every file under dir.
func LoadAssets(fsys fs.FS, dir string) (*Assets, error) {
	a := &Assets{files: map[string]asset{}}
	err := fs.WalkDir(fsys, dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(file, dir+"/")
		sum := sha256.Sum256(raw)
		hash := hex.EncodeToString(sum[:])[:12]
		f := asset{url: "/static/" + hash + "/" + name, kind: kindOf(name), hash: hash, plain: raw}
		f.small, err = shrink(raw)
		a.files[name] = f
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("page: static files: %w", err)
	}
	return a, nil
}

func kindOf(name string) string {
	switch path.Ext(name) { // the machine's mime table may differ
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func shrink(raw []byte) ([]byte, error) {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if buf.Len() >= len(raw) {
		return nil, nil
	}
	return buf.Bytes(), nil
}

// URL is the address of a file such as "app.css"; ok is false for an unknown one.
func (a *Assets) URL(name string) (url string, ok bool) {
	f, ok := a.files[name]
	return f.url, ok
}

// Serve answers GET /static/*: a file under its hash for a year, under another
// hash (a page of the previous release) as it is now and uncached, and the
// stylesheet of an accent colour. Anything else is fiber.ErrNotFound.
func (a *Assets) Serve(c *fiber.Ctx) error {
	hash, name, _ := strings.Cut(strings.TrimPrefix(c.Path(), "/static/"), "/")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	if colour, ok := strings.CutPrefix(hash, "accent-"); ok && name == "accent.css" {
		accent, err := NewAccent("#" + colour)
		if err != nil {
			return fiber.ErrNotFound
		}
		c.Set(fiber.HeaderContentType, kindOf(name))
		c.Set(fiber.HeaderCacheControl, forever)
		return c.SendString(accent.CSS())
	}
	f, ok := a.files[name]
	if !ok {
		return fiber.ErrNotFound
	}
	cache := "no-cache"
	if hash == f.hash {
		cache = forever
	}
	c.Set(fiber.HeaderContentType, f.kind)
	c.Set(fiber.HeaderCacheControl, cache)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if f.small != nil && strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(f.small)
	}
	return c.Send(f.plain)
}

const forever = "public, max-age=31536000, immutable"
