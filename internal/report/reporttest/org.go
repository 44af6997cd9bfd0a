package reporttest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// Org builds facts in a database. Its methods fail the test on an error.
type Org struct {
	T  testing.TB
	DB *db.DB
	// From is the first day on which departments and employments hold.
	From    calendar.Date
	Courses map[string]int64 // by code
	Version map[string]int64 // newest version by code
	rule    int64
	no      int
}

// New is an organisation without anybody.
func New(t testing.TB, d *db.DB) *Org {
	return &Org{T: t, DB: d, From: calendar.NewDate(2020, time.January, 1), Courses: map[string]int64{}, Version: map[string]int64{}}
}

// Write runs fn in a transaction.
func (o *Org) Write(fn func(tx *db.Tx) error) {
	o.T.Helper()
	if err := o.DB.Write(o.T.Context(), fn); err != nil {
		o.T.Fatal(err)
	}
}

// Insert runs an insert that returns an ID; @stamp and @from are given.
func (o *Org) Insert(sql string, args map[string]any) (id int64) {
	o.T.Helper()
	o.Write(func(tx *db.Tx) error {
		stamp, err := tx.Stamp(o.T.Context())
		if err != nil {
			return err
		}
		all := map[string]any{"stamp": stamp, "from": o.From}
		for name, value := range args {
			all[name] = value
		}
		if !strings.Contains(sql, "@") { // GORM would pass the map on as an argument
			return tx.Query(o.T.Context()).Raw(sql).Scan(&id).Error
		}
		return tx.Query(o.T.Context()).Raw(sql, all).Scan(&id).Error
	})
	return id
}

// Department makes one below parent (0: the top).
func (o *Org) Department(code, name string, parent int64) int64 {
	o.T.Helper()
	id := o.Insert(`insert into departments (code) values (@code) returning id`, map[string]any{"code": code})
	o.Insert(`insert into department_facts (department_id, parent_id, name, valid_from, known_from)
		values (@id, nullif(@parent, 0), @name, @from, @stamp) returning id`, map[string]any{"id": id, "parent": parent, "name": name})
	return id
}

// Head makes somebody the head of a department.
func (o *Org) Head(department, person int64) {
	o.T.Helper()
	o.Insert(`update department_facts set head_id = @person where department_id = @id returning id`,
		map[string]any{"id": department, "person": person})
}

// Person makes somebody with an employment of 100 per cent; manager 0 is none.
// Without mail the person has no PC.
func (o *Org) Person(first, last, mail string, department, manager int64) int64 {
	o.T.Helper()
	o.no++
	id := o.Insert(`insert into persons (personnel_no, first_name, last_name, email)
		values (@no, @first, @last, nullif(@mail, '')) returning id`,
		map[string]any{"no": fmt.Sprintf("%05d", o.no), "first": first, "last": last, "mail": mail})
	o.Employ(id, department, manager, 100, "permanent")
	return id
}

// Employ adds an employment.
func (o *Org) Employ(person, department, manager int64, pensum float64, category string) {
	o.T.Helper()
	o.no++
	id := o.Insert(`insert into employments (person_id, no) values (@person, @no) returning id`,
		map[string]any{"person": person, "no": fmt.Sprint(o.no)})
	o.Insert(`insert into employment_facts (employment_id, person_id, department_id, function, pensum, category, entry_on, manager_id,
			valid_from, known_from)
		values (@id, @person, @department, 'Sachbearbeitung', @pensum, @category, @from, nullif(@manager, 0), @from, @stamp) returning id`,
		map[string]any{"id": id, "person": person, "department": department, "pensum": pensum, "category": category, "manager": manager})
}

// Move puts a person's only employment into another department from a day on, as
// known from now on.
func (o *Org) Move(person, department int64, from calendar.Date) {
	o.T.Helper()
	columns := `employment_id, person_id, site_id, function, pensum, category, entry_on, exit_on, manager_id`
	o.Insert(`
		with closed as (
			update employment_facts set known_to = @stamp
			where person_id = @person and valid_to > @day and known_to = '9999-12-31 00:00:00+00' returning *
		), before as (
			insert into employment_facts (`+columns+`, department_id, valid_from, valid_to, known_from)
			select `+columns+`, department_id, valid_from, @day, @stamp from closed
		)
		insert into employment_facts (`+columns+`, department_id, valid_from, known_from)
		select `+columns+`, @department, @day, @stamp from closed returning id`,
		map[string]any{"person": person, "department": department, "day": from})
}

