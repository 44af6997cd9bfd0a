package page

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/i18n"
)

const (
	flashCookie = "zaemme_flash"
	flashMax    = 1500 // bytes of the cookie
)

// flash carries one message over a redirect in a signed cookie: no row is written,
// and nobody can make the page say something by a link.
type flash struct {
	key    []byte
	secure bool
}

type flashed struct {
	Tone Tone           `json:"t"`
	Key  string         `json:"k"`
	Args map[string]any `json:"a,omitempty"`
}

func (f flash) write(c *fiber.Ctx, tone Tone, key string, args []any) error {
	message := flashed{Tone: tone, Key: key, Args: map[string]any{}}
	for i := 0; i+1 < len(args); i += 2 {
		message.Args[fmt.Sprint(args[i])] = args[i+1]
	}
	raw, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("page: flash %s: %w", key, err)
	}
	value := base64.RawURLEncoding.EncodeToString(raw) + "." + base64.RawURLEncoding.EncodeToString(f.sum(raw))
	if len(value) > flashMax {
		return fmt.Errorf("page: flash %s has %d bytes, at most %d", key, len(value), flashMax)
	}
	c.Cookie(f.cookie(value)) // without an age: browsers keep such a cookie on no disk
	return nil
}

func (f flash) read(c *fiber.Ctx, p *i18n.Printer) (Notice, bool) {
	text, sum, ok := strings.Cut(c.Cookies(flashCookie), ".")
	if !ok || len(text) > flashMax {
		return Notice{}, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return Notice{}, false
	}
	got, err := base64.RawURLEncoding.DecodeString(sum)
	if err != nil || !hmac.Equal(got, f.sum(raw)) {
		return Notice{}, false
	}
	var message flashed
	if json.Unmarshal(raw, &message) != nil || !p.Has(message.Key) {
		return Notice{}, false
	}
	for name, value := range message.Args {
		if number, ok := value.(float64); ok {
			message.Args[name] = int(number)
		}
	}
	return Notice{Tone: message.Tone, Text: p.Map(message.Key, message.Args)}, true
}

func (f flash) clear(c *fiber.Ctx) {
	cookie := f.cookie("")
	cookie.Expires = time.Unix(1, 0) // fasthttp sends no max-age below 1
	c.Cookie(cookie)
}

func (f flash) cookie(value string) *fiber.Cookie {
	return &fiber.Cookie{
		Name: flashCookie, Value: value, Path: "/",
		HTTPOnly: true, Secure: f.secure, SameSite: fiber.CookieSameSiteLaxMode,
	}
}

func (f flash) sum(raw []byte) []byte {
	mac := hmac.New(sha256.New, f.key)
	mac.Write(raw)
	return mac.Sum(nil)
}
