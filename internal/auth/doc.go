// Package auth lets people in: by password, by a code or a link in their own
// mailbox; it keeps the sessions, and invites.
//
//	SignIn, SignInByCode, EnterByLink   the ways in; enter opens the session of all
//	AskCode, AskPassword, AskAgain      somebody asks for a mail
//	Invite, InviteAll                   HR sends one
//	Post                                writes the mails at hand-over
//
// Invariants: only hashes are stored, of passwords (argon2id) and of tokens
// (SHA-256), and of codes nothing; the answer to a wrong name and to a wrong
// password is the same and takes as long; who asks for a mail learns nothing
// about the account, since its fate is decided at hand-over; a code that was not
// handed over opens nothing; no code and no link goes to a mailbox that several
// people read; a session is valid only while its person may sign in, that is has
// an employment on the day or a role without one; no GET consumes a one-time link;
// throttling slows an account and an address down but locks nobody out; who asked
// for a code and when is forgotten after two days and shown to nobody.
package auth
