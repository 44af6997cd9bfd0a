package hr

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// namedAtMost are the persons that an answer names who all fit what was typed.
const namedAtMost = 5

// pick is the PersonKey of whom the field names: by number, mail address, login
// or name, or as pickText writes it. Empty is nobody. Who is unknown or one of
// several is an error at the field.
func (h *Handlers) pick(c *fiber.Ctx, form *page.Form, name string) (string, error) {
	typed := form.Get(name)
	if typed == "" {
		return "", nil
	}
	if _, inside, ok := strings.Cut(typed, "("); ok && strings.HasSuffix(inside, ")") {
		typed = strings.TrimSuffix(inside, ")")
	}
	known, err := people.Named(c.UserContext(), h.DB, []string{typed}, visit.Of(c).Today)
	if err != nil || len(known) == 1 {
		return typed, err
	}
	person, err := people.Find(c.UserContext(), h.DB, typed)
	if err == nil {
		return person.PersonKey(), nil
	}
	if !apperr.Is(err, apperr.NotFound) && !apperr.Is(err, apperr.Conflict) {
		return "", err
	}
	return h.pickByName(c, form, name, typed)
}

func (h *Handlers) pickByName(c *fiber.Ctx, form *page.Form, name, typed string) (string, error) {
	scope, err := h.scope(c)
	if err != nil {
		return "", err
	}
	list, found, _, err := people.Directory(c.UserContext(), h.DB, scope, people.DirectoryFilter{Search: typed, Limit: namedAtMost})
	switch {
	case err != nil:
		return "", err
	case found == 0:
		form.Fail(name, "error.edit.unknown_person")
		return "", nil
	case found == 1:
		return list[0].PersonKey(), nil
	}
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = pickText(p.Person)
	}
	form.Fail(name, "error.edit.several", "number", found, "names", strings.Join(names, "; "))
	return "", nil
}

// pickText is «Muster Anna (00123)», as pick understands it.
func pickText(p people.Person) string { return listName(p) + " (" + p.PersonKey() + ")" }

// pickTexts are the persons of the keys as pick understands them, "" for none.
func (h *Handlers) pickTexts(c *fiber.Ctx, keys ...string) ([]string, error) {
	known, err := people.Named(c.UserContext(), h.DB, keys, visit.Of(c).Today)
	list := make([]string, len(keys))
	for i, key := range keys {
		if p, ok := known[key]; ok {
			list[i] = pickText(p.Person)
		}
	}
	return list, err
}
