package app

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web"
)

// learner is the desk with somebody whose start page asks for all that a start page
// can ask for: a practical task is to be done, and a pilot runs.
func learnerOf(t *testing.T) (d *desk, v *course.Version, token string) {
	t.Helper()
	d = newDesk(t)
	ctx, today := t.Context(), calendar.DateOf(d.app.Clock())
	content := &coursefile.Course{Code: "PA-01", Namespace: "ch.zaemme", Kind: coursefile.Practical, Language: "de", Titles: coursefile.Texts{"de": "Fluchtweg"},
		Minutes: 10, ValidityMonths: 12, DueDays: 30, Version: coursefile.VersionNote{Materiality: coursefile.Material},
		Modules: []coursefile.Module{{No: 1, Minutes: 10, Titles: coursefile.Texts{"de": "Den Weg abgehen"}, Body: "Gehen Sie den Fluchtweg ab."}}}
	if _, err := course.Sync(ctx, d.app.DB, []*coursefile.Course{content}, today-40); err != nil {
		t.Fatal(err)
	}
	if err := d.app.DB.Query(ctx).Exec(`insert into course_pilot_steps (version_id, step, department_id, day, actor_id, known_from)
		select min(v.id), 'begun', ?, ?, ?, now() from course_versions v join courses c on c.id = v.course_id where c.code = 'DS-01'`, d.department, today, d.leadID).Error; err != nil {
		t.Fatal(err)
	}
	if err := d.app.Catalogue.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	v, err := d.app.Catalogue.ByCode("PA-01")
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	if err := d.app.DB.Write(ctx, func(tx *db.Tx) (err error) {
		if _, err := d.app.Ledger.Append(ctx, tx, ledger.Event{PersonID: d.member, CourseID: v.CourseID, Cycle: 1, Kind: ledger.KindAssigned,
			EffectiveOn: today - 20, DueOn: today + 10, Mandatory: &yes, ActorID: d.leadID}); err != nil {
			return err
		}
		token, err = auth.Start(ctx, tx, d.member, "test", d.app.Clock())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return d, v, token
}

// anew is a cookie that says nothing, with which a page is made and not kept.
var anew = &http.Cookie{Name: "zaemme_flash", Value: "none"}

// statements are the texts of all that were sent.
type statements struct {
	mu   sync.Mutex
	list []string
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, data.SQL)
	return ctx
}
func (s *statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (s *statements) TraceBatchStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, q := range data.Batch.QueuedQueries {
		s.list = append(s.list, q.SQL)
	}
	return ctx
}
func (s *statements) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}
func (s *statements) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

// unmarked are tables of which a start page reads, and why a change of them needs no
// mark.
var unmarked = map[string]string{
	"sessions":             "the row is read for each request",
	"person_marks":         "the marks themselves",
	"attempt_answers":      "a page with an open attempt is not kept",
	"question_withdrawals": "a page with an open attempt is not kept",
	"ledger_events":        "each one writes its duty in the same transaction",
}

// Every table that the session or the start page reads, functions of the database
// included, leaves a mark at each change of a row.
func TestEveryTableOfTheStartPageLeavesMarks(t *testing.T) {
	t.Parallel()
	d, _, token := learnerOf(t)
	seen := &statements{}
	traced, err := db.Open(t.Context(), d.app.Config.DatabaseURL, db.Options{Tracer: seen, Logger: d.app.Log})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = traced.Close() }()
	d.app.DB = traced
	d.server = server(t, d.app)
	seen.list = nil
	for range 2 { // the session as a whole, then its row alone
		if response, _ := d.send(http.MethodGet, "/", nil, token, anew); response.StatusCode != http.StatusOK {
			t.Fatal(response.Status)
		}
	}
	d.send(http.MethodGet, "/", nil, token)
	all := len(seen.list)
	if d.send(http.MethodGet, "/", nil, token); len(seen.list) != all+1 {
		t.Errorf("a page that is kept takes %d statements", len(seen.list)-all)
	}
	tables := tablesOf(t, dbtest.Owner(t), strings.Join(seen.list, "\n"))
	for _, must := range []string{"evidence_cases", "department_facts", "training_people", "assignments", "role_grants"} {
		if !slices.Contains(tables, must) {
			t.Errorf("the page asked nothing of %s: the test sees too little", must)
		}
	}
	for _, table := range tables {
		if unmarked[table] != "" {
			continue
		}
		var events int // of the triggers: 4 insert, 8 delete, 16 update, 32 truncate
		if err := d.app.DB.Query(t.Context()).Raw(`
			select coalesce(bit_or(g.tgtype), 0) from pg_trigger g join pg_proc p on p.oid = g.tgfoid
			where g.tgrelid = cast(@table as regclass) and p.proname like 'mark\_%' and g.tgenabled = 'O' and g.tgtype & 1 = 0`,
			map[string]any{"table": table}).Scan(&events).Error; err != nil {
			t.Fatal(err)
		}
		if events&(4|8|16|32) != 4|8|16|32 {
			t.Errorf("the start page reads %s, whose changes leave no mark: a page that is kept would be stale", table)
		}
	}
}

