// Package auth lets people in: passwords, the single sign-on, second factors, cards
// with a PIN, sessions and one-time links; and it knows the shared tablets.
//
//	SignIn, SignInByCode, EnterByLink   ways in; enter opens the session of these
//	AskCode, AskPassword, AskAgain      somebody asks for a mail
//	Invite, InviteAll                   HR sends one
//	Post                                writes the mails at hand-over
//
// Invariants: only hashes are stored, of passwords, PINs and first codes (argon2id)
// and of tokens and recovery codes (SHA-256); the answer to a wrong name and to a wrong password is
// the same and takes as long; a session is valid only while its person may sign in,
// that is has an employment on the day or a role without one; no GET consumes a
// one-time link; throttling slows an account, a card and an address down but locks nobody
// out; a role is granted to somebody who may sign in, ended by somebody else than
// its holder, and an administrator who may sign in is always left; a key of another
// program ends within a year.
//
// Mail: nothing is stored of a code; who asks for a mail learns nothing about the
// account, since its fate is decided at hand-over; a code that was not handed over
// opens nothing; no code and no link goes to a mailbox that several people read; who
// asked for one and when is forgotten after two days and shown to nobody; a mailbox
// that has just taken the place of another opens no account with a role
// (MailboxWait), and the old one is told.
//
// Sessions: a new token at every sign-in, after the second factor, and on the next
// page once rights have changed (RightsChanged); one that owes a second factor is
// complete for nobody (Session.Second). Known keeps in memory what follows from other
// rows than the session's own, for as long as its person's marks are the same: the
// triggers of 00053 leave one at each change.
//
// Single sign-on (OIDC): a person is linked to issuer and subject, once, by a claim
// that holds the personnel number or the login, never by a mail address; state,
// nonce and PKCE verifier stay here and are good once; only asymmetric signatures
// count. The provider is judged by what it signs, and the program runs without it.
//
// Second factors: no code is good twice; the secret of a code app is shown until
// its first code, then never; passkeys are bound to the host of the public address
// and always verify their owner, so they are two factors in one; the last factor of
// somebody who must have one stays; nobody resets their own.
//
// Cards: a person holds at most one. It is issued and renewed by somebody else,
// never by oneself, and opens nothing for somebody with a granted role: six digits
// are enough for one's own training, not for other people's data. A session opened
// with a card ends when card or PIN is renewed; one on a shared tablet also ends
// after KioskIdle without a sign of life.
package auth
