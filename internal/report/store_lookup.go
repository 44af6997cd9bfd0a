package report

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

type ruleKey struct {
	id      int64
	version int32
}

// lookups are what rows refer to, as known at the moment.
type lookups struct {
	courses  map[int64]*Course
	versions map[int64]*Version
	rules    map[ruleKey]*Rule
	inForce  map[int64]bool // rules on the day
}

// readLookups reads all courses, versions and rules: there are few.
func readLookups(ctx context.Context, tx *db.Tx, day calendar.Date, known time.Time) (*lookups, error) {
	l := &lookups{courses: map[int64]*Course{}, versions: map[int64]*Version{}, rules: map[ruleKey]*Rule{}, inForce: map[int64]bool{}}
	err := tx.Raw(func(conn *pgx.Conn) error {
		if err := l.readCourses(ctx, conn, day, known); err != nil {
			return err
		}
		return l.readRules(ctx, conn, day, known)
	})
	if err != nil {
		return nil, fmt.Errorf("report: courses and rules: %w", err)
	}
	return l, nil
}

func (l *lookups) readCourses(ctx context.Context, conn *pgx.Conn, day calendar.Date, known time.Time) error {
	// published in the order of their numbers; the last one that was in force names the course;
	// one that a department got first was in force from the day on which all got it
	rows, err := conn.Query(ctx, `
		select c.id, c.code, v.id, v.number, encode(v.content_hash, 'hex'), v.minutes, v.published_on,
			case when p.piloted then p.released <= @day is true else v.published_on <= @day end,
			v.content -> 'titles', v.content -> 'audience', coalesce(v.content ->> 'owner', '')
		from courses c
		join course_versions v on v.course_id = c.id
		cross join lateral (
			select count(*) > 0 as piloted, min(s.day) filter (where s.step = 'released') as released
			from course_pilot_steps s where s.version_id = v.id and s.known_from <= @known) p
		where v.known_from <= @known
		order by c.id, v.number`, pgx.NamedArgs{"day": day.Time(), "known": known})
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c Course
		var v Version
		var inForce bool
		var titles, audience []byte
		var published time.Time
		if err := rows.Scan(&c.ID, &c.Code, &v.ID, &v.Number, &v.Hash, &v.Minutes, &published, &inForce, &titles, &audience, &c.Owner); err != nil {
			return err
		}
		v.PublishedOn = calendar.NewDate(published.Date())
		if c.Titles, err = texts(titles); err != nil {
			return err
		}
		if c.Audience, err = texts(audience); err != nil {
			return err
		}
		l.versions[v.ID] = &v
		if inForce || l.courses[c.ID] == nil {
			if inForce {
				c.Version = &v
			}
			c.Minutes = v.Minutes
			l.courses[c.ID] = &c
		}
	}
	return rows.Err()
}

func (l *lookups) readRules(ctx context.Context, conn *pgx.Conn, day calendar.Date, known time.Time) error {
	rows, err := conn.Query(ctx, `
		select distinct on (r.id, f.version) r.id, f.version, r.code, f.title, c.title,
			exists (select from rule_facts n where n.rule_id = r.id and `+knownAt("n")+`)
		from rules r
		join rule_facts f on f.rule_id = r.id
		left join curriculum_facts c on c.curriculum_id = f.curriculum_id and `+knownAt("c")+`
		where f.known_from <= @known
		order by r.id, f.version, f.known_from desc, f.valid_from desc`, pgx.NamedArgs{"day": day.Time(), "known": known})
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key ruleKey
		var r Rule
		var title, curriculum []byte
		var inForce bool
		if err := rows.Scan(&key.id, &key.version, &r.Code, &title, &curriculum, &inForce); err != nil {
			return err
		}
		l.inForce[key.id] = inForce
		r.Version = key.version
		if r.Titles, err = texts(title); err != nil {
			return err
		}
		if r.Curriculum, err = texts(curriculum); err != nil {
			return err
		}
		l.rules[key] = &r
	}
	return rows.Err()
}

// proof is what the cover says about where the data come from.
type proof struct {
	ImportOn                  time.Time // zero: nothing imported
	ImportFile, ImportHash    string
	ImportRows                int
	SealID                    int64 // 0: nothing sealed
	SealHash                  string
	PreviousUID, PreviousHash string
	PreviousAsOf              calendar.Date
	PreviousKnown             time.Time
}

// readProof reads the last import, the last seal, and the previous report of the
// same variant and scope.
func readProof(ctx context.Context, tx *db.Tx, q Query, known time.Time) (proof, error) {
	var p proof
	err := tx.Raw(func(conn *pgx.Conn) error {
		var source []byte
		err := conn.QueryRow(ctx, `
			select b.applied_at, p.source from batches b
			join plans p on p.id = b.plan_id
			where p.kind = 'people' and p.source <> '{}' and b.applied_at <= $1
			order by b.id desc limit 1`, known).Scan(&p.ImportOn, &source)
		if err == nil {
			var s struct {
				File, SHA256 string
				Rows         int
			}
			if err := json.Unmarshal(source, &s); err != nil {
				return err
			}
			p.ImportFile, p.ImportHash, p.ImportRows = s.File, s.SHA256, s.Rows
		}
		if err := orNone(err); err != nil {
			return err
		}
		if err := orNone(conn.QueryRow(ctx, `
			select id, encode(digest, 'hex') from seals where to_known <= $1 order by id desc limit 1`, known).
			Scan(&p.SealID, &p.SealHash)); err != nil {
			return err
		}
		var asOf time.Time
		err = conn.QueryRow(ctx, `
			select uid::text, encode(detail_sha256, 'hex'), as_of, known_at from reports
			where variant = $1 and scope = $2 and filter = $3::jsonb order by id desc limit 1`,
			string(q.Variant), q.scopeText(), q.Filter.text()).Scan(&p.PreviousUID, &p.PreviousHash, &asOf, &p.PreviousKnown)
		if err == nil {
			p.PreviousAsOf = calendar.NewDate(asOf.Date())
		}
		return orNone(err)
	})
	if err != nil {
		return p, fmt.Errorf("report: proof: %w", err)
	}
	return p, nil
}

// orNone takes «no row» for an answer.
func orNone(err error) error {
	if err == pgx.ErrNoRows { //nolint:errorlint // QueryRow returns it as it is
		return nil
	}
	return err
}