// tablesOf are the tables that a text of SQL names, also by functions of the schema.
func tablesOf(t *testing.T, owner *db.DB, sql string) []string {
	t.Helper()
	var known []struct{ Name, Body string } // of a table without a body
	if err := owner.Query(t.Context()).Raw(`
		select relname as name, '' as body from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
		union all
		select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace and prolang <> (select oid from pg_language where lanname = 'c')`).Scan(&known).Error; err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for again := true; again; {
		again = false
		for _, k := range known {
			if found[k.Name] || k.Body == "" && !regexp.MustCompile(`(?i)\b(from|join|using|table)\s+(only\s+)?`+k.Name+`\b`).MatchString(sql) ||
				k.Body != "" && !regexp.MustCompile(`\b`+k.Name+`\s*\(`).MatchString(sql) {
				continue
			}
			found[k.Name], again = true, again || k.Body != ""
			sql += "\n" + k.Body
		}
	}
	var tables []string
	for _, k := range known {
		if k.Body == "" && found[k.Name] {
			tables = append(tables, k.Name)
		}
	}
	return tables
}

func server(t *testing.T, a *App) *web.Server {
	t.Helper()
	server, err := a.Web(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// Two processes serve one person. After each change, in whichever way it comes, both
// answer with the page that is made anew, and before it from what they keep.
func TestAStartPageIsNeverStale(t *testing.T) {
	t.Parallel()
	d, v, token := learnerOf(t)
	servers := []*web.Server{d.server, server(t, d.app)}
	ctx, today := t.Context(), calendar.DateOf(d.app.Clock())
	page := func(n int, cookies ...*http.Cookie) string {
		t.Helper()
		d.server = servers[n]
		response, body := d.send(http.MethodGet, "/", nil, token, cookies...)
		if response.StatusCode != http.StatusOK {
			t.Fatalf("%s %.500s", response.Status, body)
		}
		return body
	}
	sql := func(statement string, args ...any) func(*db.Tx) error {
		return func(tx *db.Tx) error { return tx.Query(ctx).Exec(statement, args...).Error }
	}
	event := func(e ledger.Event) func(*db.Tx) error {
		return func(tx *db.Tx) error {
			e.PersonID, e.CourseID, e.Cycle, e.ActorID = d.member, v.CourseID, 1, d.leadID
			_, err := d.app.Ledger.Append(ctx, tx, e)
			return err
		}
	}
	for _, change := range []struct {
		name  string
		write func(*db.Tx) error
		same  bool // nothing on the page is other than before
	}{
		{"a name", sql(`update persons set first_name = 'Anabel' where id = ?`, d.member), false},
		{"somebody else's name", sql(`update persons set first_name = 'Lea' where id = ?`, d.leadID), true},
		{"a language", sql(`update persons set language = 'en' where id = ?`, d.member), false},
		{"the language before", sql(`update persons set language = 'de' where id = ?`, d.member), false},
		{"a module read", sql(`insert into module_reads (person_id, course_id, cycle, module, version_id, read_at) values (?, ?, 1, 1, ?, now())`, d.member, v.CourseID, v.ID), false},
		{"a reading forgotten", sql(`delete from module_reads where person_id = ?`, d.member), false},
		{"another date", event(ledger.Event{Kind: ledger.KindDueSet, EffectiveOn: today, DueOn: today + 40}), false},
		{"a duty withdrawn", event(ledger.Event{Kind: ledger.KindWithdrawn, EffectiveOn: today}), false},
		{"a role given", sql(`insert into role_grants (person_id, role, valid_from, known_from) values (?, 'hr', ?, now())`, d.member, today), false},
		{"a role taken", sql(`update role_grants set known_to = now() where person_id = ?`, d.member), false},
		{"somebody to lead", sql(`update employment_facts set manager_id = ? where person_id = ?`, d.member, d.leadID), false},
		{"a deputy of somebody", sql(`insert into deputies (person_id, deputy_id, valid_from, known_from) values (?, ?, '2020-01-01', now())`, d.leadID, d.member), true},
		{"nobody to lead", sql(`update employment_facts set manager_id = null where person_id = ?`, d.leadID), true},
		{"a training", sql(`insert into training_sessions (course_id, held_on, place, owner_id, trainer, minutes, created_at, seats, circle)
			values (?, ?, 'Aula', ?, 'Andrea Muster', 30, now(), 12, 'all')`, v.CourseID, today+5, d.leadID), true},
		{"a seat in it", sql(`insert into training_people (session_id, person_id, state, since, by_id) select id, ?, 'seated', now(), ? from training_sessions`, d.member, d.leadID), false},
		{"a last day", sql(`update employment_facts set exit_on = ? where person_id = ?`, today+20, d.member), false},
		{"many marks made one", func(tx *db.Tx) error { _, err := auth.MergeMarks(ctx, tx); return err }, true},
	} {
		before := page(0)
		for n := range servers {
			if page(n) != before || page(n, anew) != before {
				t.Fatalf("before %s: the pages differ", change.name)
			}
		}
		if err := d.app.DB.Write(ctx, change.write); err != nil {
			t.Fatalf("%s: %v", change.name, err)
		}
		after := page(0, anew)
		if (after == before) != change.same {
			t.Errorf("%s: the page made anew is another: %v", change.name, after != before)
		}
		for n := range servers {
			if page(n) != after {
				t.Errorf("%s: server %d shows what was", change.name, n)
			}
		}
	}
	for _, ends := range []func(*db.Tx) error{ // it owes a second factor, then it is no more
		sql(`insert into totp_secrets (person_id, secret, confirmed_at, created_at) values (?, '12345678901234567890', now(), now())`, d.member),
		sql(`delete from sessions where person_id = ?`, d.member),
	} {
		if err := d.app.DB.Write(ctx, ends); err != nil {
			t.Fatal(err)
		}
		for _, d.server = range servers {
			if response, body := d.send(http.MethodGet, "/", nil, token); response.StatusCode == http.StatusOK {
				t.Errorf("the session is not good for the page: %.200s", body)
			}
		}
	}
}

// A role that is taken away holds for the next request of every process.
func TestARoleIsTakenAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	servers := []*web.Server{d.server, server(t, d.app)}
	ask := func() (list []int) {
		for _, d.server = range servers {
			response, _ := d.send(http.MethodGet, "/personen", nil, d.hr)
			list = append(list, response.StatusCode)
		}
		return list
	}
	if got := ask(); !slices.Equal(got, []int{200, 200}) || !slices.Equal(ask(), got) {
		t.Fatal(got)
	}
	if err := d.app.DB.Query(t.Context()).Exec(`update role_grants set known_to = now() where role = 'hr'`).Error; err != nil {
		t.Fatal(err)
	}
	if got := ask(); !slices.Equal(got, []int{403, 403}) {
		t.Error(got)
	}
}

// Marks of one person become one, another one.
func TestMarksAreMerged(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	read := func() (n int, sum int64) {
		row := d.Query(t.Context()).Raw(`select count(*), coalesce(bit_xor(mark), 0) from person_marks where person_id = 1`).Row()
		if err := row.Scan(&n, &sum); err != nil {
			t.Fatal(err)
		}
		return n, sum
	}
	if err := d.Query(t.Context()).Exec(`insert into person_marks (person_id) select 1 from generate_series(1, 20) union all select 2`).Error; err != nil {
		t.Fatal(err)
	}
	_, before := read()
	var gone int
	if err := d.Write(t.Context(), func(tx *db.Tx) (err error) { gone, err = auth.MergeMarks(t.Context(), tx); return err }); err != nil {
		t.Fatal(err)
	}
	if n, after := read(); gone != 20 || n != 1 || after == before {
		t.Errorf("%d gone, %d left, %d was %d", gone, n, after, before)
	}
}
