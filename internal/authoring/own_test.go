package authoring_test

import (
	"slices"
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// own replaces the third paragraph of the first module and the first question.
func own(c *coursefile.Course) error {
	no, err := authoring.OwnParagraph(c, &c.Modules[0], "", 2)
	if err != nil {
		return err
	}
	c.Overlays[no-1].Own = "Bei uns gilt das so."
	if no, err = authoring.OwnQuestion(c, c.Questions[0].ID); err != nil {
		return err
	}
	c.Overlays[no-1].Question.Explanation = coursefile.Texts{"de": "So ist es bei uns.", "en": "It is so with us."}
	return nil
}

// release is IS-01 as a later release has it.
func (w *world) release(change func(c *coursefile.Course)) {
	w.t.Helper()
	for i, c := range w.released {
		if c.Code == "IS-01" {
			next, problems := c.Files().Load("is-01")
			if coursefile.HasErrors(problems) {
				w.t.Fatal(problems)
			}
			change(next)
			w.released[i] = next
		}
	}
	w.sync(w.released)
}

func (w *world) beginUpdate() int64 {
	w.t.Helper()
	var id int64
	w.must(func(tx *db.Tx) (err error) {
		id, err = w.BeginUpdate(w.t.Context(), tx, w.by(0), "IS-01")
		return err
	})
	return id
}

func (w *world) both(id int64) {
	w.t.Helper()
	if err := w.submit(0, id); err != nil {
		w.t.Fatal(err)
	}
	if err := w.publish(1, id, w.decision(id)); err != nil {
		w.t.Fatal(err)
	}
}

func TestOwnTextsAreReadAndStayWithAnUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shipped := w.current("IS-01").Content
	w.published("IS-01", own)
	v := w.current("IS-01")
	base := v.Source().Overlays[0].Base
	if !strings.Contains(v.Content.Modules[0].Body, "Bei uns gilt das so.") || v.Content.Questions[0].Explanation["de"] != "So ist es bei uns." || len(v.Content.Overlays) != 0 {
		t.Fatal("people do not read the own texts")
	}
	if v.Source().Modules[0].Body != shipped.Modules[0].Body || v.Hash != v.Content.Hash() {
		t.Error("the course itself is no longer what was shipped")
	}
	if fresh, err := course.NewCatalogue(w.db).Version(t.Context(), v.ID); err != nil || fresh.Source().Hash() != v.Source().Hash() || fresh.Content.Hash() != v.Hash {
		t.Errorf("it is not read as it was stored: %v", err)
	}
	// An archive leaves with them, and one without them takes none away.
	files := v.Source().Files()
	delete(files, coursefile.OverlayFile)
	var id int64
	w.must(func(tx *db.Tx) (err error) {
		id, err = w.BeginArchive(t.Context(), tx, w.by(0), files)
		return err
	})
	if d := w.find(id); len(d.Course().Overlays) != 2 {
		t.Error("an archive from elsewhere has taken the own texts away")
	}
	w.must(func(tx *db.Tx) error { return w.Discard(t.Context(), tx, w.by(0), id) })
	// A release that changes something else: they stay where they are.
	w.release(func(c *coursefile.Course) { more(&c.Modules[1], "Das bringt die Programmversion.") })
	id = w.beginUpdate()
	if d := w.find(id); len(authoring.Unfit(d.Course())) != 0 || len(d.Notes) != 0 {
		t.Fatalf("%v %v", authoring.Unfit(d.Course()), d.Notes)
	}
	w.both(id)
	v = w.current("IS-01")
	if !strings.Contains(v.Content.Modules[0].Body, "Bei uns gilt das so.") || !strings.Contains(v.Content.Modules[1].Body, "Das bringt die Programmversion.") {
		t.Error("the update has lost one of both")
	}
	if len(w.sync(w.released)) != 0 {
		t.Error("what was taken is brought again")
	}
	if _, err := course.UpdateOf(t.Context(), w.db, v.CourseID); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("what was taken is offered again: %v", err)
	}
	// The next one changes the same text once more: what was taken is its base.
	w.release(func(c *coursefile.Course) {
		more(&c.Modules[1], "Und die nächste noch mehr.")
		c.Modules[0].Body = strings.Replace(c.Modules[0].Body, base, strings.Replace(base, " ", " neu ", 1), 1)
		c.Questions[0].Critical = !c.Questions[0].Critical
	})
	id = w.beginUpdate()
	d := w.find(id)
	if len(d.Notes) != 0 || !strings.Contains(d.Course().Modules[1].Body, "Und die nächste noch mehr.") {
		t.Errorf("a second update of the same text is not taken: %v", d.Notes)
	}
	if unfit := authoring.Unfit(d.Course()); !slices.Equal(unfit, []int{1, 2}) {
		t.Fatalf("no longer fit: %v", unfit)
	}
	if err := w.submit(0, id); key(err) != "error.authoring.refused" {
		t.Errorf("published although own texts do not fit: %v", err)
	}
	if list := authoring.Check("IS-01", d.Files, w.surroundings()); !slices.ContainsFunc(list, func(f authoring.Finding) bool {
		return f.Weight == authoring.Refused && f.Code == "overlay_unfit" && f.Place == authoring.Place{Part: authoring.PartOwn, No: 2}
	}) {
		t.Errorf("the place is not told: %+v", list)
	}
	if now := w.current("IS-01"); !strings.Contains(now.Content.Modules[0].Body, "Bei uns gilt das so.") {
		t.Error("what is in force has changed before it was decided")
	}
	// Kept for the paragraph that is most like it; dropped for the question.
	if err := w.edit(0, id, func(c *coursefile.Course) error {
		at := authoring.Nearest(c, c.Overlays[0])
		if at != 2 {
			t.Errorf("nearest is %d", at)
		}
		if err := authoring.Settle(c, 1, at); err != nil {
			return err
		}
		return authoring.RemoveOwn(c, 2)
	}); err != nil {
		t.Fatal(err)
	}
	w.both(id)
	v = w.current("IS-01")
	if !strings.Contains(v.Content.Modules[0].Body, "Bei uns gilt das so.") || v.Content.Questions[0].Explanation["de"] != shipped.Questions[0].Explanation["de"] || len(v.Source().Overlays) != 1 {
		t.Error("what was decided is not what is read")
	}
}

// An own paragraph without a placeholder makes one unnecessary; an own one that has
// no value keeps the course back.
func TestPlaceholdersOfOwnTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.begin(0, "IS-01")
	empty := w.surroundings()
	empty.Placeholders["ict_notfall"] = ""
	if list := authoring.Check("IS-01", w.find(id).Files, empty); !authoring.HasRefused(list) {
		t.Fatal("an empty placeholder is not told")
	}
	if err := w.edit(0, id, func(c *coursefile.Course) error {
		authoring.AddOwn(c, coursefile.Overlay{Kind: coursefile.OwnPlaceholder, Name: "ict_notfall", Own: "Pikett 099"})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if list := authoring.Check("IS-01", w.find(id).Files, empty); authoring.HasRefused(list) {
		t.Errorf("the course's own value does not fill it: %+v", list)
	}
}
