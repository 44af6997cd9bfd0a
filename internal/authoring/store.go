package authoring

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// row is a draft as it is stored.
type row struct {
	ID                                    int64
	Code, State, Remark, Notes            string
	BaseID, MadeBy, EditedBy, SubmittedBy int64
	VersionID                             int64
	MadeAt, EditedAt                      time.Time
	Takes                                 string
}

const draftColumns = `id, code, coalesce(base_id, 0) as base_id, state, made_by, made_at, edited_by, edited_at,
	coalesce(submitted_by, 0) as submitted_by, remark, notes::text as notes, coalesce(version_id, 0) as version_id,
	coalesce(encode(update_hash, 'hex'), '') as takes`

func (r row) draft() (Draft, error) {
	d := Draft{ID: r.ID, Code: r.Code, Base: r.BaseID, State: State(r.State), MadeBy: r.MadeBy, MadeAt: r.MadeAt, EditedBy: r.EditedBy,
		EditedAt: r.EditedAt, Submitted: r.SubmittedBy, Remark: r.Remark, Version: r.VersionID, Takes: r.Takes}
	if err := json.Unmarshal([]byte(r.Notes), &d.Notes); err != nil {
		return d, fmt.Errorf("authoring: notes of draft %d: %w", r.ID, err)
	}
	return d, nil
}

// Find is a draft with its files; NotFound if there is none.
func Find(ctx context.Context, c db.Conn, id int64) (Draft, error) { return find(ctx, c, id, "") }

// lock is Find for who is about to change it.
func lock(ctx context.Context, tx *db.Tx, id int64) (Draft, error) {
	return find(ctx, tx, id, " for update")
}

func find(ctx context.Context, c db.Conn, id int64, suffix string) (Draft, error) {
	var r row
	err := db.One(c.Query(ctx), &r, `select `+draftColumns+` from course_drafts where id = ?`+suffix, id)
	if db.IsNotFound(err) {
		return Draft{}, apperr.New(apperr.NotFound, "error.authoring.gone", nil)
	}
	if err != nil {
		return Draft{}, fmt.Errorf("authoring: draft %d: %w", id, err)
	}
	d, err := r.draft()
	if err != nil {
		return d, err
	}
	var files []struct {
		Name    string
		Content []byte
	}
	if err := c.Query(ctx).Raw(`select name, content from course_draft_files where draft_id = ?`, id).Scan(&files).Error; err != nil {
		return d, fmt.Errorf("authoring: files of draft %d: %w", id, err)
	}
	d.Files = coursefile.Files{}
	for _, f := range files {
		d.Files[f.Name] = f.Content
	}
	if err := c.Query(ctx).Raw(`select person_id from course_draft_authors where draft_id = ? order by person_id`, id).Scan(&d.Authors).Error; err != nil {
		return d, fmt.Errorf("authoring: authors of draft %d: %w", id, err)
	}
	return d, nil
}

