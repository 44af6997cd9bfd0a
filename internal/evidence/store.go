package evidence

import (
	"context"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

const columns = `c.id, c.uid::text as uid, c.kind, c.person_id, c.course_id, c.state, c.proposed_by, c.proposed_at,
	coalesce(c.decided_by, 0) as decided_by, coalesce(c.decided_at, '0001-01-01 00:00:00+00') as decided_at, c.reason, c.day, c.issuer, c.scan,
	c.act, coalesce(c.corrects, 0) as corrects, coalesce(c.event_id, 0) as event_id, coalesce(c.batch_id, 0) as batch_id, coalesce(c.session_id, 0) as session_id,
	c.note,
	coalesce(c.version_id, 0) as version_id, coalesce(c.content_language, '') as content_language, c.settings_hash, coalesce(e.kind, '') as corrects_kind, e.effective_on as corrects_on`

const cases = ` from evidence_cases c left join ledger_events e on e.id = c.corrects `

func notFound() error { return apperr.New(apperr.NotFound, "error.evidence.not_found", nil) }

func insert(ctx context.Context, tx *db.Tx, c *Case) error {
	var row struct {
		ID  int64
		UID string
	}
	err := db.One(tx.Query(ctx), &row, `
		insert into evidence_cases (kind, person_id, course_id, proposed_by, proposed_at, reason, day, issuer, scan, act, corrects, version_id,
			content_language, settings_hash, note)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), nullif(?, ''), ?, ?) returning id, uid::text as uid`,
		c.Kind, c.PersonID, c.CourseID, c.ProposedBy, c.ProposedAt, c.Reason, c.Day, c.Issuer, db.Bytes(c.Scan), c.Act, c.Corrects,
		c.VersionID, c.ContentLanguage, db.Bytes(c.SettingsHash), c.Note)
	switch db.Constraint(err) {
	case "evidence_cases_correction", "evidence_cases_recognition", "evidence_cases_practical":
		return apperr.Wrap(apperr.Conflict, "error.evidence.waits", err)
	}
	if err != nil {
		return fmt.Errorf("evidence: propose: %w", err)
	}
	c.ID, c.UID, c.State = row.ID, row.UID, Waiting
	return nil
}

// lock is a case for the one who decides, with the Kennung of its person.
func lock(ctx context.Context, tx *db.Tx, uid string) (Case, string, error) {
	var row struct {
		Case
		PersonUID string
	}
	err := db.One(tx.Query(ctx), &row, `select `+columns+`, p.uid::text as person_uid`+cases+`
		join persons p on p.id = c.person_id where c.uid::text = lower(?) for update of c`, uid)
	if db.IsNotFound(err) {
		return Case{}, "", notFound()
	}
	if err != nil {
		return Case{}, "", fmt.Errorf("evidence: lock: %w", err)
	}
	return row.Case, row.PersonUID, nil
}

// byID is a case; an error of kind NotFound if there is none.
func byID(ctx context.Context, c db.Conn, id int64) (Case, error) {
	var one Case
	err := db.One(c.Query(ctx), &one, `select `+columns+cases+`where c.id = ?`, id)
	if db.IsNotFound(err) {
		return one, notFound()
	}
	if err != nil {
		return one, fmt.Errorf("evidence: case: %w", err)
	}
	return one, nil
}

func decide(ctx context.Context, tx *db.Tx, c Case) error {
	if err := tx.Query(ctx).Exec(`update evidence_cases set state = ?, decided_by = ?, decided_at = ?, event_id = nullif(?, 0), reason = ?, day = ? where id = ?`,
		c.State, c.DecidedBy, c.DecidedAt, c.EventID, c.Reason, c.Day, c.ID).Error; err != nil {
		return fmt.Errorf("evidence: decide: %w", err)
	}
	return nil
}

// Of are the cases of a person, the newest first.
func Of(ctx context.Context, c db.Conn, person int64) ([]Case, error) {
	var list []Case
	if err := c.Query(ctx).Raw(`select `+columns+cases+`where c.person_id = ? order by c.id desc`, person).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("evidence: of a person: %w", err)
	}
	return list, nil
}

