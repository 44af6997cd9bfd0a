package pending_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"zaemme/internal/change"
	"zaemme/internal/pending"
)

// importing is how HR's lists are kept: plans, and tasks that make and apply them.
type importing struct{ *world }

// plan is a preview of a list; ends is in days from now.
func (w importing) plan(title, list, scope, state string, days, ends int) (uid string) {
	w.T.Helper()
	id := w.Insert(`insert into plans (kind, title, created_by, created_at, effective_on, source, body, effects, digest, state, expires_at)
		values ('people', @title, @by, @at, @day, jsonb_strip_nulls(jsonb_build_object('List', cast(@list as text), 'Scope', nullif(@scope, ''))), '{}', '{}', sha256('x'),
			@state, @ends) returning id`,
		map[string]any{"title": title, "by": w.hr, "list": list, "scope": scope, "at": now.AddDate(0, 0, -days), "day": today, "state": state, "ends": now.AddDate(0, 0, ends)})
	if err := w.DB.Query(w.T.Context()).Raw(`select uid::text from plans where id = ?`, id).Scan(&uid).Error; err != nil {
		w.T.Fatal(err)
	}
	return uid
}

// task is work of that kind; about is what it is about, as JSON.
func (w importing) task(kind, state, title, about string, days int) int64 {
	w.T.Helper()
	result := `{"About":` + about + `}`
	if state == "failed" {
		result = `{"About":` + about + `,"Failure":{"Kind":"invalid","Key":"error.import.blocked","Args":{"n":2}}}`
	}
	return w.Insert(`insert into tasks (kind, title, owner_id, input, result, created_at, state, expires_at)
		values (@kind, @title, @by, '{}', cast(@result as jsonb), @at, @state, @ends) returning id`,
		map[string]any{"kind": kind, "title": title, "by": w.hr, "result": result, "at": now.AddDate(0, 0, -days), "state": state, "ends": now.AddDate(0, 0, 30-days)})
}

