package config_test

import (
	"errors"
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/config"
)

func TestSMTPOAuth(t *testing.T) {
	t.Parallel()
	good := config.SMTPOAuth{TokenURL: "https://login.example/token", ClientID: "zaemme", ClientSecret: "geheim"}
	const relay = "smtp://lernen%40gemeinde.example@mail.example:587"
	for name, c := range map[string]struct {
		oauth config.SMTPOAuth
		relay string
		key   string
	}{
		"none":          {config.SMTPOAuth{}, "", ""},
		"good":          {good, relay, ""},
		"no https":      {config.SMTPOAuth{TokenURL: "http://login.example/token", ClientID: "a", ClientSecret: "b"}, relay, "error.config.smtp_oauth_url"},
		"no secret":     {config.SMTPOAuth{TokenURL: good.TokenURL, ClientID: "a"}, relay, "error.config.smtp_oauth_client"},
		"whose mailbox": {good, "smtp://mail.example:587", "error.config.smtp_oauth_mailbox"},
	} {
		conf := config.Config{Listen: "127.0.0.1:8080", SMTPURL: c.relay, SMTPOAuth: c.oauth}
		err, key := conf.Check(), ""
		if refused := (*apperr.Error)(nil); errors.As(err, &refused) {
			key = refused.Key
		}
		if key != c.key {
			t.Errorf("%s: %v", name, err)
		}
		for _, pair := range conf.Masked() {
			if strings.Contains(pair[1], "geheim") {
				t.Errorf("%s shows the secret", pair[0])
			}
		}
	}
}

func TestMailsPerMinute(t *testing.T) {
	t.Parallel()
	for n, key := range map[int]string{0: "", 30: "", -1: "error.config.smtp_per_minute"} {
		conf := config.Config{Listen: "127.0.0.1:8080", SMTPRate: n}
		if err := conf.Check(); (err != nil) != (key != "") || err != nil && !apperr.Is(err, apperr.Invalid) {
			t.Errorf("%d: %v", n, err)
		}
	}
}