// ToConfirm are the cases that wait and that the viewer of the scope may see, the
// oldest first: those of others to be confirmed, and those that the viewer has
// proposed. What concerns the viewer is not among them, nor what is decided with its
// session; one's own certificate is for HR alone, a practical task for superiors too.
func ToConfirm(ctx context.Context, c db.Conn, scope people.Scope) ([]Pending, error) {
	where, args := scope.Where("c.person_id")
	args["viewer"], args["today"], args["hr"] = scope.Viewer, scope.Day, scope.Has(people.RoleHR)
	var list []Pending
	if err := c.Query(ctx).Raw(`
		select `+columns+`, p.uid::text as person_uid, p.last_name, p.first_name, trim(b.first_name || ' ' || b.last_name) as proposer,
			coalesce(d.name, '') as department`+cases+`
		join persons p on p.id = c.person_id
		join persons b on b.id = c.proposed_by
		left join `+people.MainDepartment("c.person_id")+` d on true
		where c.state = 'waiting' and c.session_id is null and c.person_id <> @viewer and (c.proposed_by <> c.person_id or c.kind = 'practical' or @hr)
			and (c.proposed_by = @viewer or `+where+`)
		order by c.id`, args).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("evidence: to confirm: %w", err)
	}
	return list, nil
}

// ToConfirmSQL counts the cases of others that wait for the viewer of the scope, as
// part of another statement; those of one session count once.
func ToConfirmSQL(scope people.Scope) db.Part {
	where, args := scope.Where("c.person_id")
	args["viewer"], args["hr"] = scope.Viewer, scope.Has(people.RoleHR)
	return db.Part{Args: args, SQL: `(select count(*) filter (where c.session_id is null) + count(distinct c.session_id) from evidence_cases c
		where c.state = 'waiting' and c.person_id <> @viewer and c.proposed_by <> @viewer and (c.proposed_by <> c.person_id or c.kind = 'practical' or @hr) and ` + where + `)`}
}

// Duty names a duty.
type Duty struct{ PersonID, CourseID int64 }

// InReviewSQL selects person_id and course_id of the duties of some persons (a
// condition on person_id) for which evidence waits to be confirmed: of its own course,
// of those that this always fulfils, and of those whose short form it is.
func InReviewSQL(persons string) string {
	return `
		with waiting as (
			select distinct person_id, course_id from evidence_cases
			where state = 'waiting' and kind in ('recognition', 'practical') and person_id ` + persons + `)
		select person_id, course_id from waiting
		union
		select w.person_id, q.fulfils_id from waiting w join course_equivalents q on q.course_id = w.course_id
		union
		select w.person_id, e.course_id
		from waiting w join courses k on k.id = w.course_id join ledger_events e on e.person_id = w.person_id and e.variant = k.code`
}

// InReview are the duties of InReviewSQL, by person and course.
func InReview(ctx context.Context, c db.Conn, persons []int64) ([]Duty, error) {
	var list []Duty
	if err := c.Query(ctx).Raw(InReviewSQL(`= any(cast(? as bigint[]))`)+` order by 1, 2`, db.Numbers(persons)).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("evidence: in review: %w", err)
	}
	return list, nil
}

// Scan is the file of a case, for the person concerned and for HR who see the
// person; NotFound for everybody else, and once it is deleted.
func Scan(ctx context.Context, c db.Conn, uid string, scope people.Scope) (blob.File, Case, error) {
	var row struct {
		Case
		PersonUID string
	}
	err := db.One(c.Query(ctx), &row, `select `+columns+`, p.uid::text as person_uid`+cases+`
		join persons p on p.id = c.person_id where c.uid::text = lower(?) and c.scan is not null`, uid)
	if db.IsNotFound(err) {
		return blob.File{}, Case{}, notFound()
	}
	if err != nil {
		return blob.File{}, Case{}, fmt.Errorf("evidence: scan: %w", err)
	}
	// Target finds the viewer too: one's own scan.
	if _, err := scope.ForHR().Target(ctx, c, row.PersonUID); err != nil {
		return blob.File{}, Case{}, notFound()
	}
	f, err := blob.Stat(ctx, c, row.Scan)
	return f, row.Case, err
}

