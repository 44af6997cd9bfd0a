package app

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/config"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/mailtest"
	"zaemme/internal/testing/peopletest"
)

// month is one list of HR, a staff list unless it says otherwise, with the day it
// comes on.
type month struct {
	name    string
	content []byte
	at      time.Time
	list    hrimport.List
}

func morning(day calendar.Date) time.Time { return day.Time().Add(9 * time.Hour) }

// inventedMonths are three lists of forty people: joiners, movers, leavers, a
// re-hire, a renamed and a new unit, a changed name, second employments.
func inventedMonths() []month {
	days := []calendar.Date{calendar.NewDate(2026, time.November, 2), calendar.NewDate(2026, time.December, 1), calendar.NewDate(2027, time.January, 5)}
	var list []month
	for n, day := range days {
		var b strings.Builder
		b.WriteString("Pers.-Nr.;Name;Vorname;E-Mail;Anstellungs-Nr.;OE-Nr.;Direktion;Bereich;Funktion;Pensum;Anstellungsart;Eintritt;Austritt;Vorgesetzte (Pers.-Nr.);Stellvertretung;Standort\n")
		for i := range 40 + 3*n {
			if n > 0 && i%17 == 4 && !(n == 2 && i == 4) { // two leave, one of them comes back
				continue
			}
			unit, name, last, mail, entry := 11+i%4, fmt.Sprintf("Bereich %d", 11+i%4), fmt.Sprintf("Muster%d", i), fmt.Sprintf("p%d@seedorf.example", i), "01.03.2021"
			number := fmt.Sprintf("%05d", i)
			if n > 1 && renumbered[i] {
				number = fmt.Sprintf("7%04d", i)
			}
			switch {
			case n > 0 && i%9 == 1: // moved
				unit = 11 + (i+1)%4
				name = fmt.Sprintf("Bereich %d", unit)
			case n > 1 && i%13 == 2: // into a new unit
				unit, name = 19, "Bereich Neues"
			}
			if n > 0 && unit == 12 {
				name = "Bereich Zwölf"
			}
			if n > 0 && unit == 14 { // as the list of departments has called it since
				name = "Bereich Vierzehn"
			}
			if i%6 == 5 {
				mail = ""
			}
			if n > 0 && i == 7 {
				last = "Beispiel-Muster7"
			}
			if i >= 40 || n == 2 && i == 4 {
				entry = day.AddDays(3).Time().Format("02.01.2006")
			}
			fmt.Fprintf(&b, "%s;%s;Anna;%s;1;%d;Direktion Eins;%s;Sachbearbeitung;%d;unbefristet;%s;;%s;%s;Rathaus\n", number, last, mail, unit, name,
				60+10*(i%5), entry, []string{"", "00000"}[min(i, 1)], []string{"00002", ""}[min(i, 1)])
			if i%10 == 3 && n > 0 {
				fmt.Fprintf(&b, "%s;%s;Anna;%s;2;11;Direktion Eins;Bereich 11;Aushilfe;20;unbefristet;%s;;00000;;Werkhof\n", number, last, mail,
					day.Time().Format("02.01.2006"))
			}
		}
		list = append(list, month{name: fmt.Sprintf("personal-%d.csv", n+1), content: []byte(b.String()), at: morning(day)})
	}
	return list
}

// renumbered are those who have got another number before the third list.
var renumbered = map[int]bool{8: true, 9: true, 21: true}