// Open are the drafts that are being written or reviewed, without their files.
func Open(ctx context.Context, c db.Conn) ([]Draft, error) {
	var rows []row
	if err := c.Query(ctx).Raw(`select ` + draftColumns + ` from course_drafts where state in ('draft', 'review') order by code`).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("authoring: open drafts: %w", err)
	}
	list := make([]Draft, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.draft(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// insert stores a new draft; Conflict where the course has an open one.
func insert(ctx context.Context, tx *db.Tx, act Act, d Draft) (int64, error) {
	notes, err := json.Marshal(append([]Note{}, d.Notes...))
	if err != nil {
		return 0, fmt.Errorf("authoring: notes: %w", err)
	}
	var id int64
	err = db.One(tx.Query(ctx), &id, `
		insert into course_drafts (code, base_id, made_by, made_at, edited_by, edited_at, notes, merges, update_hash)
		values (@code, nullif(@base, 0), @by, @at, @by, @at, cast(@notes as jsonb), @takes <> '', decode(nullif(@takes, ''), 'hex'))
		on conflict (code) where state in ('draft', 'review') do nothing
		returning id`,
		map[string]any{"code": d.Code, "base": d.Base, "by": act.PersonID, "at": act.Now, "notes": string(notes), "takes": d.Takes})
	if db.IsNotFound(err) {
		return 0, apperr.New(apperr.Conflict, "error.authoring.open", map[string]any{"code": d.Code})
	}
	if err != nil {
		return 0, fmt.Errorf("authoring: begin %s: %w", d.Code, err)
	}
	return id, writeFiles(ctx, tx, id, nil, d.Files)
}

// writeFiles stores what has changed.
func writeFiles(ctx context.Context, tx *db.Tx, id int64, before, after coursefile.Files) error {
	for name := range before {
		if _, kept := after[name]; kept {
			continue
		}
		if err := tx.Query(ctx).Exec(`delete from course_draft_files where draft_id = ? and name = ?`, id, name).Error; err != nil {
			return fmt.Errorf("authoring: remove %s: %w", name, err)
		}
	}
	for _, name := range after.Names() {
		if old, there := before[name]; there && string(old) == string(after[name]) {
			continue
		}
		if err := tx.Query(ctx).Exec(`insert into course_draft_files (draft_id, name, content) values (?, ?, ?)
			on conflict (draft_id, name) do update set content = excluded.content`, id, name, db.Bytes(after[name])).Error; err != nil {
			return fmt.Errorf("authoring: keep %s: %w", name, err)
		}
	}
	return nil
}

// touch notes who has changed a draft, and so does not publish it.
func touch(ctx context.Context, tx *db.Tx, act Act, id int64) error {
	if err := tx.Query(ctx).Exec(`update course_drafts set edited_by = ?, edited_at = ? where id = ?`, act.PersonID, act.Now, id).Error; err != nil {
		return fmt.Errorf("authoring: touch draft %d: %w", id, err)
	}
	if err := tx.Query(ctx).Exec(`insert into course_draft_authors (draft_id, person_id) values (?, ?) on conflict do nothing`, id, act.PersonID).Error; err != nil {
		return fmt.Errorf("authoring: author of draft %d: %w", id, err)
	}
	return nil
}

// step brings a draft into another state.
func step(ctx context.Context, tx *db.Tx, act Act, d Draft, to State, remark string) error {
	notes, err := json.Marshal(append([]Note{}, d.Notes...))
	if err != nil {
		return fmt.Errorf("authoring: notes: %w", err)
	}
	if err := tx.Query(ctx).Exec(`
		update course_drafts
		set state = @to, remark = @remark, notes = cast(@notes as jsonb), version_id = nullif(@version, 0), base_id = nullif(@base, 0),
			submitted_by = case when @to = 'review' then cast(@by as bigint) else submitted_by end,
			decided_by = case when @to = 'review' then null else cast(@by as bigint) end,
			decided_at = case when @to = 'review' then null else cast(@at as timestamptz) end
		where id = @id`, map[string]any{"to": to, "remark": remark, "notes": string(notes), "version": d.Version, "base": d.Base,
		"by": act.PersonID, "at": act.Now, "id": d.ID}).Error; err != nil {
		return fmt.Errorf("authoring: draft %d becomes %s: %w", d.ID, to, err)
	}
	return nil
}

// Impact is whom a new version of a course concerns.
type Impact struct {
	Attempts  int // of people who are at the test: they finish it with the version they began
	Completed int // people with a completion that is valid on the day
}

// ImpactOf counts them; no name is read.
func ImpactOf(ctx context.Context, c db.Conn, act Act, code string) (Impact, error) {
	var i Impact
	if err := db.One(c.Query(ctx), &i, `
		select (select count(*) from attempts a where a.course_id = c.id and a.handed_in_at is null) as attempts,
			(select count(*) from assignments s where s.course_id = c.id and s.completed_on is not null and s.valid_until >= @today) as completed
		from (select coalesce((select id from courses where code = @code), 0) as id) c`,
		map[string]any{"code": code, "today": act.Today}); err != nil {
		return i, fmt.Errorf("authoring: whom a version of %s concerns: %w", code, err)
	}
	return i, nil
}
