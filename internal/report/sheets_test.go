package report_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/report"
	"zaemme/internal/testing/wide"
)

// number is a cell as a whole number, 0 if empty.
func number(t *testing.T, text string) int {
	t.Helper()
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%q is no number", text)
	}
	return n
}

// Exemptions, recognitions and pauses are the rows of Detail with that status, and
// a reason is a word, not a code.
func TestSheetsOfWhatIsNotAsked(t *testing.T) {
	t.Parallel()
	w := generate(t, 41, 40)
	content, _ := w.write(w.hr(today))
	_, detail := table(t, content, "Detail")
	exempt, recognised, paused := 0, 0, 0
	for _, row := range detail {
		switch {
		case row["Status-Code"] == "exempt":
			exempt++
			if row["Grund"] != "prior_knowledge" { // no category of the list: shown as it is
				t.Errorf("reason %q", row["Grund"])
			}
		case row["Status-Code"] == "paused":
			paused++
		case row["Erfüllungsart"] == "external" && (row["Status-Code"] == "fulfilled" || row["Status-Code"] == "expiring"):
			recognised++
		case row["verlängert bis"] != "" && row["Grund"] != "viel Arbeit in dieser Zeit":
			t.Errorf("an extension has the reason %q", row["Grund"])
		}
	}
	if exempt == 0 || recognised == 0 || paused == 0 {
		t.Fatalf("the sample has %d exempt, %d recognised, %d paused rows", exempt, recognised, paused)
	}
	_, granted := table(t, content, "Dispensen und Anerkennungen")
	blocks := map[string]int{}
	for _, row := range granted {
		blocks[row["Block"]]++
		if row["gilt ab"] == "" {
			t.Errorf("since when: %v", row)
		}
	}
	if blocks["Dispens"] != exempt || blocks["Anerkennung"] != recognised {
		t.Errorf("blocks %v, in Detail %d exempt and %d recognised", blocks, exempt, recognised)
	}
	header, pauses := table(t, content, "Pausen")
	if len(pauses) != paused || strings.Contains(strings.Join(header, ";"), "Grund") {
		t.Errorf("%d pauses of %d, columns %v", len(pauses), paused, header)
	}
}

// The previous denominator and what has changed give this one, whatever lies
// between: joiners, leavers, moves, pauses, new and ended duties.
func TestMovementsReconcile(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(3)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := generate(t, 50+seed, 25)
			q := w.hr(today.AddDays(-30))
			if seed%2 == 1 {
				q.Department = "D1"
			}
			_, before := w.write(q)
			w.meanwhile()
			q.AsOf = today
			content, after := w.write(q)
			_, rows := table(t, content, "Bewegungen")
			first, last := rows[0], rows[len(rows)-1]
			sum, kinds := 0, map[string]int{}
			for _, row := range rows {
				sum += number(t, row["Veränderung"])
				kinds[row["Code"]]++
			}
			opening, closing := number(t, first["Bestand"]), number(t, last["Bestand"])
			if first["Code"] != "opening" || last["Code"] != "closing" || opening != before.Figures.Fulfilment().Den ||
				closing != after.Figures.Fulfilment().Den || opening+sum != closing {
				t.Errorf("%d and %d give %d; the reports have %v and %v", opening, sum, closing, before.Figures.Fulfilment(), after.Figures.Fulfilment())
			}
			for _, kind := range []string{"joined", "left"} {
				if kinds[kind] == 0 && q.Department == "" {
					t.Errorf("nobody %s: %v", kind, kinds)
				}
			}
			if q.Department != "" && kinds["moved_in"]+kinds["moved_out"] == 0 {
				t.Errorf("nobody has moved over the border: %v", kinds)
			}
			var total map[string]string
			_, tree := table(t, content, "Organisation")
			total = tree[len(tree)-1]
			if total["Fälligkeitsgrad vorher"] == "" || total["Veränderung Fälligkeitsgrad"] == "" {
				t.Errorf("the total does not stand beside the one before: %v", total)
			}
		})
	}
}