func (w importing) list(viewer int64) string {
	w.T.Helper()
	list, err := pending.ReadImports(w.T.Context(), w.DB, w.scope(viewer).ForHR(), now, 100)
	if err != nil {
		w.T.Fatal(err)
	}
	var words []string
	for _, i := range list {
		word := fmt.Sprintf("%s %s", i.Title, i.Step)
		if i.Failure != nil {
			word += " after " + i.Failure.Key
		}
		if (i.Task != "") != (i.Step == pending.Computing || i.Step == pending.Applying) || i.By != "Petra Probe" {
			w.T.Errorf("%+v", i)
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// Each import is there once, with what it waits for; what failed goes with the next
// attempt of the same list of the same part, with a word of somebody, or in time.
func TestImportsOnTheirWay(t *testing.T) {
	t.Parallel()
	w := importing{newWorld(t)}
	const propose, apply = change.ProposeTask, change.ApplyTask
	about := func(list, scope, plan string) string {
		text, err := json.Marshal(change.About{Kind: change.People, List: list, Scope: scope, Plan: plan})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	expect := func(list, waiting string) {
		t.Helper()
		before := w.statements.n.Load()
		got := w.list(w.hr)
		if n := w.statements.n.Load() - before; n != 2 { // the scope is the other one
			t.Errorf("%d statements", n)
		}
		if got != list {
			t.Errorf("the list is\n %s, want\n %s", got, list)
		}
		if got := w.waiting(w.hr); got != waiting {
			t.Errorf("waits\n %s, want\n %s", got, waiting)
		}
	}
	// A preview waits; one is computed; another kind of work is none of HR's lists.
	w.plan("b.csv", "staff", "", "applied", 20, 10)
	shown := w.plan("a.csv", "staff", "", "shown", 9, 10)
	w.task(propose, "running", "c.csv", about("tree", "", ""), 8)
	w.task("report.file", "failed", "Bericht", `{"Scope":"all"}`, 8)
	expect("a.csv deciding, c.csv computing", "imports 1-0 2026-11-12, running 1-0 2026-11-13")
	// It is being applied, and does not wait meanwhile; then that fails, and it waits again.
	applying := w.task(apply, "running", "a.csv", about("", "", shown), 2)
	expect("c.csv computing, a.csv applying", "running 2-0 2026-11-13")
	w.Insert(`update tasks set state = 'failed', result = result || '{"Failure":{"Kind":"internal","Key":"error.task.failed"}}' where id = @id returning id`, map[string]any{"id": applying})
	expect("a.csv deciding after error.task.failed, c.csv computing", "imports 1-0 2026-11-12, running 1-0 2026-11-13")
	// What was shown is out of date: it waits to be computed anew, then that runs.
	w.Insert(`update plans set state = 'stale' where uid::text = @uid returning id`, map[string]any{"uid": shown})
	expect("a.csv outdated after error.task.failed, c.csv computing", "failed 1-0 2026-11-12, running 1-0 2026-11-13")
	renewing := w.task(propose, "waiting", "a.csv", about("staff", "", shown), 1)
	expect("c.csv computing, a.csv computing", "running 2-0 2026-11-13")
	w.Insert(`update tasks set state = 'failed', result = result || '{"Failure":{"Kind":"invalid","Key":"error.import.blocked"}}' where id = @id returning id`, map[string]any{"id": renewing})
	expect("a.csv outdated after error.import.blocked, c.csv computing", "failed 1-0 2026-11-12, running 1-0 2026-11-13")
	// A later list of a part settles nothing of the whole; one of the whole does.
	w.plan("teil.csv", "staff", "BAU", "applied", 0, 10)
	expect("a.csv outdated after error.import.blocked, c.csv computing", "failed 1-0 2026-11-12, running 1-0 2026-11-13")
	w.plan("verworfen.csv", "staff", "", "discarded", 0, 10)
	expect("a.csv outdated after error.import.blocked, c.csv computing", "failed 1-0 2026-11-12, running 1-0 2026-11-13")
	w.plan("neu.csv", "staff", "", "applied", 0, 10)
	expect("c.csv computing", "running 1-0 2026-11-13")
	// No preview came to be, three times; a later attempt of the same list settles it.
	w.task(propose, "failed", "x.csv", about("absences", "", ""), 7)
	w.task(propose, "failed", "y.csv", about("numbers", "", ""), 6)
	dismissed := w.task(propose, "failed", "z.csv", about("staff", "BAU", ""), -1)
	w.task(propose, "failed", "alt.csv", about("staff", "FIN", ""), 31)
	three := "c.csv computing, x.csv unfinished after error.import.blocked, y.csv unfinished after error.import.blocked, z.csv unfinished after error.import.blocked"
	expect(three, "running 1-0 2026-11-13, failed 3-0 2026-11-14")
	if got, list := w.waiting(w.part), w.list(w.part); got != "" || list != "" {
		t.Errorf("HR of a part is shown %s, %s", got, list)
	}
	w.Insert(`update tasks set result = result || '{"Dismissed":true}' where id = @id returning id`, map[string]any{"id": dismissed})
	w.plan("kommando.csv", "absences", "", "discarded", 3, 10) // from the command line, without a task
	w.task(propose, "done", "y2.csv", about("numbers", "", ""), 2)
	expect("c.csv computing", "running 1-0 2026-11-13")
}

// Changes other than HR's lists stand on a list of their own; what failed goes with the
// next attempt at the same thing, which is what has the same title, or with a word of
// somebody.
func TestOtherChangesOnTheirWay(t *testing.T) {
	t.Parallel()
	w := importing{newWorld(t)}
	const propose, apply = change.ProposeTask, change.ApplyTask
	plan := func(kind, title, state string, days int) (uid string) {
		id := w.Insert(`insert into plans (kind, title, created_by, created_at, effective_on, body, effects, digest, state, expires_at)
			values (@kind, @title, @by, @at, @day, '{}', '{}', sha256('x'), @state, @ends) returning id`,
			map[string]any{"kind": kind, "title": title, "by": w.hr, "at": now.AddDate(0, 0, -days), "day": today, "state": state, "ends": now.AddDate(0, 0, 30-days)})
		if err := w.DB.Query(t.Context()).Raw(`select uid::text from plans where id = ?`, id).Scan(&uid).Error; err != nil {
			t.Fatal(err)
		}
		return uid
	}
	expect := func(list, waiting string) {
		t.Helper()
		changes, err := pending.ReadChanges(t.Context(), w.DB, w.scope(w.hr).ForHR(), now, 100)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, c := range changes {
			words = append(words, fmt.Sprintf("%s %s %s", c.Kind, c.Title, c.Step))
		}
		if got := strings.Join(words, ", "); got != list {
			t.Errorf("the list is\n %s, want\n %s", got, list)
		}
		if got := w.waiting(w.hr); got != waiting {
			t.Errorf("waits\n %s, want\n %s", got, waiting)
		}
		if got := w.list(w.hr); got != "" {
			t.Errorf("among HR's lists are %s", got)
		}
	}
	plan("rules", "Grundcurriculum", "stale", 9)
	plan("rules", "Grundcurriculum", "discarded", 8) // another attempt that was given up settles nothing
	rule := plan("rules", "Lernende", "shown", 7)
	outage := w.task(propose, "failed", "Ausfall vom 3. November", `{"Kind":"outage"}`, 6)
	w.task(propose, "running", "Fristen 2027", `{"Kind":"calendar"}`, 5)
	expect("rules Grundcurriculum outdated, rules Lernende deciding, outage Ausfall vom 3. November unfinished, calendar Fristen 2027 computing",
		"stuck 2-0 2026-11-12, previews 1-0 2026-11-14, working 1-0 2026-11-16")
	w.task(apply, "running", "Lernende", `{"Kind":"rules","Plan":"`+rule+`"}`, 4)
	plan("rules", "Führung", "applied", 3) // something else
	expect("rules Grundcurriculum outdated, outage Ausfall vom 3. November unfinished, calendar Fristen 2027 computing, rules Lernende applying",
		"stuck 2-0 2026-11-12, working 2-0 2026-11-16")
	plan("rules", "Grundcurriculum", "applied", 2)
	expect("outage Ausfall vom 3. November unfinished, calendar Fristen 2027 computing, rules Lernende applying", "stuck 1-0 2026-11-15, working 2-0 2026-11-16")
	w.Insert(`update tasks set result = result || '{"Dismissed":true}' where id = @id returning id`, map[string]any{"id": outage})
	expect("calendar Fristen 2027 computing, rules Lernende applying", "working 2-0 2026-11-16")
	if got := w.waiting(w.part); got != "" {
		t.Errorf("HR of a part is shown %s", got)
	}
}