// dropScan takes the scan from its case, and deletes the file where no other case
// has it.
func dropScan(ctx context.Context, tx *db.Tx, id int64, hash []byte) error {
	if err := tx.Query(ctx).Exec(`update evidence_cases set scan = null where id = ?`, id).Error; err != nil {
		return fmt.Errorf("evidence: drop a scan: %w", err)
	}
	return dropUnused(ctx, tx, hash)
}

// dropUnused deletes the file where neither a case nor a session has it.
func dropUnused(ctx context.Context, tx *db.Tx, hash []byte) error {
	var others int
	if err := tx.Query(ctx).Raw(`
		select (select count(*) from evidence_cases where scan = @hash) + (select count(*) from training_sessions where scan = @hash)`,
		map[string]any{"hash": db.Bytes(hash)}).Scan(&others).Error; err != nil {
		return fmt.Errorf("evidence: drop a scan: %w", err)
	}
	if others > 0 {
		return nil
	}
	return blob.Drop(ctx, tx, hash)
}

// DropUnused deletes a file that its session has given up, where nothing else has it.
func (s *Service) DropUnused(ctx context.Context, tx *db.Tx, hash []byte) error {
	return dropUnused(ctx, tx, hash)
}

// DropScans deletes the scans of evidence whose term has ended: decided before the
// day, and valid no longer or of somebody who has left before it. It returns how
// many. Issuer and dates stay with the case.
func DropScans(ctx context.Context, tx *db.Tx, before calendar.Date) (int, error) {
	var list []struct {
		ID   int64
		Scan []byte
	}
	if err := tx.Query(ctx).Raw(`
		select c.id, c.scan from evidence_cases c left join ledger_events e on e.id = c.event_id
		where c.scan is not null and c.decided_at < @moment and (e.valid_until < @day or not exists (
			select from employment_facts f where f.person_id = c.person_id and f.known_to = '9999-12-31 00:00:00+00' and f.exit_on >= @day))
		for update of c`, map[string]any{"moment": before.Time(), "day": before}).Scan(&list).Error; err != nil {
		return 0, fmt.Errorf("evidence: scans whose term has ended: %w", err)
	}
	for _, one := range list {
		if err := dropScan(ctx, tx, one.ID, one.Scan); err != nil {
			return 0, err
		}
	}
	if err := dropNotes(ctx, tx, before); err != nil {
		return 0, err
	}
	lists, err := dropLists(ctx, tx, before)
	return len(list) + lists, err
}

// dropNotes empties what people said to practical tasks, by the same terms.
func dropNotes(ctx context.Context, tx *db.Tx, before calendar.Date) error {
	if err := tx.Query(ctx).Exec(`
		update evidence_cases c set note = ''
		where c.note <> '' and c.decided_at < @moment and (not exists (
				select from ledger_events e where e.id = c.event_id and e.valid_until >= @day)
			or not exists (select from employment_facts f
				where f.person_id = c.person_id and f.known_to = '9999-12-31 00:00:00+00' and f.exit_on >= @day))`,
		map[string]any{"moment": before.Time(), "day": before}).Error; err != nil {
		return fmt.Errorf("evidence: notes whose term has ended: %w", err)
	}
	return nil
}

// dropLists deletes the signed lists of sessions before the day of which nothing that
// was confirmed is valid on it, and nothing waits.
func dropLists(ctx context.Context, tx *db.Tx, before calendar.Date) (int, error) {
	var hashes [][]byte
	if err := tx.Query(ctx).Raw(`
		with over as (
			select s.id, s.scan from training_sessions s
			where s.scan is not null and s.held_on < @day and not exists (
				select from evidence_cases c left join ledger_events e on e.id = c.event_id
				where c.session_id = s.id and (c.state = 'waiting' or e.valid_until >= @day))
			for update of s), gone as (
			update training_sessions s set scan = null from over o where s.id = o.id)
		select scan from over`, map[string]any{"day": before}).Scan(&hashes).Error; err != nil {
		return 0, fmt.Errorf("evidence: signed lists whose term has ended: %w", err)
	}
	for _, hash := range hashes {
		if err := dropUnused(ctx, tx, hash); err != nil {
			return 0, err
		}
	}
	return len(hashes), nil
}
