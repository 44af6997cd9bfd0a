package authoring_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

func sentence(c *coursefile.Course) error {
	more(&c.Modules[0], "Das ist ein neuer Satz.")
	return nil
}

// more puts a paragraph before the first heading, in every language.
func more(m *coursefile.Module, text string) {
	with := func(body string) string { return strings.Replace(body, "\n\n## ", "\n\n"+text+"\n\n## ", 1) }
	m.Body = with(m.Body)
	for lang, body := range m.Translations {
		m.Translations[lang] = with(body)
	}
}

func key(err error) string {
	var e *apperr.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func TestADraftBecomesAVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.current("IS-01")
	id := w.begin(0, "IS-01")
	if d := w.find(id); d.Course().Hash() != before.Hash || d.Base != before.ID || d.State != authoring.Editing {
		t.Fatalf("the draft is not the newest version: %+v", d)
	}
	if err := w.try(func(tx *db.Tx) error { _, err := w.Begin(t.Context(), tx, w.by(1), "IS-01"); return err }); key(err) != "error.authoring.open" {
		t.Errorf("a second draft: %v", err)
	}
	if err := w.edit(0, id, sentence); err != nil {
		t.Fatal(err)
	}
	if err := w.publish(1, id, w.decision(id)); key(err) != "error.authoring.not_in_review" {
		t.Errorf("published without a review: %v", err)
	}
	if err := w.submit(0, id); err != nil {
		t.Fatal(err)
	}
	if err := w.edit(0, id, sentence); key(err) != "error.authoring.closed" {
		t.Errorf("edited while it is reviewed: %v", err)
	}
	for name, c := range map[string]struct {
		who   int
		alter func(d *authoring.Decision)
		key   string
	}{
		"by its author":       {0, func(*authoring.Decision) {}, "error.authoring.own"},
		"not as it was shown": {1, func(d *authoring.Decision) { d.Seen = "0" }, "error.authoring.stale_draft"},
		"without materiality": {1, func(d *authoring.Decision) { d.Materiality = "" }, "error.authoring.materiality"},
		"without a note":      {1, func(d *authoring.Decision) { d.Note = nil }, "error.form.required"},
	} {
		what := w.decision(id)
		c.alter(&what)
		if err := w.publish(c.who, id, what); key(err) != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	if err := w.publish(1, id, w.decision(id)); err != nil {
		t.Fatal(err)
	}
	after := w.current("IS-01")
	if after.Number != before.Number+1 || !strings.Contains(after.Content.Modules[0].Body, "Das ist ein neuer Satz.") ||
		after.Content.Version.Materiality != coursefile.Minor || after.Content.Version.Note["de"] != "Neu: Einleitung." {
		t.Errorf("%+v", after)
	}
	if d := w.find(id); d.State != authoring.Published || d.Version != after.ID {
		t.Errorf("%+v", d)
	}
	if old, err := course.NewCatalogue(w.db).Version(t.Context(), before.ID); err != nil || old.Content.Hash() != before.Hash {
		t.Errorf("the older version is not what it was: %v", err)
	}
	if kept, err := w.Courses.ByCode("IS-01"); err != nil || !slices.Equal(w.Courses.Fulfils(kept.CourseID), w.Courses.Fulfils(before.CourseID)) {
		t.Errorf("what it fulfils is lost: %v", err)
	}
	// Nothing has changed: no version.
	again := w.begin(0, "IS-01")
	if err := w.submit(0, again); err != nil {
		t.Fatal(err)
	}
	what := w.decision(again)
	what.Materiality, what.Note = after.Content.Version.Materiality, after.Content.Version.Note
	if err := w.publish(1, again, what); key(err) != "error.course.unchanged" {
		t.Errorf("published without a change: %v", err)
	}
}

// Who only pressed «zur Prüfung» is an author too.
func TestNobodyPublishesOwnWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.begin(0, "IS-01")
	for _, step := range []error{w.edit(0, id, sentence), w.submit(2, id)} {
		if step != nil {
			t.Fatal(step)
		}
	}
	for _, no := range []int{0, 2} {
		if err := w.publish(no, id, w.decision(id)); !apperr.Is(err, apperr.Forbidden) {
			t.Errorf("person %d: %v", no, err)
		}
	}
	if err := w.try(func(tx *db.Tx) error { return w.Return(t.Context(), tx, w.by(1), id, "Zu lang.") }); err != nil {
		t.Fatal(err)
	}
	if d := w.find(id); d.State != authoring.Editing || d.Remark != "Zu lang." {
		t.Errorf("%+v", d)
	}
	if err := w.try(func(tx *db.Tx) error { return w.Discard(t.Context(), tx, w.by(1), id) }); err != nil {
		t.Fatal(err)
	}
	if d := w.find(id); d.State != authoring.Discarded || len(d.Files) != 0 {
		t.Errorf("%+v", d)
	}
	w.begin(1, "IS-01")
}

func TestTwoEditorsNeverOverwriteEachOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.begin(0, "IS-01")
	seen := authoring.Seen(w.find(id).Course().Modules[1])
	other := authoring.Seen(w.find(id).Course().Modules[2])
	change := func(seen string, no int, text string) func(c *coursefile.Course) error {
		return func(c *coursefile.Course) error {
			if err := authoring.Unchanged(c.Modules[no], seen); err != nil {
				return err
			}
			c.Modules[no].Body += "\n\n" + text
			return nil
		}
	}
	for name, c := range map[string]struct {
		who  int
		seen string
		no   int
		want apperr.Kind
	}{"1 the first": {0, seen, 1, ""}, "2 the later": {1, seen, 1, apperr.Stale}, "3 another part": {1, other, 2, ""}} {
		if name[0] != '1' {
			continue
		}
		if err := w.edit(c.who, id, change(c.seen, c.no, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.edit(1, id, change(seen, 1, "später")); !apperr.Is(err, apperr.Stale) {
		t.Errorf("the later one: %v", err)
	}
	if err := w.edit(1, id, change(other, 2, "anderswo")); err != nil {
		t.Errorf("another part: %v", err)
	}
}

// A release does not overwrite what was edited here; it is offered and merged.
func TestAReleaseIsMerged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.published("IS-01", sentence)
	ours := w.current("IS-01")
	if changed := w.sync(w.released); len(changed) != 0 || w.current("IS-01").ID != ours.ID {
		t.Fatalf("the next start has replaced what was edited here: %v", changed)
	}
	if _, err := course.UpdateOf(t.Context(), w.db, ours.CourseID); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("the release it began with is offered as new: %v", err)
	}
	next := slices.Clone(w.released)
	for i, c := range next {
		if c.Code != "IS-01" {
			continue
		}
		copied := clone(t, c)
		copied.Modules[0].Body += "\n\nVon der neuen Version, auch hier."
		copied.Modules[1].Minutes++
		copied.PassPercent = 90
		copied.Questions[0].Text = coursefile.Texts{"de": "Neu gefragt?", "en": "Asked anew?"}
		more := copied.Questions[1]
		more.ID = "IS-01-Q90"
		copied.Questions = append(copied.Questions, more)
		next[i] = copied
	}
	for range 2 {
		if changed := w.sync(next); len(changed) != 0 {
			t.Errorf("replaced: %v", changed)
		}
	}
	var id int64
	w.must(func(tx *db.Tx) (err error) {
		id, err = w.BeginUpdate(t.Context(), tx, w.by(0), "IS-01")
		return err
	})
	d := w.find(id)
	c := d.Course()
	if c.PassPercent != 90 || c.Modules[1].Minutes != ours.Content.Modules[1].Minutes+1 || c.Questions[0].Text["de"] != "Neu gefragt?" ||
		c.Questions[len(c.Questions)-1].ID != "IS-01-Q90" || !strings.Contains(c.Modules[0].Body, "Das ist ein neuer Satz.") {
		t.Errorf("merged: %+v", c)
	}
	if len(d.Notes) != 1 || d.Notes[0].Args["part"] != "module" {
		t.Errorf("both have changed the first module: %+v", d.Notes)
	}
	if err := w.submit(0, id); err != nil {
		t.Fatal(err)
	}
	if err := w.publish(1, id, w.decision(id)); err != nil {
		t.Fatal(err)
	}
	if _, err := course.UpdateOf(t.Context(), w.db, ours.CourseID); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("still offered: %v", err)
	}
	if changed := w.sync(next); len(changed) != 0 {
		t.Errorf("replaced: %v", changed)
	}
}

