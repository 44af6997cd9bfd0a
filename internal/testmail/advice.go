package testmail

import (
	"regexp"

	"zaemme/internal/outbox"
)

// Advice is what to do about an outcome; each has the text testmail.advice.<…>.
type Advice string

// The advices.
const (
	Arrived     Advice = "arrived"     // the server took it; look into the mailbox
	Waits       Advice = "waits"       // refused for now, tried again
	NoServer    Advice = "no_server"   // none is configured
	Unreachable Advice = "unreachable" // no connection
	WrongLogin  Advice = "login"       // user or password
	Certificate Advice = "certificate" // TLS
	WrongSender Advice = "sender"      // the sender's address is refused
	NoRecipient Advice = "recipient"   // the recipient's address is refused
	Refused     Advice = "refused"     // for another reason
	Unknown     Advice = "unknown"     // the answer was lost
)

// answers read the reply codes and words of mail servers (RFC 5321, RFC 3463,
// RFC 4954); the first that fits counts.
var answers = []struct {
	pattern *regexp.Regexp
	advice  Advice
}{
	{regexp.MustCompile(`(?i)\b(535|534|530|538)\b|\b5\.7\.(8|9|139)\b|authentication`), WrongLogin},
	{regexp.MustCompile(`(?i)x509|certificate|tls|handshake`), Certificate},
	{regexp.MustCompile(`(?i)sender|send as|\b5\.7\.60\b|\b5\.1\.(7|8)\b|\b553\b`), WrongSender},
	{regexp.MustCompile(`(?i)recipient|mailbox|user unknown|relay|\b5\.1\.(1|2|3)\b|\b550\b`), NoRecipient},
}

// Advise says what to do about a test mail.
func Advise(s Sent) Advice {
	switch s.State {
	case outbox.Sent:
		return Arrived
	case outbox.Uncertain:
		return Unknown
	case outbox.Parked:
	case outbox.Waiting, outbox.HandingOver, outbox.Suppressed:
		return Waits
	}
	if s.Reason == "no_transport" {
		return NoServer
	}
	for _, known := range answers {
		if known.pattern.MatchString(s.Answer) {
			return known.advice
		}
	}
	if s.Reason == "unreachable" {
		return Unreachable
	}
	return Refused
}
