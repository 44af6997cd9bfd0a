// Package oidc starts a real OpenID provider for tests: npm oidc-provider, in a
// node process of its own on a free port of this machine.
//
//	p := oidc.Start(t, "http://localhost:8080/callback", …)
//	p.Is("luca", map[string]string{"employeeid": "00123"})  // whoever signs in next is luca
//
// Invariants: the process ends with the test, by its own number; it calls nobody
// but the address for back-channel logout that the test named. A missing node or
// oidc-provider fails the test, and says «run make tools».
package oidc
