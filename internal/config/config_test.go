package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		config  Config
		wantURL string
		wantErr string
	}{
		{"default", Config{Listen: "127.0.0.1:8080"}, "http://localhost:8080", ""},
		{"public needs https", Config{Listen: "0.0.0.0:8080", URL: "http://lernen.example.ch"}, "", "https"},
		{"public with https", Config{Listen: "0.0.0.0:8080", URL: "https://lernen.example.ch/"}, "https://lernen.example.ch", ""},
		{"demo stays at home", Config{Listen: "0.0.0.0:8080", URL: "https://l.example.ch", Demo: true}, "", "demo"},
		{"no port", Config{Listen: "localhost"}, "", "host:port"},
		{"path in url", Config{Listen: "127.0.0.1:1", URL: "https://x.example/lernen"}, "", "form"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := c.config.Check()
			if c.wantErr == "" && (err != nil || c.config.URL != c.wantURL) {
				t.Fatalf("got %q, %v", c.config.URL, err)
			}
			if c.wantErr != "" && (err == nil || !strings.Contains(err.Error(), c.wantErr)) {
				t.Fatalf("error %v does not name %q", err, c.wantErr)
			}
		})
	}
}

func TestMaskedHidesPasswords(t *testing.T) {
	t.Parallel()
	c := Config{
		DatabaseURL: "postgres://app:geheim@db/zaemme", MigrateURL: "host=db user=owner password=geheim",
		SMTPURL: "smtp://u:geheim@mail:587?password=geheim",
	}
	for _, pair := range c.Masked() {
		if strings.Contains(pair[1], "geheim") {
			t.Errorf("%s shows its password: %s", pair[0], pair[1])
		}
	}
}

func TestReadSecretFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(file, []byte("smtp://relay.example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ZAEMME_SMTP_URL", "")
	t.Setenv("ZAEMME_SMTP_URL_FILE", file)
	if err := ReadSecretFiles(); err != nil || os.Getenv("ZAEMME_SMTP_URL") != "smtp://relay.example" {
		t.Fatalf("got %q, %v", os.Getenv("ZAEMME_SMTP_URL"), err)
	}
	t.Setenv("DATABASE_URL", "")
	t.Setenv("DATABASE_URL_FILE", file+".missing")
	if err := ReadSecretFiles(); err == nil {
		t.Fatal("a missing secret file was passed over")
	}
}
