package reminder

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/testing/wide"
)

func date(text string) calendar.Date {
	d, err := calendar.ParseISO(text)
	if err != nil {
		panic(err)
	}
	return d
}

func lucerne(string) calendar.Set { return calendar.LucerneBase(2025, 2032) }

func anna() Person {
	return Person{ID: 1, Mailbox: true, Site: lucerne(""), Employed: []calendar.Interval{{From: date("2020-01-01"), Until: calendar.Forever}}}
}

// duty is assigned and due, nothing else.
func duty(course int64, assigned, due string) ledger.Duty {
	d := ledger.Duty{PersonID: 1, CourseID: course}
	d.No, d.Mandatory = 1, true
	d.AssignedOn, d.DueOn, d.OriginalDueOn, d.GraceUntil = date(assigned), date(due), date(due), date(due)
	return d
}

func completed(d ledger.Duty, on, until, window string) ledger.Duty {
	d.CompletedOn, d.ValidUntil, d.WindowFrom = date(on), date(until), date(window)
	return d
}

// play lets the days pass, with a run on each that runs says, and lists what is
// sent: «2027-03-01 assigned0+due_soon0».
func play(p Policy, who Person, duties []ledger.Duty, from, until string, runs func(calendar.Date) bool) []string {
	h := History{Sent: map[Key]bool{}}
	var sent []string
	for day := date(from); day <= date(until); day++ {
		if runs != nil && !runs(day) {
			continue
		}
		r := Due(p, who, duties, h, day)
		if len(r.Items) == 0 {
			continue
		}
		var steps []string
		for _, i := range r.Items {
			steps = append(steps, fmt.Sprintf("%s%d", i.Step, i.Occurrence))
			h.Sent[i.Key] = true
		}
		h.Mails = append(h.Mails, day)
		sent = append(sent, day.String()+" "+strings.Join(steps, "+"))
	}
	return sent
}