// meanwhile lets people join, leave and move, and duties begin and end.
func (w *world) meanwhile() {
	joiner := w.Insert(`insert into persons (first_name, last_name, email) values ('Neu', 'Eingetreten', 'neu@gemeinde.example') returning id`, nil)
	from := w.From
	w.From = today.AddDays(-10)
	w.Employ(joiner, w.departments[3], 0, 100, "permanent")
	w.From = from
	w.Append(w.Assigned(joiner, "IS-01", today.AddDays(-9), today.AddDays(20)))
	w.Insert(`update employment_facts set exit_on = @day where person_id = @id returning id`, map[string]any{"id": w.persons[3], "day": today.AddDays(-5)})
	w.Move(w.injected, w.departments[2], today.AddDays(-5))
	for i, p := range w.persons[4:10] {
		if i%2 == 0 {
			w.Move(p, w.departments[1], today.AddDays(-3))
		} else {
			w.Move(p, w.departments[5], today.AddDays(-3))
		}
	}
	rows := w.rows(w.hr(today.AddDays(-8)))
	ended, paused := 0, 0
	for _, r := range rows {
		switch e := (ledger.Event{PersonID: r.Subject.ID, CourseID: r.Course.ID, Cycle: r.Cycle.No, EffectiveOn: today.AddDays(-7)}); {
		case r.Status == ledger.StatusOverdue && ended < 2:
			ended++
			e.Kind = ledger.KindWithdrawn
			w.Append(e)
		case r.Status == ledger.StatusOpen && paused < 2:
			paused++
			e.Kind = ledger.KindPaused
			w.Append(e)
		}
	}
}

// Each point of the trend is what a report of that day says.
func TestTheTrendIsTheReportOfEachMonthEnd(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(2)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := generate(t, 60+seed, 25)
			for name, q := range map[string]report.Query{"everybody": w.hr(today), "department": w.hr(today), "line": w.line(today), "course": w.hr(today)} {
				switch name {
				case "department":
					q.Department = "D3"
				case "course":
					q.Filter.Courses = []string{"KI-01"}
				}
				content, _ := w.write(q)
				sheet := "Verlauf"
				if name == "line" {
					sheet = "Übersicht"
				}
				points := trend(t, content, sheet)
				if len(points) < 5 || len(points) > 13 || points[len(points)-1].day != today {
					t.Fatalf("%s: %d points", name, len(points))
				}
				for _, p := range points {
					q.AsOf = p.day
					f, _ := w.figures(q)
					if got := [4]int{f.Counts.All(), f.Counts.Late(), f.Due.Num, f.Due.Den}; got != p.numbers {
						t.Errorf("%s on %s: the trend has %v, the report %v", name, p.day, p.numbers, got)
					}
				}
			}
		})
	}
}

type point struct {
	day     calendar.Date
	numbers [4]int // rows, late, due: numerator, denominator
}

// trend reads the points of a sheet.
func trend(t *testing.T, content []byte, sheet string) (list []point) {
	t.Helper()
	inside := false
	for _, row := range cells(t, content, sheet) {
		if inside && len(row) < 8 {
			break
		}
		if inside {
			list = append(list, point{calendar.NewDate(1899, 12, 30).AddDays(number(t, row[0])),
				[4]int{number(t, row[1]), number(t, row[3]), number(t, row[5]), number(t, row[6])}})
		}
		inside = inside || len(row) > 0 && row[0] == "Monatsende"
	}
	return list
}

// Fristgerecht, counted again day by day from the slices.
func TestCompletedInTime(t *testing.T) {
	t.Parallel()
	w := generate(t, 70, 40)
	content, r := w.write(w.hr(today))
	var original, effective report.Rate
	seen := map[[3]int64]calendar.Date{}
	last := map[[3]int64]bool{}
	for on := today.AddMonths(-12).AddDays(1); on <= today; on++ {
		slices, err := ledger.New().At(t.Context(), w.DB, on, r.KnownAt, nil)
		if err != nil {
			t.Fatal(err)
		}
		counted := map[int64]bool{}
		q := w.hr(on)
		for _, row := range w.rows(q) {
			counted[row.Subject.ID] = row.Subject.Counted
		}
		for _, s := range slices {
			status := s.Status(on)
			if !s.Mandatory || !counted[s.PersonID] || status == ledger.StatusNone || status == ledger.StatusExempt || status == ledger.StatusPaused {
				continue
			}
			for _, c := range []ledger.Cycle{s.Cycle, s.Prev} {
				if c.No == 0 || c.AssignedOn == 0 || c.AssignedOn > on {
					continue
				}
				done := c.CompletedOn != 0 && c.CompletedOn <= on
				if c.OriginalDueOn == on {
					original.Den++
					if done {
						original.Num++
					}
				}
				if c.DueOn == on {
					key := [3]int64{s.PersonID, s.CourseID, int64(c.No)}
					seen[key], last[key] = on, done
				}
			}
		}
	}
	for _, done := range last {
		effective.Den++
		if done {
			effective.Num++
		}
	}
	if r.Figures.OnTime != original || r.Figures.OnTimeNow != effective || original.Den == 0 || original.Num == 0 || original.Num == original.Den {
		t.Errorf("in time %v and %v, want %v and %v", r.Figures.OnTime, r.Figures.OnTimeNow, original, effective)
	}
	found := false
	for _, row := range cells(t, content, "Übersicht") {
		if len(row) > 3 && strings.HasPrefix(row[0], "Fristgerecht zur ursprünglichen Frist") {
			found = number(t, row[2]) == original.Num && number(t, row[3]) == original.Den
		}
	}
	if !found {
		t.Error("the overview does not say so")
	}
}

