package pending_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/pending"
	"zaemme/internal/people"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/testing/dbtest"
)

var (
	now   = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)
	today = calendar.DateOf(now)
)

// counter counts statements but for the frame of a transaction.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if sql := strings.ToLower(data.SQL); !strings.HasPrefix(sql, "begin") && !strings.HasPrefix(sql, "commit") {
		c.n.Add(1)
	}
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// world has two departments: HR of the whole sits in Finanzen, HR of a part sees
// Bau alone.
type world struct {
	*reporttest.Org
	statements           counter
	top, bau, fin        int64
	hr, part, boss, luca int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	_ = dbtest.New(t)
	url, _ := dbtest.URLs(t)
	w := &world{}
	d, err := db.Open(t.Context(), url, db.Options{MaxConns: 4, Tracer: &w.statements, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	w.Org = reporttest.New(t, d)
	w.From = today.AddDays(-800)
	w.top = w.Department("GDE", "Gemeinde", 0)
	w.bau = w.Department("BAU", "Bau und Umwelt", w.top)
	w.fin = w.Department("FIN", "Finanzen", w.top)
	w.Course("IS-01", "Informationssicherheit")
	w.Course("DS-01", "Datenschutz")
	w.Rule()
	w.boss = w.Person("Ruth", "Beispiel", "ruth@gemeinde.example", w.top, 0)
	w.Head(w.top, w.boss)
	w.hr = w.Person("Petra", "Probe", "petra@gemeinde.example", w.fin, w.boss)
	w.Grant(w.hr, "hr")
	w.part = w.Person("Paul", "Teil", "paul@gemeinde.example", w.bau, w.boss)
	w.Insert(`insert into role_grants (person_id, role, department_id, valid_from, known_from) values (@person, 'hr', @department, @from, @stamp) returning id`,
		map[string]any{"person": w.part, "department": w.bau})
	w.luca = w.Person("Luca", "Vorlage", "luca@gemeinde.example", w.bau, w.boss)
	return w
}

func (w *world) scope(viewer int64) people.Scope {
	w.T.Helper()
	scope, err := people.ScopeOf(w.T.Context(), w.DB, viewer, today)
	if err != nil {
		w.T.Fatal(err)
	}
	return scope
}

func (w *world) waiting(viewer int64) string {
	w.T.Helper()
	whole := w.scope(viewer)
	list, err := pending.ReadWaiting(w.T.Context(), w.DB, pending.Viewer{Scope: whole.ForHR(), Decide: whole.ForLeading(), Confirm: whole.ForHR(), Now: now})
	if err != nil {
		w.T.Fatal(err)
	}
	var words []string
	for _, i := range list {
		words = append(words, fmt.Sprintf("%s %d-%d %s", i.Kind, i.Count, i.Own, i.Oldest))
	}
	return strings.Join(words, ", ")
}

// Each kind waits for who decides it, once, the oldest first; HR of a part sees
// what concerns its people and nothing of the others.
func TestWhatWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.waiting(w.hr); got != "" {
		t.Fatalf("in an empty place waits %s", got)
	}
	anna := w.Person("Anna", "Muster", "anna@gemeinde.example", w.fin, w.boss)
	plan := func(kind, state string, days, ends int) {
		w.Insert(`insert into plans (kind, title, created_by, created_at, effective_on, body, effects, digest, state, expires_at)
			values (@kind, 'Liste', @by, @at, @day, '{}', '{}', sha256('x'), @state, @ends) returning id`,
			map[string]any{"kind": kind, "by": w.hr, "at": now.AddDate(0, 0, -days), "day": today, "state": state, "ends": now.AddDate(0, 0, ends)})
	}
	plan("people", "shown", 3, 10)
	plan("people", "applied", 30, 10)
	plan("people", "shown", 40, -1) // has expired
	plan("rules", "shown", 2, 10)
	plan("calendar", "shown", 1, 10)
	plan("undo", "shown", 4, 10)
	plan("evidence", "shown", 5, 10)
	stopped := func(owner int64, why string, days int) {
		w.Insert(`insert into report_plans (owner_id, rhythm, day, variant, language, brief, management, state, why, since, created_at, changed_at)
			values (@owner, 'monthly', 3, 'hr', '', false, false, 'paused', @why, @day, @at, @at) returning id`,
			map[string]any{"owner": owner, "why": why, "day": today, "at": now.AddDate(0, 0, -days)})
	}
	stopped(w.part, "owner", 6)
	stopped(w.hr, "hand", 50) // somebody wanted that
	extension := func(person int64, days int) {
		w.Insert(`insert into extension_requests (person_id, course_id, asked_at, due_on, wanted_on, reason) values (@p, @c, @at, @day, @day, 'workload') returning id`,
			map[string]any{"p": person, "c": w.Courses["IS-01"], "at": now.AddDate(0, 0, -days), "day": today})
	}
	extension(w.luca, 7)
	extension(anna, 9)
	extension(w.hr, 12) // one's own: somebody else decides
	handIn := func(person, by int64, days int) {
		w.Insert(`insert into evidence_cases (kind, person_id, course_id, proposed_by, proposed_at, day, issuer) values ('recognition', @p, @c, @by, @at, @day, 'X') returning id`,
			map[string]any{"p": person, "c": w.Courses["IS-01"], "by": by, "at": now.AddDate(0, 0, -days), "day": today})
	}
	handIn(w.luca, w.luca, 11)
	handIn(anna, w.hr, 13)
	done := w.Append(w.Assigned(w.luca, "DS-01", today.AddDays(-90), today.AddDays(-60)), w.Completed(w.luca, "DS-01", 1, today.AddDays(-80), today.AddDays(200)))
	w.Insert(`insert into evidence_cases (kind, person_id, course_id, proposed_by, proposed_at, act, corrects) values ('correction', @p, @c, @by, @at, 'void', @event) returning id`,
		map[string]any{"p": w.luca, "c": w.Courses["DS-01"], "by": w.boss, "at": now.AddDate(0, 0, -14), "event": done[1].ID})
	session := func(state string, day calendar.Date, person int64) {
		id := w.Insert(`insert into training_sessions (course_id, version_id, owner_id, trainer, held_on, minutes, place, state, recorded_by, recorded_at, created_at)
			values (@c, @v, @by, 'Ruth', @day, 45, 'Werkhof', @state, case when @state = 'recorded' then cast(@by as bigint) end,
				case when @state = 'recorded' then cast(@at as timestamptz) end, @at) returning id`,
			map[string]any{"c": w.Courses["IS-01"], "v": w.Version["IS-01"], "by": w.boss, "day": day, "state": state, "at": now.AddDate(0, 0, -6)})
		w.Insert(`insert into training_people (session_id, person_id, state, since, by_id) values (@s, @p, 'seated', @at, @by) returning session_id`,
			map[string]any{"s": id, "p": person, "by": w.boss, "at": now})
		if state == "recorded" {
			w.Insert(`insert into evidence_cases (kind, person_id, course_id, proposed_by, proposed_at, day, session_id) values ('recognition', @p, @c, @by, @at, @day, @s) returning id`,
				map[string]any{"p": person, "c": w.Courses["DS-01"], "by": w.boss, "at": now, "day": day, "s": id})
		}
	}
	session("recorded", today.AddDays(-6), w.luca)
	session("planned", today.AddDays(-8), anna)
	session("planned", today.AddDays(8), w.luca)
	w.Insert(`insert into feedback (course_id, module, kind, said, given_on, mixed) values (@c, 1, 'unclear', 'Zu lang.', @day, true) returning course_id`,
		map[string]any{"c": w.Courses["IS-01"], "day": today.AddDays(-20)})
	w.Insert(`insert into feedback (course_id, module, kind, said, given_on) values (@c, 1, 'unclear', 'Nicht gezeigt.', @day) returning course_id`,
		map[string]any{"c": w.Courses["IS-01"], "day": today.AddDays(-30)})
	w.Insert(`insert into course_drafts (code, state, made_by, made_at, edited_by, edited_at, submitted_by) values ('AB-01', 'review', @by, @at, @by, @at, @by) returning id`,
		map[string]any{"by": w.boss, "at": now.AddDate(0, 0, -2)})

	before := w.statements.n.Load()
	got := w.waiting(w.hr)
	if n := w.statements.n.Load() - before; n != 2 { // the scope is the other one
		t.Errorf("%d statements", n)
	}
	want := "feedback 1-0 2026-11-01, corrections 1-0 2026-11-07, evidence 2-1 2026-11-08, attendance 1-0 2026-11-13, extensions 2-0 2026-11-12, " +
		"plans 1-0 2026-11-15, lists 1-1 2026-11-16, sessions 1-0 2026-11-15, undo 1-0 2026-11-17, imports 1-0 2026-11-18, drafts 1-0 2026-11-19, previews 2-0 2026-11-19"
	if sorted(got) != sorted(want) {
		t.Errorf("waits\n %s, want\n %s", got, want)
	}
	if !strings.HasPrefix(got, "feedback") || !strings.Contains(got, "evidence 2-1 2026-11-08, extensions") {
		t.Errorf("not the oldest first: %s", got)
	}
	if got, want := w.waiting(w.part), "corrections 1-0 2026-11-07, evidence 1-0 2026-11-10, extensions 1-0 2026-11-14, sessions 1-0 2026-11-15"; got != want {
		t.Errorf("for HR of a part waits\n %s, want\n %s", got, want)
	}
	changes, err := pending.ReadChanges(t.Context(), w.DB, w.scope(w.hr).ForHR(), now, 10)
	if err != nil || len(changes) != 4 || changes[0].By != "Petra Probe" || changes[0].EffectiveOn != today || !changes[0].ExpiresAt.Equal(now.AddDate(0, 0, 10)) {
		t.Errorf("changes %+v, %v", changes, err)
	}
}

func sorted(text string) string {
	parts := strings.Split(text, ", ")
	for i := range parts {
		for j := i + 1; j < len(parts); j++ {
			if parts[j] < parts[i] {
				parts[i], parts[j] = parts[j], parts[i]
			}
		}
	}
	return strings.Join(parts, ", ")
}

// A count is the length of its list, for the whole and for a part.
func TestGapsAndTheirLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Person("Otto", "Ohne", "", w.bau, 0)
	marked := w.Person("Maria", "Werk", "", w.bau, w.boss)
	w.Insert(`insert into person_traits (person_id, has_pc, pc_source, valid_from, known_from) values (@p, false, 'hr', @from, @stamp) returning id`, map[string]any{"p": marked})
	elected := w.Person("Erna", "Rat", "erna@gemeinde.example", w.fin, 0)
	w.Insert(`update employment_facts set category = 'official' where person_id = @p returning id`, map[string]any{"p": elected})
	gone := w.Person("Gerd", "Weg", "", w.fin, 0)
	w.Insert(`update employment_facts set exit_on = @day where person_id = @p returning id`, map[string]any{"p": gone, "day": today.AddDays(-1)})
	w.Append(w.Assigned(w.luca, "IS-01", today.AddDays(-10), today.AddDays(20)), w.Assigned(marked, "IS-01", today.AddDays(-10), today.AddDays(20)),
		ledger.Event{PersonID: marked, CourseID: w.Courses["IS-01"], Cycle: 1, Kind: ledger.KindWithdrawn, EffectiveOn: today})
	for _, who := range []struct {
		viewer                         int64
		staff, manager, mail, ruleless int
	}{{w.hr, 7, 1, 1, 6}, {w.part, 4, 1, 1, 3}} {
		scope := w.scope(who.viewer).ForHR()
		got, err := pending.ReadGaps(t.Context(), w.DB, scope)
		if want := (pending.Gaps{Staff: who.staff, NoManager: who.manager, NoMail: who.mail, NoDuty: who.ruleless}); err != nil || got != want {
			t.Errorf("gaps %+v, want %+v, %v", got, want, err)
		}
		for _, gap := range pending.AllGaps {
			list, total, err := pending.Without(t.Context(), w.DB, scope, gap, 100, 0)
			if err != nil || total != got.Of(gap) || len(list) != total {
				t.Errorf("the list of %s has %d of %d, want %d, %v", gap, len(list), total, got.Of(gap), err)
			}
		}
	}
	list, _, err := pending.Without(t.Context(), w.DB, w.scope(w.hr).ForHR(), pending.NoManager, 1, 0)
	if err != nil || len(list) != 1 || list[0].Name() != "Otto Ohne" || list[0].Department != "Bau und Umwelt" {
		t.Errorf("%+v, %v", list, err)
	}
}
