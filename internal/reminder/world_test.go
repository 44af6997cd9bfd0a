package reminder_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/reminder"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/mailtest"
)

// titles are courses by ID.
type titles map[int64]string

func (c titles) Course(id int64, lang string) (reminder.Course, error) {
	title, ok := c[id]
	if !ok {
		return reminder.Course{}, apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	if lang == "en" {
		title += " (en)"
	}
	return reminder.Course{Code: fmt.Sprintf("C-%d", id), Title: title, Minutes: 30}, nil
}

// world is a small municipality with a mail server.
type world struct {
	*testing.T
	db      *db.DB
	server  *mailtest.Server
	service *reminder.Service
	box     *outbox.Outbox
	courses titles
	dept    int64
	review  []reminder.Duty // evidence handed in
}

// live is the go-live day; all tests play after it.
const live = "2027-01-04"

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, db: dbtest.New(t), server: mailtest.New(t), courses: titles{}}
	views := os.DirFS("../../views")
	texts, err := i18n.Load(views, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	press, err := letter.NewPress(views, "https://lernen.gemeinde.example")
	if err != nil {
		t.Fatal(err)
	}
	w.service, err = reminder.New(reminder.Options{
		DB: w.db, Ledger: ledger.New(), Courses: w.courses, Texts: texts, Press: press,
		Calendars:  func(string) calendar.Set { return calendar.LucerneBase(2025, 2030) },
		CoursePath: func(code string) string { return "/kurs/" + code },
		TeamPath:   "/team", LatePath: "/erinnerungen/ueberfaellig", SlipsPath: "/merkzettel",
		InReview: func(context.Context, db.Conn, []int64) ([]reminder.Duty, error) { return w.review, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	transport, err := mail.NewSMTP(w.server.URL, mail.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	w.box, err = outbox.New(w.db, outbox.Options{Transport: transport, Gate: reminder.Gate, Kinds: w.service.Kinds()})
	if err != nil {
		t.Fatal(err)
	}
	w.dept = w.id(`insert into departments (code) values ('100') returning id`)
	w.exec(`insert into department_facts (department_id, name, valid_from, known_from) values (?, 'Werkhof', '2020-01-01', '2020-01-01')`, w.dept)
	w.set("go_live", live)
	for _, title := range []string{"Sicher im Netz", "Datenschutz", "KI im Alltag"} {
		id := w.id(`insert into courses (code, namespace) values (?, 'test') returning id`, strings.ToUpper(strings.ReplaceAll(title, " ", "-")))
		w.courses[id] = title
	}
	return w
}

// mortalBox is another process, which dies where dies says so.
func (w *world) mortalBox(dies func(mailtest.Moment) bool) *outbox.Outbox {
	w.Helper()
	transport, err := mail.NewSMTP(w.server.URL, mail.Options{Timeout: time.Second})
	if err != nil {
		w.Fatal(err)
	}
	box, err := outbox.New(w.db, outbox.Options{Transport: mailtest.Mortal(transport, dies), Gate: reminder.Gate, Kinds: w.service.Kinds()})
	if err != nil {
		w.Fatal(err)
	}
	return box
}

func (w *world) exec(sql string, args ...any) {
	w.Helper()
	if err := w.db.Query(w.Context()).Exec(sql, args...).Error; err != nil {
		w.Fatal(err)
	}
}

func (w *world) id(sql string, args ...any) int64 {
	w.Helper()
	var id int64
	if err := db.One(w.db.Query(w.Context()), &id, sql, args...); err != nil {
		w.Fatal(err)
	}
	return id
}

func (w *world) set(key, value string) {
	w.Helper()
	err := w.db.Write(w.Context(), func(tx *db.Tx) error {
		return settings.Set(w.Context(), tx, 0, date("2027-01-01"), key, value)
	})
	if err != nil {
		w.Fatal(err)
	}
}

// person is employed since 2020; without a mailbox if mail is empty.
func (w *world) person(first, mail string, manager int64) int64 {
	w.Helper()
	return w.personAs(first, mail, manager, "permanent")
}

func (w *world) personAs(first, mail string, manager int64, category string) int64 {
	w.Helper()
	id := w.id(`insert into persons (first_name, last_name, email) values (?, 'Muster', nullif(?, '')) returning id`, first, mail)
	e := w.id(`insert into employments (person_id) values (?) returning id`, id)
	w.exec(`insert into employment_facts (employment_id, person_id, department_id, pensum, category, entry_on, manager_id, valid_from, known_from)
		values (?, ?, ?, 100, ?, '2020-01-01', nullif(?, 0), '2020-01-01', '2020-01-01')`, e, id, w.dept, category, manager)
	return id
}

func (w *world) course(n int) int64 {
	w.Helper()
	ids := []int64{}
	for id := range w.courses {
		ids = append(ids, id)
	}
	least := ids[0]
	for _, id := range ids {
		least = min(least, id)
	}
	return least + int64(n)
}

func (w *world) append(events ...ledger.Event) {
	w.Helper()
	err := w.db.Write(w.Context(), func(tx *db.Tx) error {
		_, err := ledger.New().Append(w.Context(), tx, events...)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) assign(person int64, course int, on, due string) {
	w.Helper()
	w.append(ledger.Event{PersonID: person, CourseID: w.course(course), Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: date(on), DueOn: date(due)})
}

func (w *world) complete(person int64, course int, on string) {
	w.Helper()
	w.append(ledger.Event{
		PersonID: person, CourseID: w.course(course), Cycle: 1, Kind: ledger.KindRecorded, EffectiveOn: date(on), How: ledger.HowImported,
		EvidenceNo: fmt.Sprintf("N-%d-%d", person, course),
	})
}

// run is the job at 08:00 of the day.
func (w *world) run(day string) map[string]int {
	w.Helper()
	counts, err := w.service.Run(w.Context(), clock(day, 8))
	if err != nil {
		w.Fatal(err)
	}
	return counts
}

func (w *world) dispatch(now time.Time) outbox.Counts {
	w.Helper()
	counts, err := w.box.Dispatch(w.Context(), now)
	if err != nil {
		w.Fatal(err)
	}
	return counts
}

// mails are what arrived, as «to: subject», and what they say.
func (w *world) mails() (heads []string, texts []mail.Readable) {
	w.Helper()
	for _, m := range w.server.Taken() {
		read, err := mail.Read(m.Raw)
		if err != nil {
			w.Fatal(err)
		}
		heads = append(heads, strings.Join(m.To, ",")+": "+read.Subject)
		texts = append(texts, read)
	}
	return heads, texts
}

// log is what one person got, as «step state reason».
func (w *world) log(person int64) []string {
	w.Helper()
	entries, _, err := reminder.Log(w.Context(), w.db, reminder.LogFilter{PersonID: person})
	if err != nil {
		w.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, strings.Join(strings.Fields(fmt.Sprintf("%s%d %s %s %s", e.Step, e.Occurrence, e.Channel, e.State, e.Suppressed)), " "))
	}
	return list
}

func date(text string) calendar.Date {
	d, err := calendar.ParseISO(text)
	if err != nil {
		panic(err)
	}
	return d
}

func clock(day string, hour int) time.Time {
	year, month, d := date(day).YMD()
	return time.Date(year, month, d, hour, 0, 0, 0, calendar.Zurich)
}
