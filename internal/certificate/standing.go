package certificate

import "zaemme/internal/ledger"

// Standing are the completions that the events of one person, as History reads
// them, amount to, the latest first: revoked ones are marked, voided ones are not
// among them. ValidUntil is as it was written with the completion.
func Standing(events []ledger.Event) []Evidence { return standing(events, nil) }
