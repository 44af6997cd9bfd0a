package report

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// File is a report that a task has made.
type File struct {
	UID   string // of the task
	Name  string // for the download
	Rows  int
	Team  bool
	Scope string // people.Scope.Name when it was made
	blob.File
	CreatedAt, ExpiresAt time.Time
}

// AtLeast reports whether a report of the day about the scope, or what a department
// of it is today, would have so many rows. It counts no further than that.
func (s *Service) AtLeast(ctx context.Context, q Query, rows int) (bool, error) {
	where, args := q.Scope.Where("s.person_id")
	args["department"], args["today"], args["rows"] = q.Department, q.Scope.Day, rows
	args["day"], args["known"] = q.AsOf, nil
	if !q.KnownAt.IsZero() {
		args["known"] = q.KnownAt
	}
	var found int
	if err := s.DB.Query(ctx).Raw(`
		select count(*) from (
			select from assignment_states s
			where `+ledger.AtSQL("s", "cast(@day as date)", "coalesce(cast(@known as timestamptz), clock_timestamp())")+`
				and (@department = '' or s.person_id in (
				select person_id from people_within(array(select id from departments where code = @department), cast(@today as date))))
				and `+where+`
			limit @rows) as counted`, args).Scan(&found).Error; err != nil {
		return false, fmt.Errorf("report: count at most %d rows: %w", rows, err)
	}
	return found >= rows, nil
}

// errKept says that another process has kept the file of the task: this one had lost
// it without noticing, and its content must not stay.
var errKept = errors.New("report: the file of this task is kept")

func keep(ctx context.Context, tx *db.Tx, f File, owner int64) error {
	result := tx.Query(ctx).Exec(`
		insert into report_files (task_uid, owner_id, team, scope, hash, name, rows, created_at, expires_at)
		values (@task, @owner, @team, @scope, @hash, @name, @rows, @now, @expires) on conflict (task_uid) do nothing`, map[string]any{
		"task": f.UID, "owner": owner, "team": f.Team, "scope": f.Scope, "hash": db.Bytes(f.Hash), "name": f.Name, "rows": f.Rows,
		"now": f.CreatedAt, "expires": f.CreatedAt.Add(keepFile),
	})
	if result.Error != nil {
		return fmt.Errorf("report: keep a file: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return errKept
	}
	return nil
}

const fileColumns = `select f.task_uid::text as uid, f.team, f.scope, f.name, f.rows, f.hash, b.size, b.media_type, f.created_at, f.expires_at
	from report_files f join blobs b on b.hash = f.hash`

// still is the condition that a file is the owner's and that the scope of today is
// the one it was made for; who has a role beside still has the own line.
const still = ` where f.owner_id = @owner and f.expires_at > @now
	and (f.scope = case when f.team then @line else @reports end or f.team and f.scope = 'line' and @leads)`

func stillArgs(scope people.Scope, now time.Time) map[string]any {
	return map[string]any{"owner": scope.Viewer, "now": now, "line": scope.Name(), "reports": scope.ForReports().Name(), "leads": scope.Line}
}

// Files are those kept for the viewer of the scope, newest first.
func (s *Service) Files(ctx context.Context, scope people.Scope, now time.Time) (list []File, err error) {
	if err := s.DB.Query(ctx).Raw(fileColumns+still+` order by f.created_at desc, f.task_uid`, stillArgs(scope, now)).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("report: files: %w", err)
	}
	return list, nil
}

// File is the viewer's file of a task. NotFound: there is none, it is somebody else's,
// it has had its seven days, or the viewer may no longer read as much.
func (s *Service) File(ctx context.Context, scope people.Scope, uid string, now time.Time) (f File, err error) {
	id, err := uuid.Parse(uid)
	if err != nil {
		return f, apperr.New(apperr.NotFound, "error.report.file", nil)
	}
	args := stillArgs(scope, now)
	args["task"] = id.String()
	err = db.One(s.DB.Query(ctx), &f, fileColumns+still+` and f.task_uid = cast(@task as uuid)`, args)
	if db.IsNotFound(err) {
		return f, apperr.New(apperr.NotFound, "error.report.file", nil)
	}
	if err != nil {
		return f, fmt.Errorf("report: file: %w", err)
	}
	return f, nil
}

// SweepFiles deletes files that have had their time, and returns how many.
func SweepFiles(ctx context.Context, tx *db.Tx, now time.Time) (int, error) {
	var gone []struct{ Hash []byte }
	if err := tx.Query(ctx).Raw(`delete from report_files where expires_at <= ? returning hash`, now).Scan(&gone).Error; err != nil {
		return 0, fmt.Errorf("report: sweep files: %w", err)
	}
	for _, one := range gone {
		var others int
		if err := tx.Query(ctx).Raw(`select count(*) from report_files where hash = ?`, db.Bytes(one.Hash)).Scan(&others).Error; err != nil {
			return 0, fmt.Errorf("report: sweep files: %w", err)
		}
		if others > 0 {
			continue
		}
		if err := blob.Drop(ctx, tx, one.Hash); err != nil {
			return 0, err
		}
	}
	return len(gone), nil
}