// A version that comes while somebody writes is merged into the draft.
func TestRebase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.begin(0, "IS-01")
	if err := w.edit(0, id, sentence); err != nil {
		t.Fatal(err)
	}
	next := slices.Clone(w.released)
	for i, c := range next {
		if c.Code == "IS-01" {
			next[i] = clone(t, c)
			more(&next[i].Modules[2], "Ein Satz der Version.")
		}
	}
	w.sync(next)
	if err := w.submit(0, id); err != nil {
		t.Fatal(err)
	}
	if err := w.publish(1, id, w.decision(id)); key(err) != "error.course.newer" {
		t.Errorf("published over a newer version: %v", err)
	}
	w.must(func(tx *db.Tx) error { return w.Return(t.Context(), tx, w.by(0), id, "") })
	w.must(func(tx *db.Tx) error { return w.Rebase(t.Context(), tx, w.by(0), id) })
	c := w.find(id).Course()
	if !strings.Contains(c.Modules[0].Body, "Das ist ein neuer Satz.") || !strings.Contains(c.Modules[2].Body, "Ein Satz der Version.") {
		t.Error("one of the changes is lost")
	}
	if err := errors.Join(w.submit(0, id), w.publish(1, id, w.decision(id))); err != nil {
		t.Fatal(err)
	}
}

func TestAnArchiveBecomesADraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	files := w.current("IS-01").Content.Files()
	take := func(files coursefile.Files) (id int64, err error) {
		err = w.try(func(tx *db.Tx) (err error) {
			id, err = w.BeginArchive(t.Context(), tx, w.by(0), files)
			return err
		})
		return id, err
	}
	broken := coursefile.Files{}
	for name, content := range files {
		broken[name] = content
	}
	broken["questions.yaml"] = []byte("- id: [")
	var problems authoring.Unreadable
	if _, err := take(broken); !errors.As(err, &problems) || problems[0].Key != "yaml_syntax" {
		t.Errorf("%v", err)
	}
	if _, err := take(coursefile.Files{"readme.md": []byte("x")}); !errors.As(err, &problems) {
		t.Errorf("%v", err)
	}
	id, err := take(files)
	if err != nil || w.find(id).Course().Hash() != w.current("IS-01").Hash || w.find(id).Base == 0 {
		t.Fatal(err)
	}
	other := w.current("DS-01").Content.Files()
	if err := w.try(func(tx *db.Tx) error { return w.Replace(t.Context(), tx, w.by(0), id, other) }); key(err) != "error.authoring.other_course" {
		t.Errorf("another course in its place: %v", err)
	}
}

func TestAnEmptyCourseIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begin := func(n authoring.New) (id int64, err error) {
		err = w.try(func(tx *db.Tx) (err error) {
			id, err = w.BeginEmpty(t.Context(), tx, w.by(0), n)
			return err
		})
		return id, err
	}
	for _, kind := range []coursefile.Kind{coursefile.Online, coursefile.Classroom} {
		id, err := begin(authoring.New{Code: "XY-0" + string("12"[len(kind)%2]), German: "Schalter", English: "Counter", Kind: kind, Publisher: "Gemeinde", Owner: "Stelle"})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.submit(0, id); key(err) != "error.authoring.refused" {
			t.Errorf("%s: an empty course goes to the review: %v", kind, err)
		}
	}
	if _, err := begin(authoring.New{Code: "IS-01"}); key(err) != "error.authoring.taken" {
		t.Errorf("%v", err)
	}
	if _, err := begin(authoring.New{Code: "is 1"}); key(err) != "error.authoring.code" {
		t.Errorf("%v", err)
	}
}

func TestRetire(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retire := func(again bool) error {
		return w.try(func(tx *db.Tx) error { return w.Retire(t.Context(), tx, w.by(0), "IS-01", again) })
	}
	retired := func(day calendar.Date) bool {
		w.refresh()
		return w.Courses.Retired(w.current("IS-01").CourseID, day)
	}
	if err := retire(true); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("offered again before it was retired: %v", err)
	}
	if err := retire(false); err != nil || !retired(today) || retired(today-1) {
		t.Fatalf("%v", err)
	}
	if err := retire(false); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("twice: %v", err)
	}
	if err := retire(true); err != nil || retired(today) {
		t.Errorf("%v", err)
	}
}

func clone(t *testing.T, c *coursefile.Course) *coursefile.Course {
	t.Helper()
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var copied coursefile.Course
	if err := json.Unmarshal(text, &copied); err != nil {
		t.Fatal(err)
	}
	return &copied
}
