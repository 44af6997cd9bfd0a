package session

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Attach keeps the scan or photo of the signed list with a session, in the place of an
// earlier one. Errors: NotFound (as in Record), Conflict (it is cancelled or decided),
// Invalid and TooLarge at scan.
func (s *Service) Attach(ctx context.Context, tx *db.Tx, uid string, content []byte, scope people.Scope, _ time.Time) error {
	one, err := s.running(ctx, tx, uid, scope)
	if err != nil {
		return err
	}
	if one.State != Planned && one.State != Recorded {
		return apperr.New(apperr.Conflict, "error.session.state", nil)
	}
	file, err := blob.PutScan(ctx, tx, content)
	if err != nil {
		if e, ok := err.(*apperr.Error); ok && e.Field == "" { //nolint:errorlint // of this call alone
			return e.At("scan")
		}
		return err
	}
	if err := setScan(ctx, tx, one.ID, file.Hash); err != nil {
		return err
	}
	if one.Scan != nil && string(one.Scan) != string(file.Hash) {
		if err := s.Evidence.DropUnused(ctx, tx, one.Scan); err != nil {
			return err
		}
	}
	return s.log(ctx, tx, one, scope.Viewer, "scan")
}

// Scan is the signed list of a session that the viewer runs, or may confirm; NotFound
// for everybody else, and without one.
func (s *Service) Scan(ctx context.Context, c db.Conn, uid string, scope, confirmers people.Scope) (blob.File, View, error) {
	v, err := s.Open(ctx, c, uid, scope, confirmers)
	if err != nil {
		return blob.File{}, v, err
	}
	if v.Scan == nil || !v.Runs && !(v.Decides > 0 && len(v.People) > 0 && scope.Has(people.RoleHR)) {
		return blob.File{}, v, notFound()
	}
	f, err := blob.Stat(ctx, c, v.Scan)
	return f, v, err
}