func TestTheDefaultSteps(t *testing.T) {
	t.Parallel()
	grace := duty(1, "2027-02-01", "2027-03-12")
	grace.GraceUntil = date("2027-03-26")
	paused := duty(1, "2027-02-01", "2027-03-12")
	paused.PauseFrom, paused.PauseUntil = date("2027-02-10"), date("2027-03-10")
	exempt := duty(1, "2027-02-01", "2027-03-12")
	exempt.ExemptFrom, exempt.ExemptUntil = date("2027-02-10"), calendar.Forever
	withdrawn := duty(1, "2027-02-01", "2027-03-12")
	withdrawn.WithdrawnOn = date("2027-02-10")
	undated := duty(1, "2027-02-01", "2027-03-12")
	undated.DueOn, undated.GraceUntil = 0, 0
	voluntary := duty(1, "2027-02-01", "2027-03-12")
	voluntary.Mandatory = false
	renewal := completed(duty(1, "2026-02-02", "2026-03-12"), "2026-03-10", "2027-03-12", "2027-01-11")
	away := anna()
	away.Away = []calendar.Interval{{From: date("2027-02-22"), Until: date("2027-03-02")}}
	joins := anna()
	joins.Employed = []calendar.Interval{{From: date("2027-02-15"), Until: date("2027-03-16")}}
	for name, c := range map[string]struct {
		who         Person
		duty        ledger.Duty
		from, until string
		want        []string
	}{
		"whole life": {anna(), duty(1, "2027-02-01", "2027-03-12"), "2027-01-01", "2027-07-01", []string{
			"2027-02-01 assigned0", "2027-02-26 due_before0", "2027-03-09 due_soon0", "2027-03-15 due_after0",
			"2027-03-22 due_after1", "2027-03-30 due_after2", "2027-04-05 due_after3",
		}}, // 29.3.2027 is Easter Monday: the mail leaves the day after
		"assigned on a Saturday": {anna(), duty(1, "2027-01-30", "2027-03-12"), "2027-01-01", "2027-02-10", []string{"2027-02-01 assigned0"}},
		"short notice: no step before the assignment": {anna(), duty(1, "2027-03-08", "2027-03-12"), "2027-01-01", "2027-03-14", []string{
			"2027-03-08 assigned0", "2027-03-09 due_soon0",
		}},
		"due on a holiday": {anna(), duty(1, "2027-04-01", "2027-05-06"), "2027-04-01", "2027-05-12", []string{
			"2027-04-01 assigned0", "2027-04-22 due_before0", "2027-05-03 due_soon0", "2027-05-07 due_after0",
		}}, // Ascension; the third working day before it is Monday
		"29 February": {anna(), duty(1, "2028-02-01", "2028-02-29"), "2028-01-01", "2028-03-05", []string{
			"2028-02-01 assigned0", "2028-02-15 due_before0", "2028-02-24 due_soon0", "2028-03-01 due_after0",
		}},
		"year end": {anna(), duty(1, "2027-12-01", "2027-12-31"), "2027-11-01", "2028-01-05", []string{
			"2027-12-01 assigned0", "2027-12-17 due_before0", "2027-12-28 due_soon0", "2028-01-03 due_after0",
		}},
		"grace": {anna(), grace, "2027-03-10", "2027-03-31", []string{
			"2027-03-10 due_soon0", "2027-03-15 due_after0", "2027-03-22 due_after1", "2027-03-30 due_after2",
		}},
		"paused until two days before": {anna(), paused, "2027-02-01", "2027-03-16", []string{
			"2027-02-01 assigned0", "2027-03-11 due_soon0", "2027-03-15 due_after0",
		}},
		"exempt":    {anna(), exempt, "2027-02-01", "2027-06-01", []string{"2027-02-01 assigned0"}},
		"withdrawn": {anna(), withdrawn, "2027-02-01", "2027-06-01", []string{"2027-02-01 assigned0"}},
		"undated":   {anna(), undated, "2027-02-01", "2027-06-01", nil},
		"voluntary": {anna(), voluntary, "2027-02-01", "2027-06-01", nil},
		"fulfilled": {anna(), completed(duty(1, "2027-02-01", "2027-03-12"), "2027-03-01", "2029-03-01", "2029-01-01"), "2027-03-01", "2027-06-01", nil},
		"renewal": {anna(), renewal, "2027-01-01", "2027-03-20", []string{
			"2027-01-11 window0", "2027-02-10 expiry_before0", "2027-03-05 expiry_soon0", "2027-03-15 due_after0",
		}},
		"absent: the latest step after the return": {away, duty(1, "2027-02-01", "2027-03-08"), "2027-02-01", "2027-03-05", []string{
			"2027-02-01 assigned0", "2027-03-03 due_soon0",
		}},
		"not before the entry, not after the last day": {joins, duty(1, "2027-02-01", "2027-03-12"), "2027-02-01", "2027-06-01", []string{
			"2027-02-15 assigned0", "2027-02-26 due_before0", "2027-03-09 due_soon0", "2027-03-15 due_after0",
		}},
	} {
		if diff := cmp.Diff(c.want, play(Default(), c.who, []ledger.Duty{c.duty}, c.from, c.until, nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAfterADowntimeOnlyTheLatestStep(t *testing.T) {
	t.Parallel()
	duties := []ledger.Duty{duty(1, "2027-02-01", "2027-03-12"), duty(2, "2027-03-05", "2027-03-17")}
	down := func(day calendar.Date) bool { return day < date("2027-03-08") || day > date("2027-03-15") }
	want := []string{
		"2027-02-01 assigned0", "2027-02-26 due_before0", "2027-03-05 assigned0",
		// the 16th: of the first the step after the due date, not the one before it; of
		// the second the step three days before, which was missed
		"2027-03-16 due_after0+due_soon0",
	}
	if diff := cmp.Diff(want, play(Default(), anna(), duties, "2027-02-01", "2027-03-16", down)); diff != "" {
		t.Error(diff)
	}
	r := Due(Default(), anna(), duties[:1], History{}, date("2027-03-16"))
	var older []string
	for _, i := range r.Older {
		older = append(older, i.Step)
	}
	if diff := cmp.Diff([]string{StepAssigned, StepDueBefore, StepDueSoon}, older); diff != "" {
		t.Errorf("replaced steps: %s", diff)
	}
}

func TestTheCapLetsWait(t *testing.T) {
	t.Parallel()
	var duties []ledger.Duty
	for i := range 6 { // a new duty on each working day and one more
		duties = append(duties, duty(int64(i+1), date("2027-02-01").AddDays(i).String(), "2027-06-01"))
	}
	want := []string{
		"2027-02-01 assigned0", "2027-02-02 assigned0",
		"2027-02-08 assigned0+assigned0+assigned0+assigned0",
	}
	if diff := cmp.Diff(want, play(Default(), anna(), duties, "2027-02-01", "2027-02-20", nil)); diff != "" {
		t.Error(diff)
	}
	r := Due(Default(), anna(), duties, History{Mails: []calendar.Date{date("2027-02-01"), date("2027-02-02")}}, date("2027-02-03"))
	if r.Reason != Capped || len(r.Items) != 0 {
		t.Errorf("%+v", r)
	}
}

func TestKnobs(t *testing.T) {
	t.Parallel()
	from := date("2027-01-01")
	p := Default()
	p.Steps.List = Knobs{DaysBefore: 0, Weekly: 1, HRAfter: 30}.Apply(p.Steps.List, from)
	want := []string{
		"2027-02-01 assigned0", "2027-03-09 due_soon0", "2027-03-15 due_after0", "2027-03-22 due_after1",
	}
	if diff := cmp.Diff(want, play(p, anna(), []ledger.Duty{duty(1, "2027-02-01", "2027-03-12")}, "2027-02-01", "2027-09-01", nil)); diff != "" {
		t.Error(diff)
	}
	if k := KnobsOf(p.Steps.List); k != (Knobs{DaysBefore: 0, Weekly: 1, HRAfter: 30}) {
		t.Errorf("%+v", k)
	}
	asBefore := KnobsOf(defaultSteps()).Apply(defaultSteps(), from)
	if diff := cmp.Diff(defaultSteps(), asBefore); diff != "" {
		t.Errorf("knobs as they were change a step: %s", diff)
	}
	back := KnobsOf(defaultSteps()).Apply(p.Steps.List, from.AddDays(9))
	var fresh []string
	for i, s := range back {
		if s.Since != 0 {
			fresh = append(fresh, s.Code+" "+s.Since.String())
		}
		s.Since = 0
		if diff := cmp.Diff(defaultSteps()[i], s); diff != "" {
			t.Error(diff)
		}
	}
	if diff := cmp.Diff([]string{"due_before 2027-01-10", "due_after 2027-01-10", "hr 2027-01-10"}, fresh); diff != "" {
		t.Error(diff)
	}
	if err := check(back); err != nil {
		t.Error(err)
	}
	back[0].OnlyIf = append(back[0].OnlyIf, ledger.StatusFulfilled)
	if check(back) == nil {
		t.Error("a step for what is done was taken")
	}
}

// A changed policy sends nothing for days before it, and what it does not change
// goes on.
func TestAChangedPolicyIsNotRetroactive(t *testing.T) {
	t.Parallel()
	d := duty(1, "2027-02-01", "2027-03-12")
	before := Default()
	after := Default()
	after.Steps.List = Knobs{DaysBefore: 30, Weekly: 5, HRAfter: 21}.Apply(before.Steps.List, date("2027-02-22"))
	h := History{Sent: map[Key]bool{}}
	var sent []string
	for day := date("2027-02-01"); day <= date("2027-05-01"); day++ {
		p := before
		if day >= date("2027-02-22") {
			p = after
		}
		r := Due(p, anna(), []ledger.Duty{d}, h, day)
		for _, i := range r.Items {
			sent = append(sent, fmt.Sprintf("%s %s%d", day, i.Step, i.Occurrence))
			h.Sent[i.Key] = true
			h.Mails = append(h.Mails, day)
		}
	}
	// The step 30 days before was the 10th of February: over. The two added weeks
	// are still ahead.
	want := []string{
		"2027-02-01 assigned0", "2027-03-09 due_soon0", "2027-03-15 due_after0", "2027-03-22 due_after1",
		"2027-03-30 due_after2", "2027-04-05 due_after3", "2027-04-12 due_after4", "2027-04-19 due_after5",
	}
	if diff := cmp.Diff(want, sent); diff != "" {
		t.Error(diff)
	}
}

// A course, else the curriculum that asks for the duty, has steps of its own.
func TestTheNarrowerScopeHolds(t *testing.T) {
	t.Parallel()
	p := Default()
	p.Steps.List = Knobs{DaysBefore: 10}.Apply(defaultSteps(), 0)
	p.Rules = map[int64]Steps{7: {Version: 2, List: Knobs{DaysBefore: 20}.Apply(defaultSteps(), 0)}}
	p.Courses = map[int64]Steps{3: {Version: 3, List: Knobs{DaysBefore: 28}.Apply(defaultSteps(), 0)}}
	for _, c := range []struct {
		course, rule int64
		version      int
		on           string
	}{{1, 0, 1, "2027-03-02"}, {1, 7, 2, "2027-02-20"}, {3, 7, 3, "2027-02-12"}} {
		d := duty(c.course, "2027-02-01", "2027-03-12")
		d.RuleID = c.rule
		latest, _, _ := p.Latest(d, ToPerson, anna().Site, date("2027-03-03"))
		if latest.Policy != c.version || latest.On != date(c.on) || latest.Step != StepDueBefore {
			t.Errorf("course %d by rule %d: %+v", c.course, c.rule, latest)
		}
	}
}

// Both nights on which the clock changes are Sundays: a site that works on them.
func TestTheWindowOnDaysWhenTheClockChanges(t *testing.T) {
	t.Parallel()
	who := anna()
	who.Site = who.Site.WithWeek(calendar.NewWeekdays(0, 1, 2, 3, 4, 5, 6))
	local := func(text string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Zurich)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	office := anna()
	office.Away = []calendar.Interval{{From: date("2027-03-30"), Until: date("2027-04-02")}}
	for name, c := range map[string]struct {
		who       Person
		now, want string
	}{
		"forward, at night":                         {who, "2027-03-28 01:30", "2027-03-28 07:30"},
		"forward, in the day":                       {who, "2027-03-28 12:00", "2027-03-28 12:00"},
		"forward, the evening":                      {who, "2027-03-28 17:00", "2027-03-30 07:30"},
		"back, at night":                            {who, "2026-10-25 02:30", "2026-10-25 07:30"},
		"back, last minute":                         {who, "2026-10-25 16:59", "2026-10-25 16:59"},
		"back, the evening":                         {who, "2026-10-25 20:00", "2026-10-26 07:30"},
		"Friday evening over Easter and an absence": {office, "2027-03-25 18:00", "2027-04-05 07:30"},
		"Saturday":                                  {anna(), "2027-03-06 10:00", "2027-03-08 07:30"},
	} {
		if got := Default().Window.When(c.who, local(c.now)); !got.Equal(local(c.want)) {
			t.Errorf("%s: %s, want %s", name, got.In(calendar.Zurich), c.want)
		}
	}
}

// random duties of one person, and days on which the job runs.
func random(r *rand.Rand) (Person, []ledger.Duty, func(calendar.Date) bool) {
	who := anna()
	start := date("2027-01-04")
	for range r.IntN(3) {
		from := start.AddDays(r.IntN(150))
		who.Away = append(who.Away, calendar.Interval{From: from, Until: from.AddDays(r.IntN(30))})
	}
	if r.IntN(4) == 0 {
		who.Employed[0].Until = start.AddDays(60 + r.IntN(100))
	}
	var duties []ledger.Duty
	for i := range 1 + r.IntN(8) {
		assigned := start.AddDays(r.IntN(120))
		d := duty(int64(i+1), assigned.String(), assigned.AddDays(r.IntN(60)).String())
		if r.IntN(3) == 0 {
			d.GraceUntil = d.DueOn.AddDays(r.IntN(20))
		}
		if r.IntN(3) == 0 {
			d.CompletedOn = assigned.AddDays(r.IntN(80))
			d.ValidUntil = d.CompletedOn.AddDays(30 + r.IntN(60))
			d.WindowFrom = d.ValidUntil.AddDays(-r.IntN(30))
		}
		if r.IntN(5) == 0 {
			d.PauseFrom = assigned.AddDays(r.IntN(30))
			d.PauseUntil = d.PauseFrom.AddDays(r.IntN(40))
		}
		duties = append(duties, d)
	}
	down := map[calendar.Date]bool{}
	for range r.IntN(20) {
		down[start.AddDays(r.IntN(200))] = true
	}
	return who, duties, func(d calendar.Date) bool { return !down[d] }
}

func TestNeverTwiceNeverTooOftenNeverToTheWrong(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(400)) {
		r := rand.New(rand.NewPCG(seed, 7))
		who, duties, runs := random(r)
		h := History{Sent: map[Key]bool{}}
		p := Default()
		for day := date("2027-01-04"); day < date("2027-08-01"); day++ {
			if !runs(day) {
				continue
			}
			got := Due(p, who, duties, h, day)
			shuffled := slices.Clone(duties)
			r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			if diff := cmp.Diff(got.Items, Due(p, who, shuffled, h, day).Items); diff != "" {
				t.Fatalf("seed %d, %s: the order of duties matters: %s", seed, day, diff)
			}
			if len(got.Items) == 0 {
				continue
			}
			if contains(who.Away, day) || !contains(who.Employed, day) || !who.Site.IsWorkingDay(day) {
				t.Fatalf("seed %d: a mail on %s", seed, day)
			}
			week := 0
			for _, m := range h.Mails {
				if m > day.AddDays(-7) {
					week++
				}
			}
			if week >= p.Cap {
				t.Fatalf("seed %d: mail %d in seven days on %s", seed, week+1, day)
			}
			perCourse := map[int64]bool{}
			for _, i := range got.Items {
				if h.Sent[i.Key] || perCourse[i.CourseID] {
					t.Fatalf("seed %d: %+v twice", seed, i.Key)
				}
				h.Sent[i.Key], perCourse[i.CourseID] = true, true
				status := duties[i.CourseID-1].Status(day)
				if i.On > day || !status.ToDo() && status != ledger.StatusExpiring {
					t.Fatalf("seed %d: %+v on %s with status %s", seed, i, day, status)
				}
			}
			h.Mails = append(h.Mails, day)
		}
	}
}

func TestForecastIsWhatHappens(t *testing.T) {
	t.Parallel()
	from, days := date("2027-01-04"), 150
	f := NewForecast(Default(), from, days)
	want := map[string]int{}
	for seed := range uint64(wide.N(60)) {
		who, duties, _ := random(rand.New(rand.NewPCG(seed, 3)))
		f.Add(who, duties, History{}, audiences{})
		for _, sent := range play(Default(), who, duties, from.String(), from.AddDays(days-1).String(), nil) {
			day, _, _ := strings.Cut(sent, " ")
			want[day]++
		}
	}
	got, total := map[string]int{}, 0
	for _, d := range f.Days() {
		if d.Mails > 0 {
			got[d.Day.String()] = d.Mails
			total += d.Mails
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || total == 0 {
		t.Error(diff)
	}
	slips := NewForecast(Default(), from, days)
	nobody := anna()
	nobody.Mailbox = false
	slips.Add(nobody, []ledger.Duty{duty(1, "2027-03-25", "2027-05-20")}, History{}, audiences{above: 2})
	var on []string
	for _, d := range slips.Days() {
		if d.Slips > 0 {
			on = append(on, d.Day.String())
		}
	}
	// Easter Monday is the 29th of March, Whit Monday the 17th of May.
	if diff := cmp.Diff([]string{"2027-03-30", "2027-05-10", "2027-05-18", "2027-05-24", "2027-05-31"}, on); diff != "" {
		t.Error(diff)
	}
}

func TestDigestDay(t *testing.T) {
	t.Parallel()
	away := anna()
	away.Away = []calendar.Interval{{From: date("2027-03-08"), Until: date("2027-03-09")}}
	for _, c := range []struct {
		who    Person
		day    string
		looked []string
		want   bool
	}{
		{anna(), "2027-03-08", nil, true},
		{anna(), "2027-03-08", []string{"2027-03-08"}, true}, // again on the same day: its key decides
		{anna(), "2027-03-10", []string{"2027-03-08", "2027-03-09"}, false},
		{anna(), "2027-03-10", []string{"2027-03-05"}, true}, // no round on Monday and Tuesday
		{anna(), "2027-03-13", nil, false},                   // Saturday
		{away, "2027-03-08", nil, false},
		{away, "2027-03-10", []string{"2027-03-08", "2027-03-09"}, true},
		{away, "2027-03-11", []string{"2027-03-08", "2027-03-09", "2027-03-10"}, false},
		{anna(), "2027-03-29", nil, false}, // Easter Monday
		{anna(), "2027-03-30", []string{"2027-03-29"}, true},
	} {
		looked := map[calendar.Date]bool{}
		for _, d := range c.looked {
			looked[date(d)] = true
		}
		if got := Default().DigestDue(c.who, date(c.day), looked); got != c.want {
			t.Errorf("%s after %v: %v", c.day, c.looked, got)
		}
	}
}

// Who passed and was exempted besides is not asked to renew: the status says
// «läuft ab», and still nothing is asked of them.
func TestTheExemptAreNotAskedToRenew(t *testing.T) {
	t.Parallel()
	d := completed(duty(1, "2027-01-04", "2027-02-03"), "2027-01-20", "2027-07-20", "2027-05-21")
	day := date("2027-06-01")
	if _, _, ok := Default().Latest(d, ToPerson, lucerne(""), day); !ok || d.Status(day) != ledger.StatusExpiring {
		t.Fatalf("without an exemption nothing is asked in the window: %s", d.Status(day))
	}
	d.ExemptFrom, d.ExemptUntil = date("2027-02-01"), calendar.Forever
	if item, _, ok := Default().Latest(d, ToPerson, lucerne(""), day); ok {
		t.Errorf("asked: %+v", item)
	}
	d.ExemptUntil = date("2027-05-31")
	if _, _, ok := Default().Latest(d, ToPerson, lucerne(""), day); !ok {
		t.Error("after the exemption nothing is asked")
	}
}
