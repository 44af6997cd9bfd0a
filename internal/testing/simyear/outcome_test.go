package simyear

import (
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/outbox"
	"zaemme/internal/reminder"
)

// dutyKey is a cycle of a duty.
type dutyKey struct {
	person, course int64
	cycle          int16
}

// outcomes holds the whole year against the truth.
func (y *year) outcomes() {
	y.t.Helper()
	entries, total, err := reminder.Log(y.ctx(), y.app.DB, reminder.LogFilter{Limit: 10_000_000})
	y.must(err)
	if total != len(entries) || y.mails < y.people {
		y.t.Fatalf("%d mails, %d of %d entries: the year would show nothing", y.mails, len(entries), total)
	}
	log := map[dutyKey][]reminder.Entry{}
	for _, e := range entries {
		if e.State == "" && e.Suppressed == "" {
			y.t.Errorf("no outcome: %+v", e)
		}
		k := dutyKey{e.PersonID, e.CourseID, e.Cycle}
		log[k] = append(log[k], e)
	}
	y.unknown()
	y.expected(log)
	y.explained()
	if v, err := y.app.Ledger.Verify(y.ctx(), y.app.DB, nil); err != nil || v.Broken != nil {
		y.t.Errorf("the ledger: %+v, %v", v.Broken, err)
	}
	if y.decided < 5 {
		y.t.Errorf("only %d exemptions and extensions", y.decided)
	}
	f := y.faults.counts()
	if f.Later == 0 || f.Never == 0 || f.Dropped == 0 || f.Lost == 0 || f.Hung == 0 || y.killed != y.kills {
		y.t.Errorf("the faults that were to be shown have not come: %+v, %d killed", f, y.killed)
	}
}

// unknown holds that no more are parked as of unknown outcome than there were
// hangs, lost answers and kills, and that nothing is left in between.
func (y *year) unknown() {
	y.t.Helper()
	states, err := outbox.CountByState(y.ctx(), y.app.DB)
	y.must(err)
	f := y.faults.counts()
	if most := f.Hung + f.Lost + y.killed; states[outbox.Uncertain] > most || states[outbox.HandingOver] > 0 {
		y.t.Errorf("%d are uncertain, of at most %d; states %v", states[outbox.Uncertain], most, states)
	}
	if states[outbox.Sent]+states[outbox.Uncertain] < y.mails {
		y.t.Errorf("%d mails arrived, states %v", y.mails, states)
	}
	y.t.Logf("outbox: %v", states)
}

// expected holds what REMINDERS.md asks for, told without the program's own
// steps: who was reachable all the time and had a duty open for so long has been
// reminded of it, and of a late one again after its day, by mail or by a slip of
// the superior; or the log says why not.
func (y *year) expected(log map[dutyKey][]reminder.Entry) {
	y.t.Helper()
	people := map[int64]*one{}
	for _, o := range y.all {
		people[y.ids[o.number()]] = o
	}
	seen := 0
	for i := 30; i < y.days; i += 11 {
		day := y.first.AddDays(i)
		for _, s := range y.slicesOf(day) {
			o := people[s.PersonID]
			wait := 12
			if o != nil && !o.mailbox {
				wait = 19 // a digest goes once a week
			}
			span := calendar.Interval{From: day.AddDays(-wait), Until: day}
			if o == nil || !o.reachable(span) || y.outage.From <= span.Until && span.From <= y.outage.Until || y.faults.bounced(o.address()) {
				continue
			}
			before, open := s.Governing(span.From)
			now, _ := s.Governing(day)
			if !open || !s.Mandatory || before.Cycle.No != now.Cycle.No {
				continue
			}
			asked := before.Status.Public() == ledger.StatusOpen || before.Status == ledger.StatusOverdue
			if !asked || now.Status.Public() != ledger.StatusOpen && now.Status != ledger.StatusOverdue {
				continue
			}
			seen++
			entries := log[dutyKey{s.PersonID, s.CourseID, now.Cycle.No}]
			if !told(entries, day, "") {
				y.t.Errorf("%s: %s was never reminded of %s, open since %s: %+v", day, o.number(), y.codes[s.CourseID], now.Cycle.AssignedOn, entries)
			}
			if before.Status == ledger.StatusOverdue && !told(entries, day, reminder.StepDueAfter) {
				y.t.Errorf("%s: %s was not reminded of %s after its day, %s: %+v", day, o.number(), y.codes[s.CourseID], now.Due, entries)
			}
		}
	}
	if seen < y.people {
		y.t.Errorf("only %d duties were looked at", seen)
	}
}

// slicesOf are all duties as they stood on the day, as known now.
func (y *year) slicesOf(day calendar.Date) []ledger.Slice {
	y.t.Helper()
	known, err := y.app.DB.Horizon(y.ctx())
	y.must(err)
	list, err := y.app.Ledger.At(y.ctx(), y.app.DB, day, known, nil)
	y.must(err)
	return list
}

// told reports an entry of the step, of any step if it is empty, on or before the day.
func told(entries []reminder.Entry, day calendar.Date, step string) bool {
	for _, e := range entries {
		if (step == "" || e.Step == step) && calendar.DateOf(e.At) <= day {
			return true
		}
	}
	return false
}

// explained holds that every duty names the rules that ask for it and how its
// date was computed.
func (y *year) explained() {
	y.t.Helper()
	var open int
	y.must(y.app.DB.Query(y.ctx()).Raw(`
		select count(*) from assignments a cross join lateral (select `+ledger.StatusSQL("a", "cast(? as date)")+` as status) s
		where s.status is not null and not exists (
			select from ledger_events e where e.person_id = a.person_id and e.course_id = a.course_id and e.cycle = a.cycle
				and jsonb_array_length(e.reasons) > 0 and (a.due_on is null or jsonb_array_length(e.calculation) > 0))`,
		calendar.DateOf(y.now)).Scan(&open).Error)
	if open > 0 {
		y.t.Errorf("%d duties are not explained by a rule and a calculation", open)
	}
}
