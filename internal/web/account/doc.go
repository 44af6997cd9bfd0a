// Package account has the pages on which people sign in and out, see and change
// their ways in (password, code app, passkeys, sessions) and their language, and the
// page of the first administrator's link.
//
// Invariants: the answer to a wrong name and a wrong password is the same; a new
// session is opened at every sign-in and after every new password; where one
// goes on to after signing in lies on this server.
package account
