package linkcheck

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// here lets the servers of a test be asked.
func here(to netip.AddrPort) bool { return to.Addr().IsLoopback() }

func TestCheck(t *testing.T) {
	t.Parallel()
	var most, now atomic.Int32
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", func(w http.ResponseWriter, r *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		time.Sleep(20 * time.Millisecond)
		now.Add(-1)
		if r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
			w.WriteHeader(http.StatusTeapot)
		}
	})
	mux.HandleFunc("/get-only", func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
	mux.HandleFunc("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/ok", http.StatusMovedPermanently) })
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/inside", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://10.0.0.1/admin", http.StatusFound)
	})
	mux.HandleFunc("/scheme", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "ftp://example.org/", http.StatusFound)
	})
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(5 * time.Second):
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	secure := httptest.NewTLSServer(mux)
	t.Cleanup(secure.Close)
	k := New(Options{Allow: here, Each: 300 * time.Millisecond, AtOnce: 3})
	cases := []struct {
		address string
		want    Result
	}{
		{server.URL + "/ok", Result{OK, 200, ""}}, {server.URL + "/get-only", Result{OK, 200, ""}},
		{server.URL + "/gone", Result{Broken, 410, ""}}, {server.URL + "/nothing", Result{Broken, 404, ""}},
		{server.URL + "/moved", Result{Moved, 200, server.URL + "/ok"}}, {server.URL + "/round", Result{Broken, 302, ""}},
		{server.URL + "/inside", Result{Inside, 0, ""}}, {server.URL + "/scheme", Result{Broken, 302, ""}},
		{server.URL + "/slow", Result{Unreachable, 0, ""}}, {secure.URL + "/ok", Result{Insecure, 0, ""}},
		{"http://no-such-host.invalid/", Result{Unreachable, 0, ""}}, {"ftp://example.org", Result{Unreachable, 0, ""}},
		{"http://user:secret@" + strings.TrimPrefix(server.URL, "http://") + "/ok", Result{Unreachable, 0, ""}},
	}
	var addresses []string
	for _, c := range cases {
		addresses = append(addresses, c.address)
	}
	for range 9 {
		addresses = append(addresses, server.URL+"/ok")
	}
	for i, got := range k.Check(t.Context(), addresses) {
		if i >= len(cases) {
			if got.State != OK {
				t.Errorf("one of many: %+v", got)
			}
			continue
		}
		if got != cases[i].want {
			t.Errorf("%s: %+v, not %+v", cases[i].address, got, cases[i].want)
		}
	}
	if most.Load() > 3 {
		t.Errorf("%d servers were asked at once", most.Load())
	}
	brief := New(Options{Allow: here, Each: time.Second, All: 50 * time.Millisecond, AtOnce: 1})
	for _, got := range brief.Check(t.Context(), []string{server.URL + "/slow", server.URL + "/slow"}) {
		if got.State != Unchecked {
			t.Errorf("no time left: %+v", got)
		}
	}
}

// As delivered, nothing but the public internet is asked: a server on this machine is
// never called, by whatever name.
func TestNothingInsideIsAsked(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(server.Close)
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	addresses := []string{server.URL, "http://localhost" + port, "http://[::1]" + port, "http://0.0.0.0" + port, "http://[::ffff:127.0.0.1]" + port, "http://2130706433" + port}
	for i, got := range New(Options{}).Check(t.Context(), addresses) {
		if got.State != Inside && got.State != Unreachable {
			t.Errorf("%s: %+v", addresses[i], got)
		}
	}
	if asked.Load() != 0 {
		t.Errorf("a server on this machine was asked %d times", asked.Load())
	}
	for address, want := range map[string]bool{
		"127.0.0.1:80": false, "10.1.2.3:443": false, "172.16.0.1:80": false, "192.168.1.1:80": false, "169.254.169.254:80": false, "100.64.1.1:80": false,
		"0.0.0.0:80": false, "224.0.0.1:80": false, "255.255.255.255:80": false, "[::1]:80": false, "[fe80::1]:80": false, "[fd00::1]:443": false,
		"[64:ff9b::7f00:1]:80": false, "[2002:7f00:1::]:80": false, "[::]:80": false, "192.0.2.1:80": false,
		"8.8.8.8:443": true, "8.8.8.8:22": false, "8.8.8.8:5432": false, "[2a00:1450:4001:82a::200e]:443": true,
	} {
		if got := public(netip.MustParseAddrPort(address)); got != want {
			t.Errorf("%s may be asked: %v", address, got)
		}
	}
}
