package config

import (
	"strings"
	"testing"
)

func TestCheckOIDC(t *testing.T) {
	t.Parallel()
	good := OIDC{Issuer: "https://login.example.ch/realms/stadt", ClientID: "zaemme", ClientSecret: "geheim", Claim: "employeeid", Scopes: []string{"openid"}}
	for name, c := range map[string]struct {
		alter   func(o *OIDC)
		wantErr string
	}{
		"good":             {func(*OIDC) {}, ""},
		"none":             {func(o *OIDC) { *o = OIDC{} }, ""},
		"on this machine":  {func(o *OIDC) { o.Issuer = "http://127.0.0.1:3000" }, ""},
		"plain http":       {func(o *OIDC) { o.Issuer = "http://login.example.ch" }, "oidc-issuer"},
		"no address":       {func(o *OIDC) { o.Issuer = "keycloak" }, "oidc-issuer"},
		"no client":        {func(o *OIDC) { o.ClientID = "" }, "oidc-client-id"},
		"mail as claim":    {func(o *OIDC) { o.Claim = "Email" }, "oidc-claim"},
		"no claim":         {func(o *OIDC) { o.Claim = "" }, "oidc-claim"},
		"scopes of others": {func(o *OIDC) { o.Scopes = []string{"profile"} }, "oidc-scopes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := good
			c.alter(&o)
			err := (&Config{Listen: "127.0.0.1:8080", OIDC: o}).Check()
			if (err == nil) != (c.wantErr == "") || (err != nil && !strings.Contains(err.Error(), c.wantErr)) {
				t.Errorf("error %v, want one with %q", err, c.wantErr)
			}
		})
	}
	c := Config{OIDC: good}
	for _, pair := range c.Masked() {
		if strings.Contains(pair[1], "geheim") {
			t.Errorf("%s shows its secret", pair[0])
		}
	}
}
