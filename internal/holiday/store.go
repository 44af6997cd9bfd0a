package holiday

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// knownNow is the condition on facts held to be true now.
const knownNow = `known_to = '9999-12-31 00:00:00+00'`

// Load reads all sets with all editions: one statement. Planners need the editions
// by which running dates were computed; LoadNow is for who only counts days.
func Load(ctx context.Context, c db.Conn) (*Book, error) {
	list, err := editions(ctx, c, `order by f.id`)
	return NewBook(list), err
}

// LoadNow reads the sets in force: one statement.
func LoadNow(ctx context.Context, c db.Conn) (*Book, error) {
	list, err := editions(ctx, c, `where f.`+knownNow+` order by f.id`)
	return NewBook(list), err
}

func editions(ctx context.Context, c db.Conn, rest string, args ...any) ([]Edition, error) {
	var rows []struct {
		ID            int64
		Code, Content string
		Now           bool
	}
	if err := c.Query(ctx).Raw(`
		select f.id, c.code, f.content::text as content, f.`+knownNow+` as now
		from calendars c join calendar_facts f on f.calendar_id = c.id `+rest, args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("holiday: read sets: %w", err)
	}
	list := make([]Edition, len(rows))
	for i, r := range rows {
		list[i] = Edition{ID: r.ID, Code: r.Code, Now: r.Now}
		if err := json.Unmarshal([]byte(r.Content), &list[i].Content); err != nil {
			return nil, fmt.Errorf("holiday: read edition %d: %w", r.ID, err)
		}
	}
	return list, nil
}

// Find is the set with the code in force; NotFound if there is none.
func Find(ctx context.Context, c db.Conn, code string) (Edition, error) {
	return find(ctx, c, code, "")
}

func find(ctx context.Context, c db.Conn, code, suffix string) (Edition, error) {
	list, err := editions(ctx, c, `where c.code = ? and f.`+knownNow+suffix, code)
	if err != nil {
		return Edition{}, err
	}
	if len(list) == 0 {
		return Edition{}, apperr.New(apperr.NotFound, "error.calendar.not_found", nil)
	}
	return list[0], nil
}

// Past is an edition with who made it and when.
type Past struct {
	Edition
	What    string // code: see the constants
	At      time.Time
	ActorID int64 // 0: the system
}

// History lists all editions of a set, the latest first; none is no error.
func History(ctx context.Context, c db.Conn, code string) ([]Past, error) {
	var rows []struct {
		ID, ActorID   int64
		Content, What string
		KnownFrom     time.Time
		Now           bool
	}
	if err := c.Query(ctx).Raw(`
		select f.id, f.content::text as content, f.what, f.known_from, coalesce(f.actor_id, 0) as actor_id, f.`+knownNow+` as now
		from calendars c join calendar_facts f on f.calendar_id = c.id
		where c.code = ? order by f.id desc`, code).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("holiday: history of %s: %w", code, err)
	}
	list := make([]Past, len(rows))
	for i, r := range rows {
		list[i] = Past{Edition: Edition{ID: r.ID, Code: code, Now: r.Now}, What: r.What, At: r.KnownFrom.UTC(), ActorID: r.ActorID}
		if err := json.Unmarshal([]byte(r.Content), &list[i].Content); err != nil {
			return nil, fmt.Errorf("holiday: read edition %d: %w", r.ID, err)
		}
	}
	return list, nil
}

// save makes an edition of the set.
func save(ctx context.Context, tx *db.Tx, actor int64, code, what string, content Content) error {
	text, err := json.Marshal(content)
	if err != nil {
		return fmt.Errorf("holiday: encode %s: %w", code, err)
	}
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	args := map[string]any{"code": code, "what": what, "content": string(text), "stamp": stamp, "actor": actor}
	for _, sql := range []string{
		`update calendar_facts f set known_to = @stamp from calendars c
		 where c.id = f.calendar_id and c.code = @code and f.` + knownNow,
		`insert into calendar_facts (calendar_id, content, what, actor_id, known_from)
		 select id, cast(@content as jsonb), @what, nullif(@actor, 0), @stamp from calendars where code = @code`,
	} {
		if err := tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("holiday: save %s: %w", code, err)
		}
	}
	return nil
}

// Site is a site with the set it follows.
type Site struct {
	ID       int64
	Name     string
	Calendar string // code
	People   int    // who have their main or another employment there today
}

// Sites lists the sites by name, with the set each follows on the day.
func Sites(ctx context.Context, c db.Conn, day calendar.Date) ([]Site, error) {
	var list []Site
	if err := c.Query(ctx).Raw(`
		select s.id, s.name, coalesce(k.code, s.calendar) as calendar, coalesce(n.people, 0) as people
		from sites s
		left join site_calendars f on f.site_id = s.id and f.valid_from <= @day and f.valid_to > @day and f.`+knownNow+`
		left join calendars k on k.id = f.calendar_id
		left join (
			select e.site_id, count(distinct e.person_id) as people from employment_facts e
			where e.valid_from <= @day and e.valid_to > @day and e.entry_on <= @day and e.exit_on >= @day and e.`+knownNow+`
			group by e.site_id
		) n on n.site_id = s.id
		where s.withdrawn_at is null
		order by s.name collate "de-CH-x-icu"`, map[string]any{"day": day}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("holiday: sites: %w", err)
	}
	for i := range list {
		if list[i].Calendar == "" {
			list[i].Calendar = people.DefaultCalendar
		}
	}
	return list, nil
}

// follow lets the site follow the set from the day on, in place of all that was
// planned after it.
func follow(ctx context.Context, tx *db.Tx, actor, site int64, code string, from calendar.Date) error {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	args := map[string]any{"site": site, "code": code, "from": from, "stamp": stamp, "actor": actor}
	for _, sql := range []string{
		`update site_calendars set known_to = @stamp where site_id = @site and valid_to > @from and ` + knownNow,
		`insert into site_calendars (site_id, calendar_id, valid_from, valid_to, known_from, actor_id)
		 select site_id, calendar_id, valid_from, @from, @stamp, actor_id from site_calendars
		 where site_id = @site and valid_from < @from and known_to = @stamp`,
		`insert into site_calendars (site_id, calendar_id, valid_from, known_from, actor_id)
		 select @site, id, @from, @stamp, nullif(@actor, 0) from calendars where code = @code`,
	} {
		if err := tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("holiday: site %d follows %s: %w", site, code, err)
		}
	}
	return nil
}

// insert makes a set without content; Conflict where the code is taken.
func insert(ctx context.Context, tx *db.Tx, code string) error {
	result := tx.Query(ctx).Exec(`insert into calendars (code) values (?) on conflict (code) do nothing`, code)
	if result.Error != nil {
		return fmt.Errorf("holiday: make %s: %w", code, result.Error)
	}
	if result.RowsAffected == 0 {
		return apperr.New(apperr.Conflict, "error.calendar.exists", nil).At("title")
	}
	return nil
}

// lock makes the transaction the only one that changes sets.
func lock(ctx context.Context, tx *db.Tx) error {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(hashtextextended('calendars', 0))`).Error; err != nil {
		return fmt.Errorf("holiday: lock: %w", err)
	}
	return nil
}

func empty(ctx context.Context, tx *db.Tx) (bool, error) {
	var none bool
	if err := tx.Query(ctx).Raw(`select not exists (select from calendars)`).Scan(&none).Error; err != nil {
		return false, fmt.Errorf("holiday: look for sets: %w", err)
	}
	return none, nil
}
