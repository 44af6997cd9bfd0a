package learning

import (
	"context"

	"zaemme/internal/db"
)

// Stored counts what is stored of a person's learning, for «Meine Daten».
type Stored struct {
	Duties   int // courses with events on record
	Modules  int // «gelesen»
	Attempts int
	Answers  int // not yet swept
}

// Stored counts the person's own rows, in one statement.
func (s *Service) Stored(ctx context.Context, c db.Conn, act Act) (Stored, error) {
	return countStored(ctx, c, act.PersonID)
}