// inventedLists are the invented months with the smaller lists between them:
// departments (one renamed, one new with a head and a deputy, one moved from a later
// day on), absences (short, long, without end; later the complete list, which ends
// one, corrects one and drops one) and new numbers.
func inventedLists() []month {
	m := inventedMonths()
	on := func(day, month, year int) time.Time { return morning(calendar.NewDate(year, time.Month(month), day)) }
	return []month{
		m[0],
		{"oe.csv", []byte("OE-Nr.;Name;übergeordnet;Leitung;Stellvertretung;gültig ab\n" +
			"14;Bereich Vierzehn;Direktion Eins;00003;00006;\n15;Fachstelle;14;00010;;\n13;Bereich 13;15;;;01.12.2026\n"), on(9, 11, 2026), hrimport.Tree},
		{"absenzen-1.csv", []byte("Pers.-Nr.;von;bis\n00001;09.11.2026;\n00002;16.11.2026;31.01.2027\n00012;11.11.2026;13.11.2026\n00013;05.01.2027;28.02.2027\n"),
			on(10, 11, 2026), hrimport.Absences},
		m[1],
		{"absenzen-2.csv", []byte("Pers.-Nr.;von;bis\n00002;16.11.2026;20.12.2026\n00014;02.12.2026;30.04.2027\n"), on(2, 12, 2026), hrimport.Absences},
		{"nummern.csv", []byte("alte Nummer;neue Nummer\n00008;70008\n00009;70009\n00021;70021\n"), on(15, 12, 2026), hrimport.Numbers},
		m[2],
	}
}

// real is an installation of real use, whose clock the test turns and whose mails
// a server of the test takes.
type real struct {
	*App
	t    *testing.T
	now  time.Time
	mail *mailtest.Server
}

func openReal(t *testing.T, now time.Time) *real {
	t.Helper()
	appURL, ownerURL := dbtest.URLs(t)
	return openRealAt(t, now, appURL, ownerURL)
}

// openRealAt is openReal on a database by its addresses.
func openRealAt(t *testing.T, now time.Time, appURL, ownerURL string) *real {
	t.Helper()
	r := &real{t: t, now: now, mail: mailtest.New(t)}
	c := config.Config{Listen: "127.0.0.1:8080", DatabaseURL: appURL, MigrateURL: ownerURL, SMTPURL: r.mail.URL}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), Options{Config: c, Log: slog.New(slog.DiscardHandler), Version: "test", Clock: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	r.App = a
	return r
}

func (r *real) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *real) today() calendar.Date { return calendar.DateOf(r.now) }

// take imports a list and returns the batch.
func (r *real) take(m month) int64 {
	r.t.Helper()
	p, err := r.HRImport.Preview(r.t.Context(), hrimport.Upload{Name: m.name, Content: m.content, EffectiveOn: r.today(), List: m.list,
		Options: hrimport.Options{Complete: m.list == hrimport.Absences}}, r.today(), 0, r.now)
	r.must(err)
	if p.Blocked {
		r.t.Fatalf("%s: %+v", m.name, p.Problems)
	}
	batch, err := r.Change.Apply(r.t.Context(), p.Plan.UID.String(), 0, p.Plan.Draft.Confirm, r.now)
	r.must(err)
	return batch
}

// takeBack undoes the batch, as the counter-plan shows it.
func (r *real) takeBack(batch int64) {
	r.t.Helper()
	plan, err := r.Change.Propose(r.t.Context(), change.TakeBack(batch, "Rückgängig", 0, r.today()), r.now)
	r.must(err)
	if u := plan.Draft.Undo; len(u.Kept) > 0 || len(u.Duties) > 0 {
		r.t.Fatalf("batch %d: kept %+v %+v", batch, u.Kept, u.Duties)
	}
	_, err = r.Change.Apply(r.t.Context(), plan.UID.String(), 0, plan.Draft.Confirm, r.now)
	r.must(err)
}

