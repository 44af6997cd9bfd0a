package linkcheck

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"syscall"
	"time"
)

// State is what became of an address.
type State string

// The states.
const (
	OK          State = "ok"          // it leads somewhere
	Moved       State = "moved"       // it does, by a redirect to Result.Final
	Broken      State = "broken"      // the server says that it does not (Result.Status)
	Unreachable State = "unreachable" // no server answers by that name, or in time
	Insecure    State = "insecure"    // the certificate does not hold
	Inside      State = "inside"      // it lies in a network that is never asked
	Unchecked   State = "unchecked"   // there was no time left for it
)

// Result is what was found.
type Result struct {
	State  State
	Status int    // of the last answer, 0 without one
	Final  string // where redirects led, "" without
}

// Options of a Checker; zero fields take what is sensible on the internet.
type Options struct {
	// Allow decides on an address after its name was resolved, just before it is
	// dialled; nil: what is on the public internet, at ports 80 and 443.
	Allow  func(netip.AddrPort) bool
	Each   time.Duration // one request, 6 s
	All    time.Duration // one call of Check, 25 s
	AtOnce int           // requests, over all calls, 6
}

// Checker asks. It is safe for concurrent use.
type Checker struct {
	client *http.Client
	all    time.Duration
	slots  chan struct{}
}

// errInside is an address that is never dialled.
var errInside = errors.New("linkcheck: not on the public internet")

// mostRedirects is how many are followed.
const mostRedirects = 5

// New builds one.
func New(o Options) *Checker {
	if o.Allow == nil {
		o.Allow = public
	}
	if o.Each == 0 {
		o.Each = 6 * time.Second
	}
	if o.All == 0 {
		o.All = 25 * time.Second
	}
	if o.AtOnce == 0 {
		o.AtOnce = 6
	}
	// Control sees the address that is dialled: a name that resolves to another one
	// the second time is judged again.
	dialer := &net.Dialer{Timeout: o.Each, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !o.Allow(netip.AddrPortFrom(to.Addr().Unmap(), to.Port())) {
			return errInside
		}
		return nil
	}}
	transport := &http.Transport{
		Proxy:               nil, // a proxy would dial for us, unseen
		DialContext:         dialer.DialContext,
		TLSHandshakeTimeout: o.Each, ResponseHeaderTimeout: o.Each,
		MaxResponseHeaderBytes: 64 << 10, DisableKeepAlives: true, ForceAttemptHTTP2: true,
	}
	return &Checker{all: o.All, slots: make(chan struct{}, o.AtOnce), client: &http.Client{Transport: transport, Timeout: o.Each,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > mostRedirects || !web(r.URL) {
				return http.ErrUseLastResponse
			}
			r.Header.Del("Referer")
			return nil
		}}}
}

// Check asks each address once, and answers in their order when all have answered or
// the time is up.
func (k *Checker) Check(ctx context.Context, addresses []string) []Result {
	ctx, cancel := context.WithTimeout(ctx, k.all)
	defer cancel()
	results := make([]Result, len(addresses))
	var wg sync.WaitGroup
	for i, address := range addresses {
		wg.Go(func() {
			select {
			case k.slots <- struct{}{}:
				defer func() { <-k.slots }()
				results[i] = k.one(ctx, address)
			case <-ctx.Done():
				results[i] = Result{State: Unchecked}
			}
		})
	}
	wg.Wait()
	return results
}

// one asks with HEAD, and with GET where the server does not like that.
func (k *Checker) one(ctx context.Context, address string) Result {
	parsed, err := url.Parse(address)
	if err != nil || !web(parsed) {
		return Result{State: Unreachable}
	}
	r := k.ask(ctx, http.MethodHead, address)
	if r.State == Broken || r.State == Unreachable && ctx.Err() == nil {
		r = k.ask(ctx, http.MethodGet, address)
	}
	if r.State == Unreachable && ctx.Err() != nil {
		r.State = Unchecked
	}
	return r
}

func (k *Checker) ask(ctx context.Context, method, address string) Result {
	request, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return Result{State: Unreachable}
	}
	request.Header.Set("User-Agent", "zaemme (link check)")
	response, err := k.client.Do(request)
	if err != nil {
		return Result{State: stateOf(err)}
	}
	_ = response.Body.Close() // unread
	r := Result{State: OK, Status: response.StatusCode}
	if final := response.Request.URL.String(); final != request.URL.String() {
		r.State, r.Final = Moved, final
	}
	if response.StatusCode >= http.StatusMultipleChoices { // an error, or a redirect that is not followed
		r.State = Broken
	}
	return r
}

func stateOf(err error) State {
	var name x509.HostnameError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.Is(err, errInside):
		return Inside
	case errors.As(err, &name), errors.As(err, &authority), errors.As(err, &invalid):
		return Insecure
	default:
		return Unreachable
	}
}

// web reports an address of the web without a name and password in it.
func web(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}
