// Package linkcheck asks other servers whether addresses still lead somewhere. It
// runs when somebody clicks, and at no other time.
//
// Invariants, each tested: no address of this machine, the local network or the
// cloud around it is ever dialled, whatever a name resolves to and wherever a
// server redirects; nothing of an answer is read but its status and where it leads;
// only so many servers are asked at once, over all who click.
package linkcheck
