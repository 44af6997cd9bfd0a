package pgembed

import (
	"fmt"

	"zaemme/internal/apperr"
)

// The text keys of what Start and Attach refuse. Each comes as an *apperr.Error
// whose Cause is the same as one plain English sentence, for a console.
const (
	KeyNoBinaries  = "error.pgembed.no_binaries" // Args: searched
	KeyNoAccount   = "error.pgembed.no_account"  // root, and no account to run Postgres under; no Args
	KeyForeign     = "error.pgembed.foreign"     // Args: dir, found
	KeyVersion     = "error.pgembed.version"     // Args: dir, have, found
	KeyInUse       = "error.pgembed.in_use"      // Args: dir, pid (0 = unknown)
	KeyOwner       = "error.pgembed.owner"       // Args: dir, owner
	KeyUnreachable = "error.pgembed.unreachable" // Args: dir, account
	KeyLost        = "error.pgembed.lost"        // Args: dir, home
	KeyShared      = "error.pgembed.shared"      // Args: dir, home, other
	KeyFailed      = "error.pgembed.failed"      // Args: log; initdb or postgres gave up
	KeyNotRunning  = "error.pgembed.not_running" // Args: dir; from Attach
)

// refuse makes the error with its sentence.
func refuse(kind apperr.Kind, key string, args map[string]any, sentence string, a ...any) error {
	return &apperr.Error{Kind: kind, Key: key, Args: args, Cause: fmt.Errorf(sentence, a...)}
}
