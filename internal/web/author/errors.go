package author

import (
	"errors"

	"zaemme/internal/apperr"
)

// asError finds an error that the person can mend.
func asError(err error, e **apperr.Error) bool {
	return errors.As(err, e) && (*e).Kind != apperr.Internal
}
