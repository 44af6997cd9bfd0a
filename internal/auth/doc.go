// Package auth lets people in: passwords, sessions and one-time links.
//
// Invariants: only hashes are stored, of passwords (argon2id) and of tokens
// (SHA-256); the answer to a wrong name and to a wrong password is the same and
// takes as long; a session is valid only while its person may sign in, that is
// has an employment on the day or a role without one; no GET consumes a one-time
// link; throttling slows an account and an address down but locks nobody out; a
// role is granted to somebody who may sign in, ended by somebody else than its
// holder, and an administrator who may sign in is always left; a key of another
// program ends within a year.
package auth
