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

func lock(ctx context.Context, tx *db.Tx) error {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(2, 0)`).Error; err != nil {
		return fmt.Errorf("course: lock the catalogue: %w", err)
	}
	return nil
}

func ensureCourse(ctx context.Context, tx *db.Tx, c *coursefile.Course) (int64, error) {
	var id int64
	if err := db.One(tx.Query(ctx), &id, `
		insert into courses (code, namespace) values (?, ?)
		on conflict (code) do update set namespace = courses.namespace
		returning id`, c.Code, c.Namespace); err != nil {
		return 0, fmt.Errorf("course: ensure %s: %w", c.Code, err)
	}
	return id, nil
}

// last is the newest version of a course; the zero value where there is none.
type last struct {
	ID     int64
	Number int
	Hash   string // of its source
	Local  bool   // made here, not by a release
	Over   bool   // a pilot that has ended: nobody gets it
	Last   int    // the highest number given
}

// newest is the version that the next one follows: one for all or of a running pilot;
// of an ended pilot only where there is no other.
func newest(ctx context.Context, tx *db.Tx, course int64) (last, error) {
	var row last
	if err := tx.Query(ctx).Raw(`
		select v.id, v.number, encode(coalesce(s.content_hash, v.content_hash), 'hex') as hash, l.version_id is not null as local,
			`+over+` as over, max(v.number) over () as last
		from course_versions v
		left join course_version_sources s on s.version_id = v.id
		left join course_versions_local l on l.version_id = v.id
		where v.course_id = ? order by over, v.number desc limit 1`, course).Scan(&row).Error; err != nil {
		return row, fmt.Errorf("course: newest version: %w", err)
	}
	return row, nil
}

// insertVersion makes a version of what the source is with its own texts, and
// returns its ID.
func insertVersion(ctx context.Context, tx *db.Tx, course int64, number int, source *coursefile.Course, today calendar.Date) (int64, error) {
	c, _ := source.Compose()
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return 0, err
	}
	content, err := json.Marshal(c)
	if err != nil {
		return 0, fmt.Errorf("course: encode %s: %w", c.Code, err)
	}
	hash, err := hex.DecodeString(c.Hash())
	if err != nil {
		return 0, fmt.Errorf("course: hash of %s: %w", c.Code, err)
	}
	if err := Keep(ctx, tx, c); err != nil {
		return 0, err
	}
	var id int64
	if err := db.One(tx.Query(ctx), &id, `
		insert into course_versions (course_id, number, content_hash, kind, minutes, pass_percent, validity_months,
			due_days, materiality, content, published_on, known_from)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?)
		returning id`,
		course, number, db.Bytes(hash), c.Kind, c.Minutes, c.PassPercent, c.ValidityMonths, c.DueDays,
		c.Version.Materiality, string(content), today, stamp); err != nil {
		return 0, fmt.Errorf("course: publish %s: %w", c.Code, err)
	}
	if err := takeOverWithdrawals(ctx, tx, course, id, c); err != nil {
		return 0, err
	}
	if len(source.Overlays) == 0 {
		return id, nil
	}
	return id, insertSource(ctx, tx, id, source)
}

// insertSource keeps a course and its own texts apart.
func insertSource(ctx context.Context, tx *db.Tx, version int64, source *coursefile.Course) error {
	content, err := json.Marshal(source)
	if err != nil {
		return fmt.Errorf("course: encode %s: %w", source.Code, err)
	}
	hash, err := hex.DecodeString(source.Hash())
	if err != nil {
		return fmt.Errorf("course: hash of %s: %w", source.Code, err)
	}
	if err := tx.Query(ctx).Exec(`insert into course_version_sources (version_id, content_hash, content) values (?, ?, cast(? as jsonb))`,
		version, db.Bytes(hash), string(content)).Error; err != nil {
		return fmt.Errorf("course: source of %s: %w", source.Code, err)
	}
	return nil
}

func replaceEquivalents(ctx context.Context, tx *db.Tx, courses []*coursefile.Course, ids map[string]int64) error {
	for _, c := range courses {
		if err := tx.Query(ctx).Exec(`delete from course_equivalents where course_id = ?`, ids[c.Code]).Error; err != nil {
			return fmt.Errorf("course: equivalents of %s: %w", c.Code, err)
		}
		for _, code := range c.Fulfils {
			if err := tx.Query(ctx).Exec(`
				insert into course_equivalents (course_id, fulfils_id) select ?, id from courses where code = ?`,
				ids[c.Code], code).Error; err != nil {
				return fmt.Errorf("course: %s fulfils %s: %w", c.Code, code, err)
			}
		}
	}
	return nil
}

func equivalents(ctx context.Context, c db.Conn) (map[int64][]int64, error) {
	var rows []struct{ CourseID, FulfilsID int64 }
	if err := c.Query(ctx).Raw(`select course_id, fulfils_id from course_equivalents order by 1, 2`).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("course: equivalents: %w", err)
	}
	list := map[int64][]int64{}
	for _, r := range rows {
		list[r.CourseID] = append(list[r.CourseID], r.FulfilsID)
	}
	return list, nil
}

func readVersion(ctx context.Context, c db.Conn, id int64) (*Version, error) {
	var row struct {
		ID, CourseID  int64
		Number        int
		Hash, Content string
		Source        string
		PublishedOn   calendar.Date
	}
	err := db.One(c.Query(ctx), &row, `
		select v.id, v.course_id, v.number, encode(v.content_hash, 'hex') as hash, v.content::text as content, v.published_on,
			coalesce(s.content::text, '') as source
		from course_versions v
		left join course_version_sources s on s.version_id = v.id
		where v.id = ?`, id)
	if db.IsNotFound(err) {
		return nil, apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	if err != nil {
		return nil, fmt.Errorf("course: version %d: %w", id, err)
	}
	v := &Version{ID: row.ID, CourseID: row.CourseID, Number: row.Number, Hash: row.Hash, PublishedOn: row.PublishedOn}
	if err := json.Unmarshal([]byte(row.Content), &v.Content); err != nil {
		return nil, fmt.Errorf("course: content of version %d: %w", id, err)
	}
	if row.Source == "" {
		return v, nil
	}
	if err := json.Unmarshal([]byte(row.Source), &v.source); err != nil {
		return nil, fmt.Errorf("course: source of version %d: %w", id, err)
	}
	return v, nil
}

func versionIDs(ctx context.Context, c db.Conn, course int64) ([]int64, error) {
	var ids []int64
	if err := c.Query(ctx).Raw(`select v.id from course_versions v where v.course_id = ? and `+forAll+` order by v.number desc`, course).Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("course: versions: %w", err)
	}
	return ids, nil
}
