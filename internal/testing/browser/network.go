package browser

import (
	"context"

	"github.com/chromedp/cdproto/network"
)

// CutNetwork takes the network away from the tab, or gives it back.
func (p *Page) CutNetwork(cut bool) {
	p.t.Helper()
	p.run("cut the network", func(ctx context.Context) error {
		return network.EmulateNetworkConditions(cut, 0, -1, -1).Do(ctx)
	})
}
