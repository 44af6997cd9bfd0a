package account

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/web/page"
)

// onward is where somebody goes on to after signing in. It travels along every
// way in, so that one stands where one was.
type onward struct {
	Next string
	// Unsaved is set where a form was sent after the session had ended: its page
	// is Next, and what it held has not been saved.
	Unsaved bool
}

// onwardOf reads it from an address or a form.
func onwardOf(get func(name string) string) onward {
	return onward{Next: page.SafeNext(get("next"), "/"), Unsaved: get(page.UnsavedParam) != ""}
}

// to is the path with it in the address.
func (o onward) to(path string) string {
	query := url.Values{}
	if o.Next != "/" {
		query.Set("next", o.Next)
	}
	if o.Unsaved {
		query.Set(page.UnsavedParam, "1")
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// Hidden are the fields by which a form carries it.
func (o onward) Hidden() []page.Hidden {
	fields := []page.Hidden{{Name: "next", Value: o.Next}}
	if o.Unsaved {
		fields = append(fields, page.Hidden{Name: page.UnsavedParam, Value: "1"})
	}
	return fields
}

// goOn leads there, and says what is not saved.
func (o onward) goOn(c *fiber.Ctx) error {
	if o.Unsaved {
		return page.Warned(c, o.Next, "account.unsaved")
	}
	return page.To(c, o.Next)
}
