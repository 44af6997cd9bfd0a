package feedback

import (
	"slices"
	"strings"
	"testing"
	"time"

	"zaemme/courses"
	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
)

var today = calendar.NewDate(2026, time.November, 21)

type world struct {
	t  *testing.T
	db *db.DB
	is *course.Version
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, db: dbtest.New(t)}
	list, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	if _, err := course.Sync(t.Context(), w.db, list, today-100); err != nil {
		t.Fatal(err)
	}
	catalogue := course.NewCatalogue(w.db)
	if err := catalogue.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.is, _ = catalogue.ByCode("IS-01")
	if err := w.db.Query(t.Context()).Exec(`insert into persons (last_name, first_name) values ('Muster', 'Anna'), ('Beispiel', 'Ben')`).Error; err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) write(do func(tx *db.Tx) error) error { return w.db.Write(w.t.Context(), do) }

func (w *world) give(person int64, module int, kind Kind, said string, on calendar.Date) {
	w.t.Helper()
	if err := w.write(func(tx *db.Tx) error {
		return Give(w.t.Context(), tx, Given{Course: w.is, Module: module, Kind: kind, Said: said, Person: person, On: on})
	}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) mix(day calendar.Date) (n int) {
	w.t.Helper()
	if err := w.write(func(tx *db.Tx) (err error) { n, err = Mix(w.t.Context(), tx, day); return err }); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) waiting() []string {
	w.t.Helper()
	entries, err := Waiting(w.t.Context(), w.db)
	if err != nil {
		w.t.Fatal(err)
	}
	said := []string{}
	for _, e := range entries {
		said = append(said, e.Said)
	}
	return said
}

// What is anonymous has neither person nor moment, is seen from the next day on,
// and then stands in an order that has nothing to do with how it came: neither by
// ID, nor by place in the table, nor by transaction.
func TestAnonymousLeadsToNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var given []string
	for i := range 40 {
		given = append(given, "Satz "+string(rune('A'+i/26))+string(rune('A'+i%26)))
		w.give(0, 1, Unclear, given[i], today)
	}
	w.give(1, 1, Wrong, "mit Namen", today)
	if got := w.waiting(); !slices.Equal(got, []string{"mit Namen"}) {
		t.Errorf("on the same day: %v", got)
	}
	if n := w.mix(today); n != 0 {
		t.Errorf("%d of today are mixed", n)
	}
	if n := w.mix(today + 1); n != 40 {
		t.Errorf("%d are mixed", n)
	}
	if n := w.mix(today + 1); n != 0 {
		t.Errorf("%d are mixed twice", n)
	}
	if got := w.waiting(); len(got) != 41 || slices.IsSorted(got) {
		t.Errorf("%v", got)
	}
	for _, order := range []string{"ctid", "id"} {
		var said []string
		if err := w.db.Query(t.Context()).Raw(`select said from feedback where person_id is null order by ` + order).Scan(&said).Error; err != nil {
			t.Fatal(err)
		}
		if slices.Equal(said, given) {
			t.Errorf("by %s they stand as they came", order)
		}
	}
	var transactions int
	if err := db.One(w.db.Query(t.Context()), &transactions, `select count(distinct xmin::text) from feedback where person_id is null`); err != nil || transactions != 1 {
		t.Errorf("%d transactions, %v", transactions, err)
	}
	var columns []string
	if err := w.db.Query(t.Context()).Raw(`select column_name from information_schema.columns
		where table_name = 'feedback' and data_type like 'timestamp%' or table_name = 'feedback' and column_name ~ 'session|request|address|seq'`).Scan(&columns).Error; err != nil || len(columns) > 0 {
		t.Errorf("columns %v, %v", columns, err)
	}
	var audited int
	if err := db.One(w.db.Query(t.Context()), &audited, `select count(*) from audit_log where action like 'feedback%'`); err != nil || audited != 0 {
		t.Errorf("%d entries in the audit log, %v", audited, err)
	}
}

func TestGiveRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, test := range map[string]struct {
		given Given
		kind  apperr.Kind
	}{
		"no such module": {Given{Course: w.is, Module: 9, Kind: Helpful}, apperr.NotFound},
		"no such kind":   {Given{Course: w.is, Module: 1, Kind: "great"}, apperr.Invalid},
		"no sentence":    {Given{Course: w.is, Module: 1, Kind: Wrong, Said: "  "}, apperr.Invalid},
		"no proposal":    {Given{Kind: Proposal}, apperr.Invalid},
		"a novel":        {Given{Course: w.is, Module: 1, Kind: Wrong, Said: strings.Repeat("ü", MaxSaid+1)}, apperr.Invalid},
	} {
		if err := w.write(func(tx *db.Tx) error { return Give(t.Context(), tx, test.given) }); !apperr.Is(err, test.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.give(1, 2, Outdated, "Die Nummer stimmt nicht mehr.", today)
	w.give(2, 2, Helpful, "", today) // a rating: nothing to answer
	entries, err := Waiting(t.Context(), w.db)
	if err != nil || len(entries) != 1 || entries[0].Name != "Anna Muster" {
		t.Fatalf("%+v, %v", entries, err)
	}
	reply := Reply{UID: entries[0].UID, State: Done, Quote: "Eine Nummer stimmte nicht.", Answer: "Die neue Nummer eingesetzt.", Shown: true, By: 2, Now: today.Time()}
	for _, change := range []func(r *Reply){
		func(r *Reply) { r.State = Open }, func(r *Reply) { r.Answer = " " }, func(r *Reply) { r.Quote = "" },
		func(r *Reply) { r.UID = "00000000-0000-0000-0000-000000000000" },
	} {
		wrong := reply
		change(&wrong)
		if err := w.write(func(tx *db.Tx) error { return Answer(t.Context(), tx, wrong) }); err == nil {
			t.Errorf("%+v is taken", wrong)
		}
	}
	if own, err := Answered(t.Context(), w.db, w.is.CourseID, 1); err != nil || len(own) != 1 || own[0].State != Open {
		t.Errorf("one's own before the answer: %+v, %v", own, err)
	}
	if others, err := Answered(t.Context(), w.db, w.is.CourseID, 2); err != nil || len(others) != 0 {
		t.Errorf("others see what waits: %+v, %v", others, err)
	}
	if err := w.write(func(tx *db.Tx) error { return Answer(t.Context(), tx, reply) }); err != nil {
		t.Fatal(err)
	}
	if left := w.waiting(); len(left) != 0 {
		t.Errorf("still waiting: %v", left)
	}
	if others, err := Answered(t.Context(), w.db, w.is.CourseID, 2); err != nil || len(others) != 1 || others[0].Answer != reply.Answer || others[0].Quote != reply.Quote {
		t.Errorf("%+v, %v", others, err)
	}
}

// Four judgements of a module are nobody's business, five are a rating.
func TestRatingsFromFiveOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ratings := func() []Rating {
		t.Helper()
		list, err := Ratings(t.Context(), w.db)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for range 4 {
		w.give(0, 3, Helpful, "", today)
	}
	w.give(0, 4, Wrong, "Falsch.", today)
	w.mix(today + 1)
	if list := ratings(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	w.give(1, 3, Unclear, "Zu lang.", today+1)
	if list := ratings(); len(list) != 1 || list[0] != (Rating{CourseID: w.is.CourseID, Module: 3, Total: 5, Helpful: 4, Unclear: 1}) {
		t.Errorf("%+v", list)
	}
}
