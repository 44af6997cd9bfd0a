package oidc

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The one client that the provider knows.
const (
	ClientID = "zaemme"
	Secret   = "only for tests, and long enough for HMAC"
)

// Provider is a running one.
type Provider struct {
	Issuer string
	t      testing.TB
}

// Start starts a provider for an installation at base, such as
// http://localhost:8080, with its paths for the callback, for after signing out,
// and for the back-channel logout.
func Start(t testing.TB, base, callback, signedOut, backChannel string) *Provider {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	folder := filepath.Dir(here)
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "oidc-provider")); err != nil {
		t.Fatal("oidc: there is no oidc-provider: run make tools")
	}
	client, err := json.Marshal(map[string]any{
		"client_id": ClientID, "client_secret": Secret, "redirect_uris": []string{base + callback},
		"post_logout_redirect_uris": []string{base + signedOut}, "backchannel_logout_uri": base + backChannel,
		"backchannel_logout_session_required": true,
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "provider.mjs", string(client))
	cmd.Dir = folder
	var said bytes.Buffer
	cmd.Stderr = &said
	input, inErr := cmd.StdinPipe()
	output, outErr := cmd.StdoutPipe()
	if inErr != nil || outErr != nil {
		t.Fatal(inErr, outErr)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("oidc: start node: %v: run make tools", err)
	}
	t.Cleanup(func() {
		_ = input.Close() // it ends by itself then; if not, by its number
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("the provider said:\n%s", said.String())
		}
	})
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if issuer, ok := strings.CutPrefix(lines.Text(), "issuer "); ok {
			return &Provider{Issuer: issuer, t: t}
		}
	}
	_ = cmd.Wait()
	t.Fatalf("oidc: the provider ended at once:\n%s", said.String())
	return nil
}

// Is makes the account the one that signs in next, with these claims beside sub.
func (p *Provider) Is(account string, claims map[string]any) {
	p.t.Helper()
	p.control(map[string]any{"account": account, "claims": map[string]any{account: claims}})
}

// Deny lets the provider refuse the next sign-ins, or no longer.
func (p *Provider) Deny(on bool) { p.t.Helper(); p.control(map[string]any{"deny": on}) }

// Down makes the provider cut every connection, or no longer.
func (p *Provider) Down(on bool) { p.t.Helper(); p.control(map[string]any{"down": on}) }

// Rotate replaces the keys with which the provider signs.
func (p *Provider) Rotate() { p.t.Helper(); p.control(map[string]any{"renew": true}) }

// SignWith makes the provider sign ID tokens with the algorithm, such as HS256.
func (p *Provider) SignWith(alg string) { p.t.Helper(); p.control(map[string]any{"alg": alg}) }

func (p *Provider) control(change map[string]any) {
	p.t.Helper()
	body, err := json.Marshal(change)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := http.Post(p.Issuer+"/control", "application/json", bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		p.t.Fatalf("oidc: control answers %d", response.StatusCode)
	}
}
