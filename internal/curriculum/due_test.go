package curriculum

import (
	"cmp"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
)

// dueCase is one row of the table. Unless it says otherwise the site is Emmen
// (base set of the canton), the person works from Monday to Friday, the course
// has 30 days, no grace and k = 5.
type dueCase struct {
	name   string
	on     string
	days   int // 0: 30, unless there is a fixed day
	fixed  string
	grace  int
	k      int
	site   string // of dueSites
	work   string // of dueWork
	abs    string // "2026-09-10/2026-09-30 2026-11-02/" with an open end
	again  RestartCause
	reOn   string
	agreed string
	old    string // the due date that the restart replaces
	down   string // outages, written as absences
	why    OutageReason

	want       string
	wantGrace  string // only checked if given
	wantPaused string // "from/until", "from/" without end, "" for none
}

func iso(t testing.TB, text string) calendar.Date {
	t.Helper()
	if text == "" {
		return 0
	}
	d, err := calendar.ParseISO(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func absences(t testing.TB, text string) []calendar.Interval {
	t.Helper()
	var list []calendar.Interval
	for _, part := range strings.Fields(text) {
		from, until, _ := strings.Cut(part, "/")
		a := calendar.Interval{From: iso(t, from), Until: calendar.Forever}
		if until != "" {
			a.Until = iso(t, until)
		}
		list = append(list, a)
	}
	return list
}

func dueSites(t testing.TB) map[string]calendar.Set {
	t.Helper()
	emmen := calendar.LucerneBase(2020, 2040)
	closed, err := emmen.With(nil, []calendar.Closure{{Interval: absences(t, "2026-12-28/2026-12-31")[0], Name: "Brückentage"}})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]calendar.Set{
		"":       emmen,
		"luzern": calendar.LucerneBase(2020, 2040, calendar.LucerneDays(2020, 2040, calendar.Leodegar)...),
		"half":   calendar.LucerneBase(2020, 2040, calendar.LucerneDays(2020, 2040, calendar.SchmutzigerDonnerstag)...),
		"closed": closed,
		"tue-sat": emmen.WithWeek(calendar.NewWeekdays(
			time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday)),
	}
}

func dueWork() map[string]Work {
	return map[string]Work{
		"":        {Weekdays: calendar.MondayToFriday, Pensum: 100},
		"mon":     {Weekdays: calendar.NewWeekdays(time.Monday), Pensum: 20},
		"tue":     {Weekdays: calendar.NewWeekdays(time.Tuesday), Pensum: 20},
		"sat":     {Weekdays: calendar.NewWeekdays(time.Saturday), Pensum: 20},
		"?20":     {Pensum: 20},
		"?33":     {Pensum: 33.33},
		"?60":     {Pensum: 60},
		"?80":     {Pensum: 80},
		"?100":    {Pensum: 100},
		"?hourly": {},
	}
}

func (c dueCase) input(t testing.TB) DueInput {
	t.Helper()
	in := DueInput{
		AssignedOn: iso(t, c.on), Days: c.days, FixedDay: iso(t, c.fixed), GraceDays: c.grace, MinOwnDays: c.k,
		Site: dueSites(t)[c.site], Work: dueWork()[c.work], Absences: absences(t, c.abs),
	}
	if c.days == 0 && c.fixed == "" {
		in.Days = 30
	}
	for _, i := range absences(t, c.down) {
		in.Outages = append(in.Outages, Outage{Interval: i, Reason: cmp.Or(c.why, PlatformDown)})
	}
	if c.again != "" {
		in.Restart = &Restart{Cause: c.again, On: iso(t, c.reOn), AgreedDay: iso(t, c.agreed), Replaces: iso(t, c.old)}
	}
	return in
}

func (c dueCase) check(t *testing.T) DueResult {
	t.Helper()
	got, err := Due(c.input(t))
	if err != nil {
		t.Fatal(err)
	}
	if got.DueOn.String() != c.want {
		t.Errorf("due on %s, want %s\n%v", got.DueOn, c.want, got.Steps)
	}
	if c.wantGrace != "" && got.GraceUntil.String() != c.wantGrace {
		t.Errorf("grace until %s, want %s", got.GraceUntil, c.wantGrace)
	}
	paused := ""
	if !got.PausedFrom.IsZero() {
		paused = got.PausedFrom.String() + "/"
		if !got.Open() {
			paused += got.PausedUntil.String()
		}
	}
	if paused != c.wantPaused {
		t.Errorf("paused %q, want %q", paused, c.wantPaused)
	}
	return got
}

func runDue(t *testing.T, cases []dueCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

// The worked example of DOMAIN.md §4.5: Tue 1.9.2026 and 30 days is Thu 1.10.;
// leave from 10. to 30.9. is 21 days, so 22.10.; back on Thu 1.10., ten working
// days later is Thu 15.10.; the later one counts.
func TestDueWorkedExample(t *testing.T) {
	t.Parallel()
	c := dueCase{on: "2026-09-01", abs: "2026-09-10/2026-09-30", want: "2026-10-22", wantPaused: "2026-09-10/2026-09-30"}
	wantSteps := func(until string) []Step {
		return []Step{
			{Key: StepAssigned, From: iso(t, "2026-09-01"), Days: 30, Due: iso(t, "2026-10-01")},
			{Key: StepPause, From: iso(t, "2026-09-10"), Until: iso(t, "2026-09-30"), Days: 21, Due: iso(t, "2026-10-22")},
			{Key: StepReturnCovered, From: iso(t, "2026-10-01"), Until: iso(t, until), Days: 10, Due: iso(t, "2026-10-22")},
			{Key: StepResult, Due: iso(t, "2026-10-22")},
		}
	}
	for site, until := range map[string]string{"": "2026-10-15", "luzern": "2026-10-16"} { // St. Leodegar: Fri 2.10.
		c.site = site
		got := c.check(t).Steps
		want := wantSteps(until)
		if len(got) != len(want) {
			t.Fatalf("site %q: steps %v, want %v", site, got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("site %q: step %d is %v, want %v", site, i, got[i], want[i])
			}
		}
	}
}

func TestDueRefuses(t *testing.T) {
	t.Parallel()
	ok := dueCase{on: "2026-09-01"}.input(t)
	for name, change := range map[string]func(*DueInput){
		"no assignment":      func(in *DueInput) { in.AssignedOn = 0 },
		"neither days":       func(in *DueInput) { in.Days = 0 },
		"negative days":      func(in *DueInput) { in.Days = -1 },
		"negative grace":     func(in *DueInput) { in.GraceDays = -1 },
		"reversed absence":   func(in *DueInput) { in.Absences = []calendar.Interval{{From: in.AssignedOn, Until: in.AssignedOn - 1}} },
		"absence from never": func(in *DueInput) { in.Absences = []calendar.Interval{{Until: calendar.Forever}} },
		"restart never":      func(in *DueInput) { in.Restart = &Restart{Cause: Extension} },
		"restart unknown":    func(in *DueInput) { in.Restart = &Restart{Cause: "x", On: in.AssignedOn} },
		"fixed for ever":     func(in *DueInput) { in.FixedDay = calendar.Forever },
	} {
		in := ok
		change(&in)
		if _, err := Due(in); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Rule 8.
func TestUnionWork(t *testing.T) {
	t.Parallel()
	mon, tue := calendar.NewWeekdays(time.Monday), calendar.NewWeekdays(time.Tuesday)
	for _, c := range []struct {
		name string
		of   []Work
		want Work
	}{
		{"none: by the hour, unknown", nil, Work{}},
		{"one", []Work{{mon, 20}}, Work{mon, 20}},
		{"sum and union", []Work{{mon, 60}, {tue, 20}}, Work{mon | tue, 80}},
		{"at most 100", []Work{{mon, 80}, {tue, 50}}, Work{mon | tue, 100}},
		{"hourly counts 20", []Work{{mon, 40}, {tue, 0}}, Work{mon | tue, 60}},
		{"unknown if one is", []Work{{mon, 40}, {0, 40}}, Work{0, 80}},
		{"two by the hour", []Work{{}, {}}, Work{0, 40}},
		{"decimals add exactly", []Work{{mon, 33.3}, {mon, 33.3}, {mon, 33.4}}, Work{mon, 100}},
	} {
		if got := UnionWork(c.of...); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// ceil(n / pensum) in whole working days.
func TestSiteDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pensum float64
		n      int
		want   int
	}{
		{100, 5, 5}, {20, 5, 25}, {20, 10, 50}, {0, 5, 25}, {-5, 5, 25}, {60, 5, 9}, {80, 10, 13}, {33.33, 5, 16},
		{50, 5, 10}, {12.5, 5, 40}, {90, 10, 12}, {120, 5, 5}, {0.001, 1, 10000},
	} {
		if got := (Work{Pensum: c.pensum}).siteDays(c.n); got != c.want {
			t.Errorf("%d own days at %g %% = %d working days, want %d", c.n, c.pensum, got, c.want)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	plain := dueCase{on: "2026-09-01", work: "tue"}.input(b)
	paused := dueCase{on: "2026-09-01", work: "?20", abs: "2026-09-10/2026-09-30 2026-10-20/2026-10-21"}.input(b)
	for name, in := range map[string]DueInput{"plain": plain, "paused": paused} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Due(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