// Grant gives a role over the whole organisation.
func (o *Org) Grant(person int64, role string) {
	o.T.Helper()
	o.Insert(`insert into role_grants (person_id, role, valid_from, known_from) values (@person, @role, @from, @stamp) returning id`,
		map[string]any{"person": person, "role": role})
}

// Course publishes a small course.
func (o *Org) Course(code, title string) {
	o.T.Helper()
	c := &coursefile.Course{Code: code, Namespace: "ch.example", Publisher: "Gemeinde", Kind: coursefile.Online, Language: "de",
		Titles: coursefile.Texts{"de": title, "en": title + " (en)"}, Audience: coursefile.Texts{"de": "Alle", "en": "Everybody"},
		Owner: "Informatik", Minutes: 45, PassPercent: 80, ValidityMonths: 12, DueDays: 30,
		Version: coursefile.VersionNote{Materiality: coursefile.Editorial}}
	if _, err := course.Sync(o.T.Context(), o.DB, []*coursefile.Course{c}, o.From); err != nil {
		o.T.Fatal(err)
	}
	var row struct{ CourseID, ID int64 }
	if err := o.DB.Query(o.T.Context()).Raw(`select course_id, id from course_versions
		where course_id = (select id from courses where code = ?) order by number desc limit 1`, code).Scan(&row).Error; err != nil {
		o.T.Fatal(err)
	}
	o.Courses[code], o.Version[code] = row.CourseID, row.ID
}

// Rule makes the rule that asks for everything, once.
func (o *Org) Rule() int64 {
	o.T.Helper()
	if o.rule != 0 {
		return o.rule
	}
	curriculum := o.Insert(`insert into curricula (code) values ('basis') returning id`, nil)
	o.Insert(`insert into curriculum_facts (curriculum_id, title, courses, valid_from, known_from)
		values (@id, '{"de": "Grundlagen", "en": "Basics"}', '[]', @from, @stamp) returning id`, map[string]any{"id": curriculum})
	o.rule = o.Insert(`insert into rules (code) values ('alle') returning id`, nil)
	o.Insert(`insert into rule_facts (rule_id, version, curriculum_id, title, audience, valid_from, known_from)
		values (@id, 1, @curriculum, '{"de": "Alle Mitarbeitenden", "en": "All staff"}', '{}', @from, @stamp) returning id`,
		map[string]any{"id": o.rule, "curriculum": curriculum})
	return o.rule
}

// Append records events.
func (o *Org) Append(events ...ledger.Event) []ledger.Event {
	o.T.Helper()
	var out []ledger.Event
	o.Write(func(tx *db.Tx) (err error) {
		out, err = ledger.New().Append(o.T.Context(), tx, events...)
		return err
	})
	return out
}

// Assigned is the event that assigns a course.
func (o *Org) Assigned(person int64, code string, on, due calendar.Date) ledger.Event {
	mandatory := true
	return ledger.Event{PersonID: person, CourseID: o.Courses[code], Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: on, DueOn: due,
		Mandatory: &mandatory, RuleID: o.rule, RuleVersion: min(int32(o.rule), 1)}
}

// Completed is the event of an online completion; until Forever never ends.
func (o *Org) Completed(person int64, code string, cycle int16, on, until calendar.Date) ledger.Event {
	o.no++
	window := calendar.Date(0)
	if until != calendar.Forever {
		window = until.AddDays(-60)
	}
	return ledger.Event{PersonID: person, CourseID: o.Courses[code], Cycle: cycle, Kind: ledger.KindCompleted, EffectiveOn: on,
		ActorID: person, How: ledger.HowOnline, ValidUntil: until, WindowFrom: window, VersionID: o.Version[code], ContentLanguage: "de",
		EvidenceNo: fmt.Sprintf("%s-%05d", code, o.no)}
}
