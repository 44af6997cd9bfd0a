// Package config turns flags and environment into one checked struct.
//
// Invariants: every setting has the same name as flag and variable; a secret may
// come from a file (…_FILE) and is never printed; nothing is read after start.
package config

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"

	"zaemme/internal/apperr"
)

// Config is what the person who runs the server decides. What HR may change is
// in package settings.
type Config struct {
	Listen      string    `env:"ZAEMME_LISTEN" default:"127.0.0.1:8080" help:"Address to listen on."`
	URL         string    `name:"url" env:"ZAEMME_URL" help:"Public address; all links are built from it. Default: http:// and the listen address."`
	Data        string    `env:"ZAEMME_DATA" default:"./data" type:"path" help:"Folder of the embedded Postgres; not used with a database address."`
	Demo        bool      `env:"ZAEMME_DEMO" negatable:"" help:"Run the demo municipality, a database of its own."`
	DatabaseURL string    `name:"database-url" env:"DATABASE_URL" help:"Postgres of the app role; empty: the embedded one."`
	MigrateURL  string    `name:"migrate-url" env:"ZAEMME_MIGRATE_URL" help:"Postgres of the owner role, for migrations."`
	SMTPURL     string    `name:"smtp-url" env:"ZAEMME_SMTP_URL" help:"Mail relay, such as smtp://user:password@mail.example.ch:587."`
	SMTPRate    int       `name:"smtp-per-minute" env:"ZAEMME_SMTP_PER_MINUTE" default:"0" help:"How many mails at most leave in a minute, for a relay that takes no more; 0: as many as it takes."`
	SMTPOAuth   SMTPOAuth `embed:"" prefix:"smtp-oauth-"`
	Proxies     []string  `env:"ZAEMME_PROXIES" help:"Addresses of trusted reverse proxies."`
	OIDC        OIDC      `embed:"" prefix:"oidc-"`
	LogFormat   string    `env:"ZAEMME_LOG" default:"text" enum:"text,json" help:"Form of the log: text or json."`
}

// secrets are the variables that may be given as the path of a file.
var secrets = []string{"DATABASE_URL", "ZAEMME_MIGRATE_URL", "ZAEMME_SMTP_URL", "ZAEMME_SMTP_OAUTH_CLIENT_SECRET", "ZAEMME_OIDC_CLIENT_SECRET"}

// ReadSecretFiles sets each secret variable whose …_FILE names a file and which
// is not set itself. Call it before the flags are parsed.
func ReadSecretFiles() error {
	for _, name := range secrets {
		file := os.Getenv(name + "_FILE")
		if file == "" || os.Getenv(name) != "" {
			continue
		}
		text, err := os.ReadFile(file) //nolint:gosec // the path is the operator's own
		if err != nil {
			return &apperr.Error{Kind: apperr.Invalid, Key: "error.config.secret_file", Args: map[string]any{"name": name + "_FILE"},
				Cause: fmt.Errorf("read %s_FILE: %w", name, err)}
		}
		if err := os.Setenv(name, strings.TrimSpace(string(text))); err != nil {
			return fmt.Errorf("config: %w", err)
		}
	}
	return nil
}

// Check completes and judges the values.
func (c *Config) Check() error {
	wrong := func(key string, cause error) error {
		return &apperr.Error{Kind: apperr.Invalid, Key: key, Args: map[string]any{"listen": c.Listen, "url": c.URL}, Cause: cause}
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return wrong("error.config.listen", fmt.Errorf("--listen %q is not host:port", c.Listen))
	}
	if c.URL == "" {
		c.URL = "http://" + net.JoinHostPort(localName(host), port)
	}
	u, err := url.Parse(strings.TrimRight(c.URL, "/"))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Path != "" {
		return wrong("error.config.url", fmt.Errorf("--url %q is not of the form https://lernen.example.ch", c.URL))
	}
	c.URL = u.String()
	if !isLoopback(host) && u.Scheme != "https" {
		return wrong("error.config.needs_https",
			fmt.Errorf("--listen %s is reachable from other machines and needs an https --url", c.Listen))
	}
	if !isLoopback(host) && c.Demo {
		return wrong("error.config.demo_public",
			fmt.Errorf("the demo has accounts with printed passwords and listens on this machine only, not on %s", c.Listen))
	}
	if c.SMTPRate < 0 {
		return &apperr.Error{Kind: apperr.Invalid, Key: "error.config.smtp_per_minute", Args: map[string]any{"n": c.SMTPRate},
			Cause: fmt.Errorf("--smtp-per-minute %d is less than 0", c.SMTPRate)}
	}
	if err := c.SMTPOAuth.check(c.SMTPURL); err != nil {
		return err
	}
	return c.OIDC.check()
}

// Secure reports whether cookies are for https only.
func (c *Config) Secure() bool { return strings.HasPrefix(c.URL, "https://") }

// Host is host and port of the public address.
func (c *Config) Host() string {
	u, err := url.Parse(c.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func localName(host string) string {
	if isLoopback(host) {
		return "localhost"
	}
	return host
}

// Masked lists name and value of everything in force; passwords in addresses
// are replaced.
func (c *Config) Masked() [][2]string {
	return append([][2]string{
		{"ZAEMME_LISTEN", c.Listen}, {"ZAEMME_URL", c.URL}, {"ZAEMME_DATA", c.Data},
		{"ZAEMME_DEMO", fmt.Sprint(c.Demo)}, {"DATABASE_URL", maskURL(c.DatabaseURL)},
		{"ZAEMME_MIGRATE_URL", maskURL(c.MigrateURL)}, {"ZAEMME_SMTP_URL", maskURL(c.SMTPURL)},
		{"ZAEMME_SMTP_PER_MINUTE", fmt.Sprint(c.SMTPRate)},
		{"ZAEMME_PROXIES", strings.Join(c.Proxies, ",")}, {"ZAEMME_LOG", c.LogFormat},
	}, append(c.SMTPOAuth.masked(), c.OIDC.masked()...)...)
}

// maskURL hides the password of an address; what is no URL with a host is hidden
// whole, for a keyword string holds its password in the open.
func maskURL(text string) string {
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme == "" {
		return "***"
	}
	if u.RawQuery != "" && u.Query().Has("password") {
		q := u.Query()
		q.Set("password", "***")
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}

// LocalAddress is where a process on the same machine reaches the server.
func (c *Config) LocalAddress() (string, error) {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return "", fmt.Errorf("config: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}
