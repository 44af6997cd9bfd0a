package page

import (
	"fmt"
	"slices"

	"zaemme/internal/i18n"
)

// Field is what the field partials show. Templates make it with
//
//	{{template "field" (field .Form "email" "account.email" "type" "email" "required" true)}}
//	{{template "select" (choice .Form "site" "people.site" .Sites "blank" "common.all")}}
//
// The options: "type" (text, email, password, date, number, tel, search, file),
// "help" and "blank" (text keys), "autocomplete", "inputmode", "accept",
// "required", "secret" (bool), "rows" (int), "max" (int, bytes of a file), "value" (shown where nothing was typed).
type Field struct {
	ID, Name, Label, Help, Error   string
	Type, Autocomplete, Mode, Mime string
	Value, Blank                   string
	Required, Checked              bool
	Secret                         bool // a PIN: dots, and never sent back
	Rows                           int
	MaxBytes                       int    // of a file, 0: no limit of its own
	TooLarge                       string // said before a larger file is sent
	Choices                        []Choice
}

// Choice is one entry of a select, a radio group or a group of checkboxes.
type Choice struct {
	Value, Label, Help string
	Selected           bool
}

// Described is the value of aria-describedby.
func (f Field) Described() string {
	switch {
	case f.Help != "" && f.Error != "":
		return f.ID + "-e " + f.ID + "-h"
	case f.Error != "":
		return f.ID + "-e"
	case f.Help != "":
		return f.ID + "-h"
	default:
		return ""
	}
}

// FieldID is the id of the field's input: the error summary links to it.
func FieldID(name string) string { return "f-" + name }

func (f *Form) field(p *i18n.Printer, name, labelKey string, choices []Choice, opts []any) (Field, error) {
	out := Field{
		ID: FieldID(name), Name: name, Label: p.T(labelKey), Type: "text",
		Value: f.Get(name), Error: f.errorOf(name), Checked: f.Checked(name),
	}
	if len(opts)%2 != 0 {
		return out, fmt.Errorf("field %s: options come in pairs", name)
	}
	for i := 0; i+1 < len(opts); i += 2 {
		if err := out.set(p, fmt.Sprint(opts[i]), opts[i+1]); err != nil {
			return out, err
		}
	}
	if out.Secret || out.Type == "password" || out.Type == "file" {
		out.Value = "" // neither is sent back
	}
	typed := f.All(name)
	for _, choice := range choices {
		if f != nil && f.values[name] != nil {
			choice.Selected = slices.Contains(typed, choice.Value)
		}
		out.Choices = append(out.Choices, choice)
	}
	return out, nil
}

func (f *Field) set(p *i18n.Printer, option string, value any) error {
	text := fmt.Sprint(value)
	switch option {
	case "type":
		f.Type = text
	case "help":
		f.Help = p.T(text)
	case "blank":
		f.Blank = p.T(text)
	case "autocomplete":
		f.Autocomplete = text
	case "inputmode":
		f.Mode = text
	case "accept":
		f.Mime = text
	case "value":
		if f.Value == "" {
			f.Value = text
		}
	case "secret":
		f.Secret = value == true
	case "required":
		f.Required = value == true
	case "max":
		n, ok := value.(int)
		if !ok {
			return fmt.Errorf("field %s: max is a number of bytes", f.Name)
		}
		f.MaxBytes, f.TooLarge = n, p.T("error.too_large", "megabytes", n>>20)
	case "rows":
		n, ok := value.(int)
		if !ok {
			return fmt.Errorf("field %s: rows is a number", f.Name)
		}
		f.Rows = n
	default:
		return fmt.Errorf("field %s: there is no option %q", f.Name, option)
	}
	return nil
}
