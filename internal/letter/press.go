package letter

import (
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	netmail "net/mail"
	"net/url"
	"strings"
	texttemplate "text/template"

	"zaemme/internal/i18n"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/settings"
)

// Press prints letters.
type Press struct {
	base string
	host string
	text *texttemplate.Template
	html *htmltemplate.Template
}

// NewPress reads mail/letter.*.tmpl of the views; what is wrong with them or
// with the public address fails here.
func NewPress(views fs.FS, baseURL string) (*Press, error) {
	if views == nil {
		return nil, errors.New("letter: no templates")
	}
	base, err := url.Parse(baseURL)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("letter: %q is no address for links", baseURL)
	}
	p := &Press{base: baseURL, host: base.Host}
	if p.text, err = texttemplate.New("").Option("missingkey=error").ParseFS(views, "mail/*.txt.tmpl"); err != nil {
		return nil, fmt.Errorf("letter: templates: %w", err)
	}
	if p.html, err = htmltemplate.New("").Option("missingkey=error").ParseFS(views, "mail/*.html.tmpl"); err != nil {
		return nil, fmt.Errorf("letter: templates: %w", err)
	}
	if _, err := p.Print(Letter{Lang: "de", Link: Link{Text: "x", URL: baseURL}}); err != nil {
		return nil, err
	}
	return p, nil
}

// URL is the public address of a path, which begins with a slash.
func (p *Press) URL(path string) string { return p.base + path }

// Host is what one types into the browser to get there without a link, with where
// that answers.
func (p *Press) Host(texts *i18n.Printer, current settings.Settings) string {
	if current.OnlyInside() {
		return texts.T("reachable.inside", "address", p.host)
	}
	return p.host
}

// Begin is a letter to a person with what every letter has.
func (p *Press) Begin(texts *i18n.Printer, current settings.Settings, name string) Letter {
	return Letter{
		Lang:     texts.Tag(),
		Greeting: texts.T("mail.greeting", "name", name),
		Without:  texts.T("mail.without", "host", p.Host(texts, current)),
		Closing:  texts.T("mail.closing"),
		Sender:   current.Text("mail_from_name"),
	}
}

// Deliver prints the letter and hands it to the outbox, from the municipality's
// address.
func (p *Press) Deliver(current settings.Settings, to mail.Address, l Letter) (outbox.Decision, error) {
	message, err := p.Address(current, to, l)
	if err != nil {
		return outbox.Decision{}, err
	}
	return outbox.Deliver(message), nil
}

// Address prints the letter from the municipality's address to somebody's.
func (p *Press) Address(current settings.Settings, to mail.Address, l Letter) (*mail.Message, error) {
	message, err := p.Print(l)
	if err != nil {
		return nil, err
	}
	from, err := netmail.ParseAddress(current.Text("mail_from"))
	if err != nil {
		return nil, fmt.Errorf("letter: the setting mail_from: %w", err)
	}
	message.From = mail.Address{Name: current.Text("mail_from_name"), Email: from.Address}
	message.To = []mail.Address{to}
	message.Auto = true
	return message, nil
}

// Set prints a line by itself, for the letters of all who get the same one: to escape
// a dozen of them anew takes longer than the rest of a letter.
func (p *Press) Set(l Line) (Line, error) {
	var text, html strings.Builder
	if err := p.text.ExecuteTemplate(&text, "line.txt", l); err != nil {
		return l, fmt.Errorf("letter: set a line: %w", err)
	}
	if err := p.html.ExecuteTemplate(&html, "line.html", l); err != nil {
		return l, fmt.Errorf("letter: set a line: %w", err)
	}
	l.text, l.html = text.String(), html.String()
	return l, nil
}

// usual is how many bytes the text of a letter has, if it is not short.
const usual = 4096

// Print puts the letter into its templates, both written whole or not at all.
func (p *Press) Print(l Letter) (*mail.Message, error) {
	var text, html strings.Builder
	text.Grow(usual)
	html.Grow(2 * usual)
	if err := p.text.ExecuteTemplate(&text, "letter.txt.tmpl", l); err != nil {
		return nil, fmt.Errorf("letter: print: %w", err)
	}
	if err := p.html.ExecuteTemplate(&html, "letter.html.tmpl", l); err != nil {
		return nil, fmt.Errorf("letter: print: %w", err)
	}
	return &mail.Message{Subject: l.Subject, Text: text.String(), HTML: html.String(), Attachments: l.Attachments}, nil
}
