package learner

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"zaemme/internal/authoring"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/testing/coursetest"
)

// draft opens one of the course as person 3, and returns where its walk begins.
func (s *site) draft(c *coursefile.Course) string {
	s.t.Helper()
	w := &authoring.Service{Courses: s.courses}
	var id int64
	if err := s.db.Write(s.t.Context(), func(tx *db.Tx) (err error) {
		id, err = w.BeginArchive(s.t.Context(), tx, authoring.Act{PersonID: 3, Now: s.clock, Today: today}, c.Files())
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return "/werkstatt/" + strconv.FormatInt(id, 10) + "/probelauf"
}

// contents is what every table of the database holds, as a number of rows and a sum.
func (s *site) contents() map[string]string {
	s.t.Helper()
	var tables []string
	if err := s.db.Query(s.t.Context()).Raw(`
		select quote_ident(n.nspname) || '.' || quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`).Scan(&tables).Error; err != nil || len(tables) < 50 {
		s.t.Fatal(len(tables), err)
	}
	all := map[string]string{}
	for _, table := range tables {
		var sum string
		if err := s.db.Query(s.t.Context()).Raw(`select count(*) || ' rows, ' || coalesce(sum(hashtext(x::text)::bigint), 0) from ` + table + ` x`).Scan(&sum).Error; err != nil {
			s.t.Fatal(table, err)
		}
		all[table] = sum
	}
	return all
}

// mindOf is what an address has in mind.
func (s *site) mindOf(target string) mind {
	s.t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		s.t.Fatal(err)
	}
	m, err := readMind(u.Query().Get(mindName))
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

var posts = regexp.MustCompile(`<form[^>]* action="([^"]+)"`)

// formOf is where the form of a page posts.
func (s *site) formOf(body string) string {
	s.t.Helper()
	match := posts.FindAllStringSubmatch(body[strings.Index(body, "<main"):], -1)
	if match == nil {
		s.t.Fatalf("no form in %.2000s", body[strings.Index(body, "<main"):])
	}
	return strings.ReplaceAll(match[0][1], "&amp;", "&")
}

// walkTest answers every question of a test that is begun at the address, and hands
// it in. It returns where the result is.
func (s *site) walkTest(c *coursefile.Course, begin, home string, answer func(*coursefile.Question) ([]int, string)) string {
	s.t.Helper()
	at := s.post(s.formOf(s.get(begin, "3")), nil, home+"/test/1?").to
	seen := map[string]bool{}
	for !strings.Contains(at, "/uebersicht") {
		body := s.get(at, "3", "Probelauf", "Nichts davon wird gespeichert")
		if strings.Contains(body, "data-save") || strings.Contains(body, "data-waits") {
			s.t.Fatal("the script would save")
		}
		form := fields(body)
		q := form.Get("question")
		if seen[q] {
			s.t.Fatalf("%s is asked twice", q)
		}
		seen[q] = true
		m := s.mindOf(at)
		shown, ok := learning.Rehearsal(&course.Version{Content: c}, m.Form, m.Seed, m.Answers, s.clock).Shown(q)
		if !ok {
			s.t.Fatalf("%s is not of the attempt", q)
		}
		given(form, shown, answer)
		at = s.post(s.formOf(body), form, home+"/test/").to
	}
	body := s.get(at, "3", "Alle Fragen sind beantwortet.")
	if a := s.do(http.MethodPost, s.formOf(body), nil); a.status != http.StatusUnprocessableEntity {
		s.t.Errorf("without «selbst gelöst»: %d", a.status)
	}
	return s.post(s.formOf(body), url.Values{"own": {"1"}}, home+"/test/ergebnis?").to
}

// A draft is walked through as learners meet it, and no table knows of it.
func TestAWalkLeavesNoTrace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := coursetest.Every(t)
	home := s.draft(c)
	before := s.contents()
	s.get(home, "3", c.Titles.In("de"), "Lernende sehen hier, bis wann der Kurs fällig ist.", home+"/module/1?", "/einstufung?")
	at := home + "/module/1"
	for no := range c.Modules {
		body := s.get(at, "3", c.Modules[no].Titles.In("de"))
		if strings.Contains(body, "/rueckmeldung") {
			t.Error("feedback of a draft")
		}
		at = s.post(s.formOf(body), nil, home).to
	}
	if !strings.Contains(at, "/test?") {
		t.Errorf("after the modules: %s", at)
	}
	passed := s.walkTest(c, at, home, coursetest.Right)
	s.get(passed, "3", "Bestanden. Vielen Dank.", "8 von 8 richtig", "Im Probelauf entsteht keine", "Von vorn beginnen")
	failed := at
	for range 3 {
		failed = s.walkTest(c, failed, home, coursetest.Wrong)
		s.get(failed, "3", "0 von 8 Punkten", "Erst die Lage sehen.", "Sie haben Platz 2 gewählt.", "Nachlesen in Modul 2: Unfall")
	}
	s.get(failed, "3", "Sollen wir helfen?")
	out := s.walkTest(c, home+"/einstufung", home, coursetest.Right)
	s.get(out, "3", "12 von 12 richtig")
	s.get(passed, "3", "8 von 8 richtig") // the browser goes back
	if a := s.do(http.MethodGet, home+"?stand=AAAA", nil); a.status != http.StatusSeeOther || a.to != home {
		t.Errorf("an address that is cut off: %d %s", a.status, a.to)
	}
	after := s.contents()
	for table, sum := range before {
		if after[table] != sum {
			t.Errorf("%s had %s and has %s", table, sum, after[table])
		}
	}
}

// A draft that is not finished can be walked through as far as it goes, and one that
// is edited on the way too.
func TestAWalkThroughAnUnfinishedDraft(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := coursetest.Every(t)
	c.Modules[0].Body += "\n\nRufen Sie {{niemand}} an.\n"
	for i := range c.Questions {
		q := &c.Questions[i]
		q.Options, q.Items, q.Pairs = nil, nil, nil
	}
	home := s.draft(c)
	s.get(home+"/module/1", "3", "Rufen Sie")
	body := s.get(home, "3", "Fragen sind noch nicht fertig")
	if !strings.Contains(body, c.Titles.In("de")) {
		t.Error("the course page lacks its title")
	}
	at := s.post(home+"/test", nil, home+"/test/1?").to
	form := fields(s.get(at, "3"))
	form.Set("typed", "keine Zahl")
	for range c.Questions { // a number that is none is said at its field, text is taken
		a := s.do(http.MethodPost, at, form)
		if a.status == http.StatusUnprocessableEntity {
			if !strings.Contains(a.body, `value="keine Zahl"`) {
				t.Error("what was typed is lost")
			}
			break
		}
		if at = a.to; strings.Contains(at, "/uebersicht") {
			t.Fatal("no question wants a number")
		}
		form = fields(s.get(at, "3"))
		form.Set("typed", "keine Zahl")
	}
	m := s.mindOf(at)
	m.Seen, m.Answers = "another", map[string]learning.Answer{c.Questions[0].ID: {Chosen: []int{99}}}
	s.get(home+"/test/1?stand="+m.text(), "3", "Der Entwurf hat sich geändert")
}

// Directives end with their acknowledgement, practical tasks with a report that goes
// nowhere; what is held in person has no walk.
func TestAWalkThroughADirective(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := coursetest.Every(t)
	c.Code, c.Kind, c.Questions, c.Quiz, c.TestOut = "WE-01", coursefile.Policy, nil, nil, nil
	home := s.draft(c)
	s.get(home, "3", "/weisung?")
	if a := s.do(http.MethodPost, home+"/weisung", nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without the tick: %d", a.status)
	}
	s.post(home+"/weisung", url.Values{"understood": {"1"}}, home+"?")
	if a := s.do(http.MethodPost, home+"/test", nil); a.status != http.StatusNotFound {
		t.Errorf("a test of a directive: %d", a.status)
	}
	c.Code, c.Kind = "PA-01", coursefile.Practical
	home = s.draft(c)
	s.get(home, "3", "/aufgabe?", "Ausführung")
	s.get(home+"/aufgabe", "3", "Ausgeführt")
	s.post(home+"/aufgabe", url.Values{"note": {"Im Werkhof"}}, home+"?")
	if a := s.do(http.MethodGet, home+"/test", nil); a.status != http.StatusNotFound {
		t.Errorf("a test of a practical task: %d", a.status)
	}
	short, err := s.courses.ByCode("IS-01K")
	if err != nil {
		t.Fatal(err)
	}
	if a := s.do(http.MethodGet, s.draft(short.Content), nil); a.status != http.StatusNotFound {
		t.Errorf("a course in person: %d", a.status)
	}
}
