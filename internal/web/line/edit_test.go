package line_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// noDuties asks nobody for anything: what tags do to duties is the curriculum's
// to test. Nothing is taken back here.
type noDuties struct{ change.Duties }

func (noDuties) Plan(context.Context, db.Conn, curriculum.Proposal) (curriculum.Effects, error) {
	return nil, nil
}
func (noDuties) Lock(context.Context, *db.Tx, []int64) error              { return nil }
func (noDuties) Apply(context.Context, *db.Tx, curriculum.Decision) error { return nil }

// post sends a form and returns status, address and page.
func (w *world) post(viewer int64, path string, pairs ...string) (int, string, string) {
	w.T.Helper()
	w.viewer = viewer
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := w.app.Test(r, -1)
	if err != nil {
		w.T.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := io.Copy(&out, res.Body); err != nil {
		w.T.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode, res.Header.Get("Location"), out.String()
}

func (w *world) count(sql string, args ...any) (n int) {
	w.T.Helper()
	if err := w.DB.Query(w.T.Context()).Raw(sql, args...).Scan(&n).Error; err != nil {
		w.T.Fatal(err)
	}
	return n
}

// A superior sets tags of the own line after a preview, and of nobody else.
func TestTagsOfTheLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/team/person/" + w.uid(w.dragana) + "/merkmale"
	if _, body := w.get(w.boss, path); !strings.Contains(body, "GEVER") || !strings.Contains(body, "Dragana Muster") {
		t.Errorf("the form: %s", body)
	}
	status, preview, _ := w.post(w.boss, path, "tags", "GEVER", "tags", "M365")
	if status != http.StatusSeeOther || !strings.HasPrefix(preview, "/team/vorschau/") {
		t.Fatalf("answers %d %s", status, preview)
	}
	if _, body := w.get(w.boss, preview); !strings.Contains(body, "bisher –, neu GEVER, M365") || !strings.Contains(body, "Übernehmen") {
		t.Errorf("the preview: %s", body)
	}
	tags := `select count(*) from person_traits where person_id = ? and tags = '{GEVER,M365}' and known_to > now()`
	if w.count(tags, w.dragana) != 0 {
		t.Error("the preview has written tags")
	}
	if res, _ := w.get(w.hr, preview); res.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else's preview answers %d", res.StatusCode)
	}
	if status, _, _ := w.post(w.boss, preview+"/uebernehmen"); status != http.StatusSeeOther || w.count(tags, w.dragana) != 1 {
		t.Errorf("applying answers %d", status)
	}
	for person, want := range map[int64]int{w.outsider: http.StatusNotFound, w.boss: http.StatusForbidden} {
		if status, _, _ := w.post(w.boss, "/team/person/"+w.uid(person)+"/merkmale", "tags", "GEVER"); status != want {
			t.Errorf("tags of person %d: %d, want %d", person, status, want)
		}
	}
	if status, _, _ := w.post(w.boss, path, "tags", "Erfunden"); status != http.StatusUnprocessableEntity {
		t.Errorf("a tag that nobody knows answers %d", status)
	}
}

// A superior names the own deputy for a time; both see it, and it can be taken
// back.
func TestTheOwnDeputy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/team/stellvertretung"
	status, _, body := w.post(w.boss, path, "deputy", "niemand@gemeinde.example", "from", "1.12.2026", "until", "")
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "niemand@gemeinde.example") || !strings.Contains(body, "nicht bekannt") {
		t.Errorf("a form with mistakes: %d", status)
	}
	until := today.AddDays(20)
	status, preview, _ := w.post(w.boss, path, "deputy", "dm@gemeinde.example", "from", today.String(), "until", until.String())
	if status != http.StatusSeeOther {
		t.Fatalf("answers %d", status)
	}
	if status, _, _ := w.post(w.boss, preview+"/uebernehmen"); status != http.StatusSeeOther {
		t.Fatalf("applying answers %d", status)
	}
	if _, body := w.get(w.boss, path); !strings.Contains(body, "Dragana Muster vertritt Sie.") {
		t.Errorf("the superior reads: %s", body)
	}
	if _, body := w.get(w.dragana, path); !strings.Contains(body, "Wen Sie vertreten") || !strings.Contains(body, "Ruth Beispiel") {
		t.Errorf("the deputy reads: %s", body)
	}
	if _, body := w.get(w.dragana, "/team"); !strings.Contains(body, "Luca Vorlage") {
		t.Error("the deputy does not see the team")
	}
	deputy, err := people.Get(t.Context(), w.DB, w.dragana)
	if err != nil {
		t.Fatal(err)
	}
	status, preview, _ = w.post(w.boss, path, "deputy", deputy.PersonKey(), "from", today.String(), "until", until.String(), "remove", "1")
	if status != http.StatusSeeOther {
		t.Fatalf("taking back answers %d", status)
	}
	w.post(w.boss, preview+"/uebernehmen")
	if n := w.count(`select count(*) from deputies where known_to > now()`); n != 0 {
		t.Errorf("%d deputies are left", n)
	}
}

// Who looks after elected members reads how they stand and changes nothing.
func TestWhoLooksAfterElectedMembersReads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	council := w.Department("GR", "Gemeinderat", 0)
	if err := w.DB.Query(t.Context()).Exec(`update departments set official = true where id = ?`, council).Error; err != nil {
		t.Fatal(err)
	}
	member := w.Person("Mara", "Gewählt", "mg@gemeinde.example", council, 0)
	w.Grant(w.outsider, "officials_care")
	path := "/team/person/" + w.uid(member)
	res, body := w.get(w.outsider, path)
	if res.StatusCode != http.StatusOK || !strings.Contains(body, "Mara Gewählt") || strings.Contains(body, "/karten/") || strings.Contains(body, "/merkmale") {
		t.Errorf("%d: %s", res.StatusCode, body)
	}
	if res, _ := w.get(w.outsider, path+"/merkmale"); res.StatusCode != http.StatusNotFound {
		t.Errorf("the form answers %d", res.StatusCode)
	}
	if status, _, _ := w.post(w.outsider, path+"/merkmale", "tags", "GEVER"); status != http.StatusNotFound {
		t.Errorf("the form is taken: %d", status)
	}
	if _, body := w.get(w.boss, "/team/person/"+w.uid(w.dragana)); !strings.Contains(body, "/karten/") || !strings.Contains(body, "/merkmale") {
		t.Error("a superior is offered nothing")
	}
}
