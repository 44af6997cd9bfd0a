package page

import (
	"errors"
	"mime/multipart"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
)

const maxValue = 20_000 // bytes of one typed value; longer ones are cut and refused

// Form holds what was typed and what is wrong with it. A nil *Form is an empty
// form, so a page shown for the first time needs none.
type Form struct {
	l      *i18n.Printer
	values map[string][]string
	files  map[string][]*multipart.FileHeader
	labels []string // pairs of field and text key
	errors []FieldError
}

// FieldError is one thing to mend; Field is "" for the form as a whole. Label
// names the field in the summary, where the text stands without it.
type FieldError struct{ Field, Label, Text string }

// NewForm is a form filled in by the program, as for editing. labels as in
// ReadForm.
func NewForm(l *i18n.Printer, values map[string]string, labels ...string) *Form {
	f := &Form{l: l, values: map[string][]string{}, labels: labels}
	for name, value := range values {
		f.values[name] = []string{value}
	}
	return f
}

// ReadForm reads the body (urlencoded or multipart) of this request. All strings
// are copies, without spaces around and without NUL. labels are pairs of field name
// and text key, so that the error summary can name the fields:
//
//	f := page.ReadForm(c, "email", "account.email", "due", "people.due")
func ReadForm(c *fiber.Ctx, labels ...string) *Form {
	f := &Form{l: From(c).L, values: map[string][]string{}, labels: labels}
	if strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		multi, err := c.MultipartForm()
		if err != nil {
			f.Fail("", "error.form.unreadable")
			return f
		}
		f.files = multi.File
		for name, values := range multi.Value {
			for _, value := range values {
				f.add(strings.Clone(name), value)
			}
		}
		return f
	}
	c.Request().PostArgs().VisitAll(func(name, value []byte) { f.add(string(name), string(value)) })
	return f
}

// ReadQuery reads the address: the values of a filter form.
func ReadQuery(c *fiber.Ctx) *Form {
	f := &Form{l: From(c).L, values: map[string][]string{}}
	c.Request().URI().QueryArgs().VisitAll(func(name, value []byte) { f.add(string(name), string(value)) })
	return f
}

func (f *Form) add(name, value string) {
	if len(value) > maxValue {
		value = value[:maxValue]
		f.Fail(name, "error.form.too_long")
	}
	value = strings.ToValidUTF8(strings.ReplaceAll(value, "\x00", ""), "")
	f.values[name] = append(f.values[name], strings.TrimSpace(strings.Clone(value)))
}

// Get is the first value of the field, "" without one.
func (f *Form) Get(name string) string {
	if values := f.All(name); len(values) > 0 {
		return values[0]
	}
	return ""
}

// All values of the field, as for checkboxes.
func (f *Form) All(name string) []string {
	if f == nil {
		return nil
	}
	return f.values[name]
}

// Checked reports whether a checkbox was set.
func (f *Form) Checked(name string) bool { return f.Get(name) != "" }

// File is the uploaded file of the field, nil with an error at the field where
// there is none.
func (f *Form) File(name string) *multipart.FileHeader {
	if f != nil && len(f.files[name]) > 0 && f.files[name][0].Size > 0 {
		return f.files[name][0]
	}
	f.Fail(name, "error.form.no_file")
	return nil
}

// Required notes an error at every field that is empty.
func (f *Form) Required(names ...string) {
	for _, name := range names {
		if f.Get(name) == "" {
			f.Fail(name, "error.form.required")
		}
	}
}

// Date reads a date; empty is no date, anything unreadable an error at the field.
func (f *Form) Date(name string) calendar.Date {
	text := f.Get(name)
	if text == "" {
		return 0
	}
	day, ok := ParseDay(text)
	if !ok {
		f.Fail(name, "error.form.date")
		return 0
	}
	return day
}

// Int reads a whole number from low to high; empty is 0, anything else an error
// at the field.
func (f *Form) Int(name string, low, high int) int {
	text := strings.NewReplacer("'", "", "’", "", " ", "").Replace(f.Get(name))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		f.Fail(name, "error.form.number", "low", low, "high", high)
		return 0
	}
	return n
}

// Fail notes an error at the field, or at the form where name is "". args are
// pairs of placeholder and value.
func (f *Form) Fail(name, key string, args ...any) {
	f.note(name, f.l.T(key, args...))
}

func (f *Form) note(name, text string) {
	e := FieldError{Field: name, Text: text}
	for i := 0; i+1 < len(f.labels); i += 2 {
		if f.labels[i] == name {
			e.Label = f.l.T(f.labels[i+1])
		}
	}
	f.errors = append(f.errors, e)
}

// Refused notes an error of a service that the person can mend (invalid, stale,
// conflict) and answers true; any other error is the caller's to return.
func (f *Form) Refused(err error) bool {
	var e *apperr.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Kind {
	case apperr.Invalid, apperr.Stale, apperr.Conflict, apperr.TooLarge:
		f.note(e.Field, f.l.Map(e.Key, e.Args))
		return true
	default:
		return false
	}
}

// OK reports that nothing is wrong so far.
func (f *Form) OK() bool { return f == nil || len(f.errors) == 0 }

// Errors for the summary, in the order they were noted.
func (f *Form) Errors() []FieldError {
	if f == nil {
		return nil
	}
	return f.errors
}

func (f *Form) errorOf(name string) string {
	for _, e := range f.Errors() {
		if e.Field == name {
			return e.Text
		}
	}
	return ""
}

// RefusedAt is Refused where the page's name of a field is not the service's.
func (f *Form) RefusedAt(err error, field, name string) bool {
	before := len(f.errors)
	refused := f.Refused(err)
	for i := before; i < len(f.errors); i++ {
		if f.errors[i].Field == field {
			f.errors[i].Field = name
		}
	}
	return refused
}

// Attached is the uploaded file of a field that may be left empty, nil without one.
func (f *Form) Attached(name string) *multipart.FileHeader {
	if f != nil && len(f.files[name]) > 0 && f.files[name][0].Size > 0 {
		return f.files[name][0]
	}
	return nil
}
