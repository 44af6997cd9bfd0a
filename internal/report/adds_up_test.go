package report_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/report"
	"zaemme/internal/sheet/sheettest"
	"zaemme/internal/testing/wide"
)

// The invariants of REPORT.md §5 on whole workbooks of generated organisations:
// what stands on one sheet is what the others say, and each sum and rate follows
// from Detail.
func TestEveryWorkbookAddsUp(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(2)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := generate(t, 100+seed, 30)
			for name, q := range map[string]report.Query{"everybody": w.hr(today), "before": w.hr(today.AddDays(-75)), "department": w.hr(today),
				"course": w.hr(today)} {
				switch name {
				case "department":
					q.Department = "D1"
				case "course":
					q.Filter.Courses = []string{"IS-01", "ZA-01"}
				}
				content, r := w.write(q)
				adds := sums{t: t, name: name, content: content, asOf: q.AsOf, cover: cover(t, content)}
				_, adds.detail = table(t, content, "Detail")
				adds.sheets()
				organisationAgrees(t, content, adds.detail)
				adds.cumulated()
				matrixAgrees(t, content, adds.detail)
				adds.overview(w.rows(q), r)
				adds.courses()
				if got := rebuild(adds.cover, adds.detail); got != fmt.Sprintf("%x", r.DetailSHA256) {
					t.Errorf("%s: the hash rebuilt is %s", name, got)
				}
			}
		})
	}
}

type sums struct {
	t       *testing.T
	name    string
	content []byte
	asOf    calendar.Date
	cover   map[string]string
	detail  []map[string]string
}

// sheets holds the number of rows of each sheet to the cover and to Detail.
func (s sums) sheets() {
	sheettest.Require(s.t, s.content)
	want := map[string]int{"Detail": len(s.detail)}
	persons := map[string]bool{}
	for _, row := range s.detail {
		persons[row["Kennung"]] = true
		switch {
		case row["Status-Code"] == "overdue", row["Status-Code"] == "expired":
			want["Überfällig"]++
		case row["Status-Code"] == "paused":
			want["Pausen"]++
		case row["Status-Code"] == "exempt", s.done(row) && (row["Erfüllungsart"] == "external" || row["Erfüllungsart"] == "equivalence"):
			want["Dispensen und Anerkennungen"]++
		}
		if until := row["gültig bis"]; s.done(row) && until != "" && s.day(until) >= s.asOf && s.day(until) <= s.asOf.AddDays(90) {
			want["Läuft ab"]++
		}
	}
	want["Matrix"] = len(persons)
	for _, name := range dataSheets {
		_, rows := table(s.t, s.content, name)
		if n, told := want[name]; told && n != len(rows) || s.cover[name] != strconv.Itoa(len(rows)) {
			s.t.Errorf("%s, %s: %d rows, by Detail %d, the cover says %s", s.name, name, len(rows), n, s.cover[name])
		}
	}
}

func (s sums) done(row map[string]string) bool {
	return row["Status-Code"] == "fulfilled" || row["Status-Code"] == "expiring"
}

func (s sums) day(serial string) calendar.Date {
	day, err := calendar.ParseISO(iso(serial))
	if err != nil {
		s.t.Fatal(err)
	}
	return day
}

func (s sums) counted() (rows []map[string]string) {
	for _, row := range s.detail {
		if !strings.Contains(row["Kategorie"], "nicht im Total") {
			rows = append(rows, row)
		}
	}
	return rows
}

// cumulated counts per department the rows of Detail whose paths lead through it.
func (s sums) cumulated() {
	_, tree := table(s.t, s.content, "Organisation")
	for _, unit := range tree {
		path := unit["Abteilungspfad"]
		if path == "" {
			continue
		}
		want := map[string]int{}
		for _, row := range s.counted() {
			for one := range strings.SplitSeq(row["Abteilungspfad"], " | ") {
				if one == path || strings.HasPrefix(one, path+" / ") {
					want[row["Status"]]++
					break
				}
			}
		}
		for header, text := range unit {
			if word, ok := strings.CutPrefix(header, "kumuliert "); ok && word != "Total" && word != "Personen" && text != strconv.Itoa(want[word]) {
				s.t.Errorf("%s, %s: kumuliert %s is %s, in Detail %d", s.name, unit["Abteilungscode"], word, text, want[word])
			}
		}
	}
}

