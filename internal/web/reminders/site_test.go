package reminders_test

import (
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/courses"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web"
	"zaemme/internal/web/page"
	"zaemme/internal/web/reminders"
	"zaemme/internal/web/visit"
	"zaemme/seeds"
	"zaemme/views"
)

// monday is when the tests happen.
var monday = time.Date(2027, time.March, 1, 9, 0, 0, 0, calendar.Zurich)

// site is the real web with the pages about reminders, on a database of its own.
type site struct {
	t         *testing.T
	db        *db.DB
	app       *fiber.App
	reminders *reminder.Service
	box       *outbox.Outbox
	course    int64
	dept      int64
	now       time.Time
	// Berta leads Paul, who has no mailbox, and Lea; Hanna is HR.
	berta, paul, lea, hanna int64
	tokens                  map[int64]string
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, db: dbtest.New(t), now: monday, tokens: map[int64]string{}}
	texts, err := views.Texts()
	s.must(err)
	list, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	_, err = course.Sync(t.Context(), s.db, list, calendar.DateOf(monday))
	s.must(err)
	catalogue := course.NewCatalogue(s.db)
	s.must(catalogue.Refresh(t.Context()))
	first, err := catalogue.ByCode("IS-01")
	s.must(err)
	s.course = first.CourseID
	book := ledger.New()
	press, err := letter.NewPress(views.Files, "http://localhost:8080")
	s.must(err)
	lucerne := calendar.LucerneBase(2026, 2028)
	s.reminders, err = reminder.New(reminder.Options{DB: s.db, Ledger: book, Courses: reminder.FromCatalogue(catalogue),
		Calendars: func(string) calendar.Set { return lucerne }, Texts: texts, Press: press, CardPath: "/karte", MinePath: reminders.MinePath, SlipsPath: reminders.SlipsPath})
	s.must(err)
	rules := curriculum.New(s.db, book, catalogue)
	s.write(func(tx *db.Tx) error {
		_, err := rules.Seed(t.Context(), tx, seeds.Files, calendar.DateOf(monday))
		return err
	})
	s.box, err = outbox.New(s.db, outbox.Options{Demo: true, Gate: reminder.Gate, Kinds: s.reminders.Kinds()})
	s.must(err)
	pages, err := page.New(page.Options{Files: views.Files, Texts: texts, FlashKey: []byte("sixteen bytes and more")})
	s.must(err)
	handlers := &reminders.Handlers{DB: s.db, Reminders: s.reminders, Courses: catalogue, URL: "http://localhost:8080"}
	s.app = web.New(web.Options{Context: t.Context(), DB: s.db, Log: slog.New(slog.DiscardHandler), Clock: func() time.Time { return s.now },
		Site: pages, Texts: texts, Settings: settings.NewCache(s.db), Host: "localhost:8080", Routes: handlers.Routes()})
	s.people()
	return s
}

func (s *site) people() {
	s.must(s.db.Query(s.t.Context()).Raw(`with d as (insert into departments (code) values ('100') returning id)
		insert into department_facts (department_id, name, valid_from, known_from) select id, 'Werkhof', '2020-01-01', '2020-01-01' from d returning department_id`).
		Scan(&s.dept).Error)
	s.berta = s.person("Berta", "berta@gemeinde.example", 0)
	s.paul = s.person("Paul", "", s.berta)
	s.lea = s.person("Lea", "lea@gemeinde.example", s.berta)
	s.hanna = s.person("Hanna", "hanna@gemeinde.example", 0)
	s.write(func(tx *db.Tx) error {
		if err := auth.GrantAtInstallation(s.t.Context(), tx, s.hanna, people.RoleHR, calendar.DateOf(monday)); err != nil {
			return err
		}
		return settings.Set(s.t.Context(), tx, 0, calendar.DateOf(monday).AddDays(-60), "go_live", "2027-01-04")
	})
}

// person is employed since 2020 and signed in.
func (s *site) person(first, mail string, manager int64) (id int64) {
	s.t.Helper()
	s.must(s.db.Query(s.t.Context()).Raw(`
		with p as (insert into persons (first_name, last_name, email) values (@first, 'Muster', nullif(@mail, '')) returning id),
		e as (insert into employments (person_id) select id from p returning id, person_id)
		insert into employment_facts (employment_id, person_id, department_id, pensum, category, entry_on, manager_id, valid_from, known_from)
		select e.id, e.person_id, @dept, 100, 'permanent', '2020-01-01', nullif(@manager, 0), '2020-01-01', '2020-01-01' from e returning person_id`,
		map[string]any{"first": first, "mail": mail, "dept": s.dept, "manager": manager}).Scan(&id).Error)
	s.signIn(id)
	return id
}

func (s *site) signIn(id int64) {
	s.t.Helper()
	s.write(func(tx *db.Tx) (err error) {
		s.tokens[id], err = auth.Start(s.t.Context(), tx, id, "test", s.now)
		return err
	})
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) write(fn func(tx *db.Tx) error) {
	s.t.Helper()
	s.must(s.db.Write(s.t.Context(), fn))
}

func (s *site) assign(person int64, on, due calendar.Date) {
	s.t.Helper()
	s.write(func(tx *db.Tx) error {
		_, err := ledger.New().Append(s.t.Context(), tx, ledger.Event{PersonID: person, CourseID: s.course, Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: on, DueOn: due})
		return err
	})
}

// remind runs job and outbox.
func (s *site) remind(now time.Time) {
	s.t.Helper()
	_, err := s.reminders.Run(s.t.Context(), now)
	s.must(err)
	_, err = s.box.Dispatch(s.t.Context(), now)
	s.must(err)
}

type answer struct {
	status         int
	location, kind string
	body           string
}

func (s *site) do(who int64, method, path string, pairs ...string) answer {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	request := httptest.NewRequest(method, "http://localhost:8080"+path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	if who != 0 {
		request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: s.tokens[who]})
		request.Header.Set("X-Form-Token", auth.FormToken(s.tokens[who]))
	}
	response, err := s.app.Test(request, 60_000)
	s.must(err)
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	s.must(err)
	return answer{response.StatusCode, response.Header.Get("Location"), response.Header.Get("Content-Type"), html.UnescapeString(string(raw))}
}

// page is what the person reads; it must be there and say all that.
func (s *site) page(who int64, path string, says ...string) string {
	s.t.Helper()
	a := s.do(who, http.MethodGet, path)
	if a.status != http.StatusOK {
		s.t.Fatalf("GET %s answers %d: %s", path, a.status, a.body)
	}
	for _, say := range says {
		if !strings.Contains(a.body, say) {
			s.t.Errorf("%s: no %q", path, say)
		}
	}
	return a.body
}

func (s *site) count(sql string, args ...any) (n int) {
	s.t.Helper()
	s.must(s.db.Query(s.t.Context()).Raw(sql, args...).Scan(&n).Error)
	return n
}

func (s *site) uid(id int64) (uid string) {
	s.t.Helper()
	s.must(s.db.Query(s.t.Context()).Raw(`select uid::text from persons where id = ?`, id).Scan(&uid).Error)
	return uid
}