// picture is people, tree, employments, deputies and absences around today, and
// every duty with its dates and its status of today.
func (r *real) picture() string {
	r.t.Helper()
	var b strings.Builder
	for _, at := range []int{-40, -1, 0, 1, 40} {
		org, err := people.Load(r.t.Context(), r.DB, people.Moment{Day: r.today().AddDays(at)})
		r.must(err)
		fmt.Fprintf(&b, "day %d\n%s\n", at, peopletest.Dump(org))
	}
	var duties []string
	r.must(r.DB.Query(r.t.Context()).Raw(`
		select p.personnel_no || ' ' || status || ' ' || (to_jsonb(a) - 'revision')::text
		from assignments a join persons p on p.id = a.person_id
		cross join lateral (select `+ledger.StatusSQL("a", "cast(? as date)")+` as status) s
		where status is not null order by 1`, r.today()).Scan(&duties).Error)
	var deputies []string
	r.must(r.DB.Query(r.t.Context()).Raw(`
		select concat_ws(' ', 'deputy', p.personnel_no, s.personnel_no, d.valid_from, d.valid_to)
		from deputies d join persons p on p.id = d.person_id join persons s on s.id = d.deputy_id
		where d.known_to = '9999-12-31 00:00:00+00' order by 1`).Scan(&deputies).Error)
	return b.String() + strings.Join(append(duties, deputies...), "\n")
}

// hash is a report as known at a moment; the zero moment is now.
func (r *real) hash(day calendar.Date, known time.Time) (sum [32]byte, rows int) {
	r.t.Helper()
	q := report.Compliance(day, r.now)
	q.KnownAt = known
	figures, sum, err := r.Reports.Figures(r.t.Context(), q)
	r.must(err)
	return sum, figures.Sheets.Rows
}

func (r *real) count(sql string) (n int) {
	r.t.Helper()
	r.must(r.DB.Query(r.t.Context()).Raw(sql).Scan(&n).Error)
	return n
}

// The HR files, lists of departments, absences and new numbers among them, imported
// in order and undone in reverse: everything is as before,
// row by row; history is longer; a report of a moment in between stays; mails not
// yet sent are withdrawn.
func TestImportsUndoneInReverse(t *testing.T) {
	t.Parallel()
	for name, months := range map[string][]month{"invented": inventedLists(), "a payroll system's": exports(t)} {
		if len(months) == 0 {
			t.Log("../shared/data is absent: its files are left out")
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			undoneInReverse(t, months)
		})
	}
}

// exports are the two files of shared/data/hr.
func exports(t *testing.T) []month {
	t.Helper()
	var list []month
	for _, file := range []struct {
		name string
		on   calendar.Date
	}{{"emmen-2026-11.xlsx", calendar.NewDate(2026, time.November, 2)}, {"emmen-2026-12.csv", calendar.NewDate(2026, time.December, 1)}} {
		content, err := os.ReadFile("../../../shared/data/hr/" + file.name)
		if err != nil {
			return nil
		}
		list = append(list, month{name: file.name, content: content, at: morning(file.on)})
	}
	return list
}

