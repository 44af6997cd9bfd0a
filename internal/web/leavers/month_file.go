package leavers

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/certificate"
	"zaemme/internal/leaver"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// fileTime is how long the file of a month may take; the request's own limit is for
// pages. atOnce persons are read together.
const (
	fileTime = 5 * time.Minute
	atOnce   = 100
)

// monthFile is the Bildungsnachweise of everybody who leaves in the month as one ZIP,
// each named by the personnel number. It waits on the disk under no name.
func (h *Handlers) monthFile(c *fiber.Ctx) error {
	v := visit.Of(c)
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	month := monthOf(page.ReadQuery(c).Get("monat"), v.Today)
	list, err := leaver.In(c.UserContext(), h.DB, scope, month)
	if err != nil {
		return err
	}
	var persons []people.Person
	var ids []int64
	for _, one := range named(list) {
		persons, ids = append(persons, one.Person), append(ids, one.ID)
	}
	if len(persons) == 0 {
		return page.Warned(c, Path+"?monat="+month.String()[:7], "leavers.nobody")
	}
	if err := h.looked(c, "hr.records", scope, ids...); err != nil {
		return err
	}
	file, err := os.CreateTemp("", "zaemme-records-*")
	if err != nil {
		return fmt.Errorf("leavers: spool: %w", err)
	}
	_ = os.Remove(file.Name()) // the content goes with the last reader
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), fileTime)
	defer cancel()
	size, err := h.write(ctx, file, persons, v)
	if err != nil {
		_ = file.Close()
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+month.String()[:7]+`_Bildungsnachweise.zip"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendStream(file, int(size)) // closes the file
}

// write packs the files and leaves the reader at the beginning.
func (h *Handlers) write(ctx context.Context, file *os.File, persons []people.Person, v *visit.Visit) (size int64, err error) {
	z := zip.NewWriter(file)
	taken := map[string]bool{}
	for from := 0; from < len(persons); from += atOnce {
		part := persons[from:min(from+atOnce, len(persons))]
		records, err := h.Certificates.Records(ctx, h.DB, part, v.Settings, v.Today)
		if err != nil {
			return 0, err
		}
		for i, record := range records {
			name := fileName(part[i])
			if taken[name] { // two numbers that differ only by what a file name cannot hold
				name = part[i].UID.String() + ".pdf"
			}
			taken[name] = true
			if err := add(z, name, record, v.Now); err != nil {
				return 0, err
			}
		}
	}
	if err := z.Close(); err != nil {
		return 0, fmt.Errorf("leavers: pack: %w", err)
	}
	if size, err = file.Seek(0, io.SeekEnd); err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return 0, fmt.Errorf("leavers: spool: %w", err)
	}
	return size, nil
}

func add(z *zip.Writer, name string, record certificate.Record, now time.Time) error {
	content, err := certificate.RecordPDF(record)
	if err != nil {
		return err
	}
	out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: now})
	if err == nil {
		_, err = out.Write(content)
	}
	if err != nil {
		return fmt.Errorf("leavers: pack: %w", err)
	}
	return nil
}
