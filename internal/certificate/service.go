package certificate

import (
	"zaemme/internal/course"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
)

// CheckPath is the public page on which a certificate is checked.
const CheckPath = "/pruefen"

// Service has the use cases. It is safe for concurrent use.
type Service struct {
	courses *course.Catalogue
	ledger  *ledger.Ledger
	texts   *i18n.Bundle
	secret  []byte
	url     string
}

// New takes the secret of db.EvidenceSecret, and the public address without a
// slash at the end.
func New(c *course.Catalogue, l *ledger.Ledger, texts *i18n.Bundle, secret, url string) *Service {
	return &Service{courses: c, ledger: l, texts: texts, secret: []byte(secret), url: url}
}
