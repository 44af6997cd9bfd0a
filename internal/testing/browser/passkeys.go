package browser

import (
	"context"

	"github.com/chromedp/cdproto/webauthn"
)

// Device gives the browser a device for passkeys, as a laptop with a fingerprint
// reader has one; whoever is asked agrees at once.
func (p *Page) Device() {
	p.t.Helper()
	p.run("add a device for passkeys", func(ctx context.Context) error {
		if err := webauthn.Enable().Do(ctx); err != nil {
			return err
		}
		_, err := webauthn.AddVirtualAuthenticator(&webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}).Do(ctx)
		return err
	})
}
