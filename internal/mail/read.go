package mail

import (
	"bytes"
	"fmt"
	"mime"

	gomail "github.com/wneessen/go-mail"
)

// Readable is a message taken apart for showing it.
type Readable struct {
	Subject string
	Text    string
	HTML    string // as sent; show it in a sandbox only
}

// Read takes a message apart that Raw has made.
func Read(raw []byte) (Readable, error) {
	var r Readable
	msg, err := gomail.EMLToMsgFromReader(bytes.NewReader(raw))
	if err != nil {
		return r, fmt.Errorf("mail: read: %w", err)
	}
	if subject := msg.GetGenHeader(gomail.HeaderSubject); len(subject) > 0 {
		if r.Subject, err = new(mime.WordDecoder).DecodeHeader(subject[0]); err != nil {
			return r, fmt.Errorf("mail: read the subject: %w", err)
		}
	}
	for _, part := range msg.GetParts() {
		content, err := part.GetContent()
		if err != nil {
			return r, fmt.Errorf("mail: read a part: %w", err)
		}
		switch part.GetContentType() {
		case gomail.TypeTextPlain:
			r.Text = string(content)
		case gomail.TypeTextHTML:
			r.HTML = string(content)
		}
	}
	return r, nil
}