func undoneInReverse(t *testing.T, months []month) {
	t.Helper()
	r := openReal(t, months[0].at)
	r.must(r.DB.Write(t.Context(), func(tx *db.Tx) error {
		return settings.Set(t.Context(), tx, 0, r.today(), "go_live", r.today().String())
	}))
	type shot struct {
		before string
		batch  int64
		known  time.Time
		hash   [32]byte
		rows   int
	}
	var shots []shot
	for _, m := range months {
		r.now = m.at
		_, err := r.Change.RunDay(t.Context(), r.today()) // what was announced has come
		r.must(err)
		s := shot{before: r.picture()}
		s.batch = r.take(m)
		s.known, err = r.DB.Horizon(t.Context())
		r.must(err)
		s.hash, s.rows = r.hash(r.today(), s.known)
		if r.picture() == s.before {
			t.Fatalf("%s changes nothing that is looked at", m.name)
		}
		shots = append(shots, s)
	}
	if _, err := r.Reminder.Run(t.Context(), r.now); err != nil {
		t.Fatal(err)
	}
	waiting := r.count(`select count(*) from outbox where state = 'waiting'`)
	events := r.count(`select count(*) from ledger_events`)
	if waiting == 0 || shots[len(shots)-1].rows == 0 {
		t.Fatalf("%d mails wait, %d rows: the test would show nothing", waiting, shots[len(shots)-1].rows)
	}
	for i := len(shots) - 1; i >= 0; i-- {
		r.now = months[i].at.Add(time.Hour)
		r.takeBack(shots[i].batch)
		if diff := cmp.Diff(shots[i].before, r.picture()); diff != "" {
			t.Fatalf("before %s (-), after it was taken back (+):\n%s", months[i].name, diff)
		}
	}
	r.now = months[len(months)-1].at.Add(2 * time.Hour)
	for i, s := range shots {
		if sum, rows := r.hash(calendar.DateOf(months[i].at), s.known); sum != s.hash || rows != s.rows {
			t.Errorf("the report known after %s has changed: %d rows, had %d", months[i].name, rows, s.rows)
		}
	}
	if now := r.count(`select count(*) from ledger_events`); now <= events {
		t.Errorf("%d events, had %d: history is not longer", now, events)
	}
	if n := r.count(`select count(*) from batches where kind <> 'nightly'`); n != 2*len(months) {
		t.Errorf("%d batches, want each and its undoing", n)
	}
	for left := waiting; left > 0; left = r.count(`select count(*) from outbox where state = 'waiting'`) {
		counts, err := r.Outbox.Dispatch(t.Context(), r.now)
		if err != nil || len(counts.Map()) == 0 {
			t.Fatal(counts, err)
		}
	}
	if sent := r.mail.Taken(); len(sent) > 0 {
		t.Errorf("%d mails left after all was taken back", len(sent))
	}
	if n := r.count(`select count(*) from outbox where state = 'suppressed'`); n != waiting {
		t.Errorf("%d of %d mails are withdrawn", n, waiting)
	}
	if v, err := r.Ledger.Verify(t.Context(), r.DB, nil); err != nil || v.Broken != nil {
		t.Errorf("the ledger: %+v, %v", v.Broken, err)
	}
	if batch := r.take(months[0]); batch == 0 {
		t.Error("the first list is not taken again")
	}
	if _, rows := r.hash(r.today(), time.Time{}); rows == 0 {
		t.Error("the first list again brings no duties")
	}
}

// What somebody has learned since stays: the counter-plan names it, and the record
// that holds it.
func TestUndoKeepsWhatWasLearned(t *testing.T) {
	t.Parallel()
	m := inventedMonths()[0]
	r := openReal(t, m.at)
	batch := r.take(m)
	var person, course int64
	r.must(r.DB.Query(t.Context()).Raw(`select person_id, course_id from assignments order by 1, 2 limit 1`).Row().Scan(&person, &course))
	r.must(r.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := r.Ledger.Append(t.Context(), tx, ledger.Event{PersonID: person, CourseID: course, Cycle: 1, Kind: ledger.KindCompleted,
			How: ledger.HowOnline, EvidenceNo: "IS01-TEST-0001", EffectiveOn: r.today(), ValidUntil: r.today().AddDays(365)})
		return err
	}))
	plan, err := r.Change.Propose(r.t.Context(), change.TakeBack(batch, "", 0, r.today()), r.now)
	r.must(err)
	u := plan.Draft.Undo
	if len(u.Duties) != 1 || u.Duties[0].PersonID != person {
		t.Errorf("duties that stay: %+v", u.Duties)
	}
	if want := (people.KeptFact{What: people.KeptPerson, PersonID: person, Why: people.KeptNeeded}); len(u.Kept) != 1 || u.Kept[0] != want {
		t.Errorf("facts that stay: %+v", u.Kept)
	}
	_, err = r.Change.Apply(t.Context(), plan.UID.String(), 0, plan.Draft.Confirm, r.now)
	r.must(err)
	d, err := r.Ledger.Duty(t.Context(), r.DB, person, course)
	if err != nil || d.CompletedOn != r.today() || d.WithdrawnOn != r.today() {
		t.Errorf("the evidence: %+v, %v", d, err)
	}
	if n := r.count(`select count(*) from persons where withdrawn_at is null`); n != 1 {
		t.Errorf("%d persons are left, want the one with evidence", n)
	}
}
