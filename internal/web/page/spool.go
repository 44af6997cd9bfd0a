package page

import (
	"fmt"
	"io"
	"os"

	"github.com/gofiber/fiber/v2"
)

// Spool answers with a file that write makes and names, through a file on disk, so
// that it may be larger than memory and nothing of it leaves where write fails. The
// file is gone from the disk at once; its content goes with the last reader.
func Spool(c *fiber.Ctx, kind string, write func(io.Writer) (name string, err error)) error {
	file, err := os.CreateTemp("", "zaemme-file-*")
	if err != nil {
		return fmt.Errorf("page: spool a file: %w", err)
	}
	_ = os.Remove(file.Name())
	name, err := write(file)
	if err != nil {
		_ = file.Close()
		return err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		return fmt.Errorf("page: spool a file: %w", err)
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendStream(file, int(size)) // closes the file
}
