// Package auth lets people in: passwords, cards with a PIN, sessions and one-time
// links; and it knows the shared tablets.
//
// Invariants: only hashes are stored, of passwords, PINs and first codes
// (argon2id) and of tokens (SHA-256); the answer to a wrong name and to a wrong
// password is the same and takes as long; a session is valid only while its
// person may sign in, that is has an employment on the day or a role without one;
// no GET consumes a one-time link; throttling slows an account, a card and an
// address down but locks nobody out.
//
// A person holds at most one card. It is issued and renewed by somebody else,
// never by oneself, and opens nothing for somebody with a granted role: six digits
// are enough for one's own training, not for other people's data. A session opened
// with a card ends when card or PIN is renewed; one on a shared tablet also ends
// after KioskIdle without a sign of life.
package auth