// overview counts rates and numbers again; what was due by the day comes from the
// rows themselves, since Detail does not show a first due date.
func (s sums) overview(rows []report.Row, r report.Report) {
	rates, numbers := map[string]report.Rate{}, map[string]int{}
	add := func(key string, num, den bool) {
		rate := rates[key]
		if den {
			rate.Den++
			if num {
				rate.Num++
			}
		}
		rates[key] = rate
	}
	open, all := map[string]int{}, map[string]int{}
	for _, row := range s.counted() {
		code, done := row["Status-Code"], s.done(row)
		asked := code != "exempt" && code != "paused"
		add("Erfüllungsgrad", done, asked)
		add("Anteil dispensiert", code == "exempt", true)
		add("Anteil pausiert", code == "paused", true)
		if asked {
			all[row["Kennung"]]++
			if !done {
				open[row["Kennung"]]++
			}
		}
		if days := row["Tage überfällig (+) / verbleibend (−)"]; code == "overdue" || code == "expired" {
			switch n := number(s.t, days); {
			case n <= 30:
				numbers["Überfällig 1 bis 30 Tage"]++
			case n <= 60:
				numbers["Überfällig 31 bis 60 Tage"]++
			default:
				numbers["Überfällig mehr als 60 Tage"]++
			}
		}
		for _, ahead := range []int{30, 60, 90} {
			if until := row["gültig bis"]; done && until != "" && s.day(until) >= s.asOf && s.day(until) <= s.asOf.AddDays(ahead) {
				numbers[fmt.Sprintf("Läuft in %d Tagen ab", ahead)]++
			}
		}
	}
	for person := range all {
		add("Personen vollständig erfüllt", open[person] == 0, true)
	}
	for _, row := range rows {
		if row.Subject.Counted {
			late := row.Status.Late() || row.Status == ledger.StatusInGrace || row.Status == ledger.StatusOpen && row.Due == s.asOf
			add("Fälligkeitsgrad", row.Status.Fulfilled(), late || row.Status.Fulfilled() && row.FirstDueOn != 0 && row.FirstDueOn <= s.asOf)
		}
	}
	seen := 0
	for _, cells := range cells(s.t, s.content, "Übersicht") {
		if len(cells) < 2 {
			continue
		}
		if want, ok := rates[cells[0]]; ok && len(cells) > 3 {
			seen++
			share, err := strconv.ParseFloat(cells[1], 64)
			if number(s.t, cells[2]) != want.Num || number(s.t, cells[3]) != want.Den || want.Den > 0 && (err != nil || share != float64(want.Num)/float64(want.Den)) {
				s.t.Errorf("%s, %s: %v, counted again %v", s.name, cells[0], cells[1:4], want)
			}
			delete(rates, cells[0]) // the block outside the total has the same words
		}
		if strings.HasPrefix(cells[0], "Überfällig ") || strings.HasPrefix(cells[0], "Läuft in ") {
			seen++
			if number(s.t, cells[1]) != numbers[cells[0]] {
				s.t.Errorf("%s, %s: %s, counted again %d", s.name, cells[0], cells[1], numbers[cells[0]])
			}
		}
	}
	if seen != 11 || r.Figures.Fulfilment().Den == 0 {
		s.t.Errorf("%s: %d figures of the overview were found", s.name, seen)
	}
}

// courses holds the sums per course to Detail.
func (s sums) courses() {
	_, rows := table(s.t, s.content, "Kurse")
	for _, course := range rows {
		want, all := map[string]int{}, 0
		for _, row := range s.counted() {
			if row["Kurscode"] == course["Kurscode"] {
				want[row["Status"]]++
				all++
			}
		}
		if number(s.t, course["Total"]) != all {
			s.t.Errorf("%s, %s: total %s, in Detail %d", s.name, course["Kurscode"], course["Total"], all)
		}
		for word, n := range want {
			if number(s.t, course[word]) != n {
				s.t.Errorf("%s, %s: %s %s, in Detail %d", s.name, course["Kurscode"], word, course[word], n)
			}
		}
	}
	if !slices.ContainsFunc(rows, func(row map[string]string) bool { return row["Erfüllungsgrad Nenner"] != "" }) {
		s.t.Errorf("%s: no course has a rate", s.name)
	}
}
