package course

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

func insertLocal(ctx context.Context, tx *db.Tx, version int64, p Publication) error {
	reasons, err := json.Marshal(p.Reasons)
	if err != nil {
		return fmt.Errorf("course: reasons: %w", err)
	}
	if err := tx.Query(ctx).Exec(`insert into course_versions_local (version_id, draft_id, reasons) values (?, ?, cast(? as jsonb))`,
		version, p.Draft, string(reasons)).Error; err != nil {
		return fmt.Errorf("course: note that version %d was made here: %w", version, err)
	}
	return nil
}

// offerUpdate notes what a release brings for a course that was edited here, once;
// content that has been a version before is nothing new.
func offerUpdate(ctx context.Context, tx *db.Tx, course int64, c *coursefile.Course, today calendar.Date) error {
	if err := Keep(ctx, tx, c); err != nil {
		return err
	}
	content, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("course: encode %s: %w", c.Code, err)
	}
	hash, err := hex.DecodeString(c.Hash())
	if err != nil {
		return fmt.Errorf("course: hash of %s: %w", c.Code, err)
	}
	bare, err := hex.DecodeString(unmarked(c).Hash())
	if err != nil {
		return fmt.Errorf("course: hash of %s: %w", c.Code, err)
	}
	if err := tx.Query(ctx).Exec(`
		insert into course_updates (course_id, content_hash, content, offered_on)
		select @course, @hash, cast(@content as jsonb), @today
		where not exists (select from course_versions where course_id = @course and content_hash in (@hash, @bare))
		on conflict do nothing`,
		map[string]any{"course": course, "hash": db.Bytes(hash), "bare": db.Bytes(bare), "content": string(content), "today": today}).Error; err != nil {
		return fmt.Errorf("course: offer an update of %s: %w", c.Code, err)
	}
	return nil
}

// Update is what a release holds for a course that was edited here.
type Update struct {
	Hash      string
	OfferedOn calendar.Date
	Content   *coursefile.Course
	Released  *coursefile.Course // what was last taken from a release, nil: nothing
}

// UpdateOf is the newest update that nobody has dealt with; NotFound if there is
// none.
func UpdateOf(ctx context.Context, c db.Conn, course int64) (Update, error) {
	var row struct {
		Hash, Content, Released string
		OfferedOn               calendar.Date
	}
	err := db.One(c.Query(ctx), &row, `
		select encode(u.content_hash, 'hex') as hash, u.content::text as content, u.offered_on, coalesce((
				select t.content::text from course_updates t join course_versions v on v.id = t.taken_by
				where t.course_id = u.course_id order by v.number desc limit 1), (
				select coalesce(s.content, v.content)::text from course_versions v
				left join course_version_sources s on s.version_id = v.id
				where v.course_id = u.course_id and not exists (select from course_versions_local l where l.version_id = v.id)
				order by v.number desc limit 1), '') as released
		from course_updates u
		where u.course_id = ? and u.closed_at is null
		order by u.offered_on desc, u.content_hash limit 1`, course)
	if db.IsNotFound(err) {
		return Update{}, apperr.New(apperr.NotFound, "error.course.no_update", nil)
	}
	if err != nil {
		return Update{}, fmt.Errorf("course: update: %w", err)
	}
	u := Update{Hash: row.Hash, OfferedOn: row.OfferedOn}
	if err := json.Unmarshal([]byte(row.Content), &u.Content); err != nil {
		return u, fmt.Errorf("course: content of an update: %w", err)
	}
	if row.Released == "" {
		return u, nil
	}
	if err := json.Unmarshal([]byte(row.Released), &u.Released); err != nil {
		return u, fmt.Errorf("course: content of a version: %w", err)
	}
	return u, nil
}

