package authoring

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// SetEmblem takes an SVG as the emblem of a draft; empty content takes the emblem away,
// and the course gets one composed from its code. Errors: Invalid at emblem with what
// is wrong with it (*NoEmblem), Conflict where the draft is closed.
func (s *Service) SetEmblem(ctx context.Context, tx *db.Tx, act Act, id int64, content []byte) error {
	source := ""
	if len(content) > 0 {
		var problem *coursefile.Problem
		if source, problem = coursefile.ReadEmblem(content); problem != nil {
			return apperr.Wrap(apperr.Invalid, "error.authoring.emblem", &NoEmblem{*problem}).At("emblem")
		}
	}
	return s.Edit(ctx, tx, act, id, func(c *coursefile.Course) error {
		c.Emblem = source
		return nil
	})
}

// NoEmblem is what keeps an SVG from being an emblem.
type NoEmblem struct{ Problem coursefile.Problem }

func (e *NoEmblem) Error() string { return "authoring: emblem: " + e.Problem.String() }