// Joiners: a security course within 30 days; who has time left is stated.
func TestJoiners(t *testing.T) {
	t.Parallel()
	w := generate(t, 71, 2)
	from := w.From
	for i, c := range []struct{ entry, done int }{{-80, -60}, {-80, -20}, {-80, 0}, {-10, 0}, {-10, -5}, {-95, -90}} {
		id := w.Insert(`insert into persons (first_name, last_name, email) values ('Neu', 'Eingetreten', @mail) returning id`, map[string]any{"mail": fmt.Sprint(i, "@x")})
		w.From = today.AddDays(c.entry)
		w.Employ(id, w.departments[3], 0, 100, "permanent")
		w.Append(w.Assigned(id, "IS-01", today.AddDays(c.entry), today.AddDays(c.entry+30)))
		if c.done != 0 {
			w.Append(w.Completed(id, "IS-01", 1, today.AddDays(c.done), today.AddDays(300)))
		}
	}
	w.From = from
	f, _ := w.figures(w.hr(today))
	if f.Joiners != (report.Rate{Num: 2, Den: 5}) || f.JoinersWait != 1 {
		t.Errorf("joiners %v, %d wait", f.Joiners, f.JoinersWait)
	}
}

// The rows of Detail, csv and JSON lines are the same, and each file has the hash of
// the others.
func TestDetailRowsInThreeForms(t *testing.T) {
	t.Parallel()
	w := generate(t, 72, 12)
	q := w.hr(today)
	book, first := w.write(q)
	q.KnownAt = first.KnownAt
	_, detail := table(t, book, "Detail")
	var csv, lines strings.Builder
	second, err := w.service.WriteCSV(t.Context(), &csv, q)
	if err != nil {
		t.Fatal(err)
	}
	third, err := w.service.WriteJSON(t.Context(), &lines, q)
	if err != nil {
		t.Fatal(err)
	}
	if first.DetailSHA256 != second.DetailSHA256 || second.DetailSHA256 != third.DetailSHA256 || !strings.HasSuffix(third.FileName, ".jsonl") {
		t.Errorf("%x, %x, %x, %s", first.DetailSHA256, second.DetailSHA256, third.DetailSHA256, third.FileName)
	}
	if n := strings.Count(csv.String(), "\r\n"); n != len(detail)+1 {
		t.Errorf("%d lines of csv for %d rows", n, len(detail))
	}
	decoder := json.NewDecoder(strings.NewReader(lines.String()))
	for i, row := range detail {
		var one map[string]any
		if err := decoder.Decode(&one); err != nil {
			t.Fatal(err)
		}
		if one["kennung"] != row["Kennung"] || one["status_code"] != row["Status-Code"] || fmt.Sprint(one["due"]) != iso(row["fällig (wirksam)"]) && row["fällig (wirksam)"] != "" {
			t.Errorf("row %d: %v, in Detail %v", i, one, row)
		}
	}
	if decoder.More() {
		t.Error("more lines than rows")
	}
}

// A month end that was kept stands as it was, whatever would be counted now; asked
// for a moment of knowledge, everything is counted as known then.
func TestTheTrendTakesWhatWasKept(t *testing.T) {
	t.Parallel()
	w := generate(t, 73, 10)
	kept := calendar.NewDate(2026, 10, 31)
	w.service.Frozen = func(_ context.Context, department, course int64, until calendar.Date) (map[calendar.Date]report.Group, error) {
		if department != 0 || course != w.Courses["IS-01"] || until != today {
			t.Errorf("asked for department %d, course %d until %s", department, course, until)
		}
		g := report.Group{Due: report.Rate{Num: 3, Den: 7}}
		g.Counts[0] = 1000
		return map[calendar.Date]report.Group{kept: g}, nil
	}
	q := w.hr(today)
	q.Filter.Courses = []string{"IS-01"}
	content, r := w.write(q)
	_, rows := table(t, content, "Verlauf")
	frozen := 0
	for _, row := range rows {
		if row["Quelle"] == "festgeschrieben" {
			frozen++
			if iso(row["Monatsende"]) != kept.String() || row["Total"] != "1000" || row["Fälligkeitsgrad Nenner"] != "7" {
				t.Errorf("kept: %v", row)
			}
		}
	}
	if frozen != 1 || len(rows) < 5 {
		t.Errorf("%d of %d month ends are as kept", frozen, len(rows))
	}
	q.KnownAt = r.KnownAt
	content, _ = w.write(q)
	_, rows = table(t, content, "Verlauf")
	for _, row := range rows {
		if row["Quelle"] != "neu gezählt" {
			t.Errorf("as known then: %v", row)
		}
	}
}