// TakeUpdate notes that an update went into a version, and that older ones are dealt
// with by it.
func TakeUpdate(ctx context.Context, tx *db.Tx, course int64, hash string, version int64) error {
	if err := tx.Query(ctx).Exec(`
		update course_updates u
		set closed_at = coalesce(u.closed_at, clock_timestamp()), taken_by = case when u.content_hash = t.content_hash then cast(@version as bigint) end
		from course_updates t
		where u.course_id = @course and t.course_id = @course and t.content_hash = decode(@hash, 'hex')
			and (u.content_hash = t.content_hash or u.closed_at is null and u.offered_on <= t.offered_on)`,
		map[string]any{"course": course, "hash": hash, "version": version}).Error; err != nil {
		return fmt.Errorf("course: take an update: %w", err)
	}
	return nil
}

// CloseUpdates notes that the updates of a course have been dealt with.
func CloseUpdates(ctx context.Context, tx *db.Tx, course int64) error {
	if err := tx.Query(ctx).Exec(`update course_updates set closed_at = clock_timestamp() where course_id = ? and closed_at is null`, course).Error; err != nil {
		return fmt.Errorf("course: close updates: %w", err)
	}
	return nil
}

// Edition is one version of a course in a list.
type Edition struct {
	ID          int64
	Number      int
	PublishedOn calendar.Date
	Materiality coursefile.Materiality
	Note        string // in the language asked for, or in German
	Local       bool
	Pilot       string // the last step of a pilot: begun, released, withdrawn, replaced; "" of other versions
	Reason      string // why its pilot was withdrawn
}

// Editions are the versions of a course, the newest first.
func Editions(ctx context.Context, c db.Conn, course int64, lang string) ([]Edition, error) {
	var list []Edition
	if err := c.Query(ctx).Raw(`
		select v.id, v.number, v.published_on, v.materiality, l.version_id is not null as local,
			coalesce(v.content -> 'version' -> 'note' ->> ?, v.content -> 'version' -> 'note' ->> 'de', '') as note,
			coalesce((select p.step from course_pilot_steps p where p.version_id = v.id order by p.id desc limit 1), '') as pilot,
			coalesce((select p.reason from course_pilot_steps p where p.version_id = v.id and p.step = 'withdrawn'), '') as reason
		from course_versions v
		left join course_versions_local l on l.version_id = v.id
		where v.course_id = ? order by v.number desc`, lang, course).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("course: editions: %w", err)
	}
	return list, nil
}

// Updated are the courses for which a release brings something that nobody has
// dealt with.
func Updated(ctx context.Context, c db.Conn) (map[int64]bool, error) {
	var ids []int64
	if err := c.Query(ctx).Raw(`select distinct course_id from course_updates where closed_at is null`).Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("course: updates: %w", err)
	}
	updated := map[int64]bool{}
	for _, id := range ids {
		updated[id] = true
	}
	return updated, nil
}

// retirement is from when to when a course is not offered.
type retirement struct {
	CourseID           int64
	ValidFrom, ValidTo calendar.Date // the last one not included
}

func retirements(ctx context.Context, c db.Conn) ([]retirement, error) {
	var list []retirement
	if err := c.Query(ctx).Raw(`select course_id, valid_from, valid_to from course_retirements where valid_from < valid_to`).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("course: retirements: %w", err)
	}
	return list, nil
}

// Retire ends or, with again, resumes offering a course from the day on to who has
// nothing to do with it yet. Conflict where it is so already.
func Retire(ctx context.Context, tx *db.Tx, course, actor int64, day calendar.Date, again bool) error {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	sql := `insert into course_retirements (course_id, valid_from, known_from, actor_id) select @course, @day, @stamp, @actor
		where not exists (select from course_retirements where course_id = @course and valid_to = '9999-12-31')`
	if again {
		sql = `update course_retirements set valid_to = greatest(valid_from, @day) where course_id = @course and valid_to = '9999-12-31'`
	}
	result := tx.Query(ctx).Exec(sql, map[string]any{"course": course, "day": day, "stamp": stamp, "actor": actor})
	if result.Error != nil {
		return fmt.Errorf("course: retire: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return apperr.New(apperr.Conflict, "error.course.retired", nil)
	}
	return nil
}
