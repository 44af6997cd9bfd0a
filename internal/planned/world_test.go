package planned_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"
	"zaemme/internal/monthend"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/planned"
	"zaemme/internal/report"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/testing/dbtest"
	"zaemme/views"
)

// made is when plans are made, a Thursday; the month of November is not over.
var made = time.Date(2026, time.November, 19, 9, 0, 0, 0, time.UTC)

var holidays = calendar.LucerneBase(2026, 2028)

// world has Bau with a head and ten people, and beside it Finanzen with HR of the
// whole, HR of Bau, management and Revision.
type world struct {
	*reporttest.Org
	*planned.Service
	post                                      *outbox.Outbox
	bau, fin                                  int64
	hr, part, head, auditor, management, luca int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := dbtest.New(t)
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	press, err := letter.NewPress(views.Files, "https://lernen.gemeinde.example")
	if err != nil {
		t.Fatal(err)
	}
	reports := &report.Service{DB: d, Texts: texts, Version: "test", URL: "https://lernen.gemeinde.example"}
	months := &monthend.Service{DB: d, Reports: reports, Texts: texts, Version: "test", URL: reports.URL}
	w := &world{Org: reporttest.New(t, d)}
	w.Service = &planned.Service{DB: d, Reports: reports, MonthEnds: months, Press: press, Texts: texts, Days: func() calendar.Set { return holidays }}
	if w.post, err = outbox.New(d, outbox.Options{Demo: true, Kinds: w.Kinds(), Gate: func(context.Context, db.Conn, time.Time) (outbox.Gate, error) { return outbox.Gate{Open: true}, nil }}); err != nil {
		t.Fatal(err)
	}
	top := w.Department("GDE", "Gemeinde", 0)
	w.bau, w.fin = w.Department("BAU", "Bau und Umwelt", top), w.Department("FIN", "Finanzen", top)
	w.Course("IS-01", "Informationssicherheit")
	w.Rule()
	w.head = w.Person("Ruth", "Beispiel", "ruth@gemeinde.example", w.bau, 0)
	w.Head(w.bau, w.head)
	w.hr = w.Person("Petra", "Probe", "petra@gemeinde.example", w.fin, 0)
	w.Grant(w.hr, "hr")
	w.part = w.Person("Paul", "Teil", "paul@gemeinde.example", w.fin, 0)
	w.Insert(`insert into role_grants (person_id, role, department_id, valid_from, known_from) values (@person, 'hr', @department, @from, @stamp) returning id`,
		map[string]any{"person": w.part, "department": w.bau})
	w.auditor = w.Person("Rita", "Revision", "rita@gemeinde.example", w.fin, 0)
	w.Insert(`insert into role_grants (person_id, role, purpose, valid_from, valid_to, known_from) values (@person, 'auditor', 'Jahresprüfung', @from, '2030-01-01', @stamp) returning id`,
		map[string]any{"person": w.auditor})
	w.management = w.Person("Georg", "Leitung", "georg@gemeinde.example", w.fin, 0)
	w.Grant(w.management, "management")
	var events []ledger.Event
	on := calendar.NewDate(2026, time.September, 1)
	for i := range 10 {
		id := w.Person("Vor", "Nach", "", w.bau, 0)
		w.luca = id
		events = append(events, w.Assigned(id, "IS-01", on, on.AddDays(60)))
		if i%2 == 0 {
			events = append(events, w.Completed(id, "IS-01", 1, on.AddDays(20), calendar.Forever))
		}
	}
	w.Append(events...)
	return w
}

func (w *world) act(person int64, now time.Time) planned.Act {
	w.T.Helper()
	scope, err := people.ScopeOf(w.T.Context(), w.Org.DB, person, calendar.DateOf(now))
	if err != nil {
		w.T.Fatal(err)
	}
	return planned.Act{Scope: scope, Now: now}
}

func (w *world) save(person int64, d planned.Draft, to ...string) (uid string, err error) {
	w.T.Helper()
	d.Recipients = to
	return uid, w.Org.DB.Write(w.T.Context(), func(tx *db.Tx) error {
		uid, err = w.Save(w.T.Context(), tx, d, w.act(person, made))
		return err
	})
}

// plan is one that is expected to be made.
func (w *world) plan(person int64, t planned.Terms, department string, to ...string) planned.Listed {
	w.T.Helper()
	uid, err := w.save(person, planned.Draft{Terms: t, Department: department}, to...)
	if err != nil {
		w.T.Fatal(err)
	}
	return w.listed(person, uid, made)
}

func (w *world) listed(person int64, uid string, now time.Time) planned.Listed {
	w.T.Helper()
	p, err := w.Plan(w.T.Context(), uid, w.act(person, now))
	if err != nil {
		w.T.Fatal(err)
	}
	return p
}

func (w *world) turn(person int64, uid string, to planned.State, now time.Time) error {
	return w.Org.DB.Write(w.T.Context(), func(tx *db.Tx) error { return w.Turn(w.T.Context(), tx, uid, to, w.act(person, now)) })
}

// morning is the job of a day, month ends first.
func (w *world) morning(day string) map[string]int {
	w.T.Helper()
	now := clock(day + " 06:50")
	if _, err := w.MonthEnds.Run(w.T.Context(), now); err != nil {
		w.T.Fatal(err)
	}
	counts, err := w.Run(w.T.Context(), now)
	if err != nil {
		w.T.Fatal(err)
	}
	return counts
}

func (w *world) dispatch(moment string) {
	w.T.Helper()
	if _, err := w.post.Dispatch(w.T.Context(), clock(moment)); err != nil {
		w.T.Fatal(err)
	}
}

// mails are the caught ones, as recipient and what was sent, decoded as far as the
// tests look.
func (w *world) mails() (list []struct{ To, Subject, Raw string }) {
	w.T.Helper()
	if err := w.Org.DB.Query(w.T.Context()).Raw(`select recipients[1] as "to", subject, convert_from(raw, 'UTF8') as raw from caught_mails order by id`).Scan(&list).Error; err != nil {
		w.T.Fatal(err)
	}
	for i := range list { // lines that were too long
		list[i].Raw = strings.NewReplacer("=\r\n", "", "=\n", "").Replace(list[i].Raw)
	}
	return list
}

func (w *world) runs(p planned.Listed) []planned.Told {
	w.T.Helper()
	list, _, err := w.Runs(w.T.Context(), p.Plan, 100, 0)
	if err != nil {
		w.T.Fatal(err)
	}
	return list
}

// reasons are who got nothing of a run and why, by person.
func reasons(r planned.Told) map[int64]planned.Reason {
	out := map[int64]planned.Reason{}
	for _, one := range r.Readers {
		out[one.PersonID] = one.Reason
	}
	return out
}

// end ends what is open of a person in a dated table from a day on.
func (w *world) end(table string, person int64, from string) {
	w.T.Helper()
	w.exec(`update `+table+` set valid_to = cast(? as date) where person_id = ?`, from, person)
}

func (w *world) exec(sql string, args ...any) {
	w.T.Helper()
	if err := w.Org.DB.Query(w.T.Context()).Exec(sql, args...).Error; err != nil {
		w.T.Fatal(err)
	}
}

func clock(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", strings.TrimSpace(text), calendar.Zurich)
	if err != nil {
		panic(err)
	}
	return t
}
