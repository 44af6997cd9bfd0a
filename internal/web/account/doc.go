// Package account has the pages on which people sign in and out, see and change
// their ways in (password, code app, passkeys, sessions) and their language, and the
// pages of the links in their mails and of the first administrator's.
//
// Invariants: the answer to a wrong name and a wrong password is the same, and so
// is that to everybody who asks for a code or a link; opening a link changes
// nothing, its button does; a new session is opened at every sign-in and after
// every new password; where one goes on to after signing in lies on this server
// and travels along every way in.
package account
