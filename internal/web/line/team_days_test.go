package line_test

import (
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// A manager reads any day of the own time in charge, as known today; HR also what
// was known then.
func TestAnyDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, body := w.get(w.boss, "/team?per=2026-10-31")
	for _, want := range []string{"Stichtag 31.10.2026", "Ende Oktober 2026", "Vor einem Jahr, 21.11.2025", "Köbi Ärni", "stichtag=2026-10-31", "seit 29 Tagen"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(body, "reservieren") || strings.Contains(body, "damals") {
		t.Error("a manager reserves time in the past, or picks what was known")
	}
	if _, body = w.get(w.boss, "/team?per=2026-10-31&wissen=damals"); strings.Contains(body, "damals") || !strings.Contains(body, "Köbi Ärni") {
		t.Error("a manager picks what was known")
	}
	if _, body = w.get(w.boss, "/team?per=2026-10-31&stichtag=1.9.2026"); !strings.Contains(body, "Stichtag 1.9.2026") {
		t.Error("a typed day does not stand before a picked one")
	}
	if _, body = w.get(w.boss, "/team?stichtag=2020-01-01"); !strings.Contains(body, "An diesem Tag stand niemand in Ihrer Linie.") || strings.Contains(body, "Köbi") {
		t.Error("a manager reads a day before the own time in charge")
	}
	if _, body = w.get(w.boss, "/team?per=2026-10-31"); !strings.Contains(body, "überfällig.</h1>") || !regexp.MustCompile(`In Ihrem Team (war|waren) \w+ Schulung`).MatchString(body) {
		t.Error("the past is told as if it were today")
	}
	if _, body = w.get(w.boss, "/team?stichtag="+today.AddDays(-650).String()); !strings.Contains(body, "war noch niemandem eine Schulung zugewiesen") ||
		strings.Contains(body, "alles erledigt") || strings.Contains(body, "0 von 0") || !strings.Contains(body, "späteren Stichtag") {
		t.Errorf("a day before the first duty: %s", body)
	}
	// All of it was recorded today: nothing was known then.
	if _, body = w.get(w.hr, "/team?per=2026-10-31&wissen=damals"); !strings.Contains(body, "Stichtag 31.10.2026, wie damals bekannt") || strings.Contains(body, "Köbi") {
		t.Error("HR does not read what was known then")
	}
	if strings.Contains(body, "in Ihrer Linie") || !strings.Contains(body, "Damals war noch nichts aufgezeichnet.") || !strings.Contains(body, `href="/team?stichtag=2026-10-31"`) {
		t.Error("HR is told of a line of its own, and not how to see the day")
	}
	if _, body = w.get(w.hr, "/team?stichtag=1.1.2001"); strings.Contains(body, "in Ihrer Linie") || !strings.Contains(body, "Die Personaldaten beginnen später.") {
		t.Error("HR is told of a line of its own")
	}
	if _, body = w.get(w.hr, "/team?per=2026-10-31"); !strings.Contains(body, "Stichtag 31.10.2026, nach heutigem Wissen") || !strings.Contains(body, "Köbi") {
		t.Error("HR does not read what is known now")
	}
	w.Move(w.luca, w.finance, today.AddDays(-5))
	if _, body = w.get(w.boss, "/team?per=2026-10-31"); strings.Contains(body, "Luca") || !strings.Contains(body, "Eine weitere Person gehörte an diesem Tag dazu") {
		t.Error("somebody who has left the line is not a count alone")
	}
}

// The file beside the list has its rows, all pages of them, and is logged.
func TestTheListAsAFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	res, body := w.get(w.boss, "/team/liste?form=csv&stand=late")
	if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Content-Type"), "csv") || !strings.Contains(res.Header.Get("Content-Disposition"), "2026-11-21_Liste.csv") {
		t.Fatalf("%d, %v", res.StatusCode, res.Header)
	}
	if lines := strings.Split(strings.TrimSpace(body), "\n"); len(lines) != 4 || !strings.Contains(lines[0], "Kurscode") || !strings.Contains(lines[1], "Köbi Ärni") ||
		!strings.Contains(lines[1], "-50") || strings.Contains(body, "Otto") {
		t.Errorf("%q", lines)
	}
	w.crowded()
	_, body = w.get(w.boss, "/team/liste?form=csv&stand=all")
	records, err := csv.NewReader(strings.NewReader(strings.ReplaceAll(strings.TrimPrefix(body, "\ufeff"), ";", ","))).ReadAll()
	if err != nil || !slices.Contains(records[0], "in Prüfung") || slices.Contains(records[0], "Nachweis") {
		t.Fatal(err, records[0])
	}
	at, without := map[string]int{}, 0
	for i, head := range records[0] {
		at[head] = i
	}
	for _, r := range records[1:] {
		if strings.Contains(r[at["Organisationseinheit"]], "·") {
			t.Errorf("a unit is called %q", r[at["Organisationseinheit"]])
		}
		if r[at["ohne PC"]] == "Ja" {
			without++
		}
	}
	if without == 0 || without == len(records)-1 {
		t.Errorf("%d of %d rows are of people without a PC", without, len(records)-1)
	}
	_, body = w.get(w.boss, "/team/liste?form=jsonl&stand=all&seite=2")
	if lines := strings.Split(strings.TrimSpace(body), "\n"); len(lines) < 50 || !strings.Contains(body, `"code":"IS-01"`) || !strings.Contains(body, `"due":"2026-12-21"`) {
		t.Errorf("%d lines: %s", len(lines), lines[0])
	}
	looks := w.looks()
	if len(looks) != 3 || looks[0].Page != "line.list" || strings.Count(looks[2].Persons, ",") < 45 {
		t.Errorf("logged %v", looks)
	}
	if res, _ = w.get(w.boss, "/team/liste?stichtag=2030-01-01"); res.StatusCode != 422 {
		t.Errorf("a day to come: %d", res.StatusCode)
	}
}

// crowded adds fifty people to the boss's team.
func (w *world) crowded() {
	w.T.Helper()
	var events []ledger.Event
	for i := range 50 {
		events = append(events, w.Assigned(w.Person("Nummer", fmt.Sprintf("Eins%02d", i), "", w.works, 0), "IS-01", today, today.AddDays(30)))
	}
	w.Append(events...)
}

// Pages of a long list follow one another and keep the filters.
func TestALongListHasPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.crowded()
	_, body := w.get(w.boss, "/team?q=eins&sort=person")
	if !strings.Contains(body, "Eins00") || !strings.Contains(body, "Eins24") || strings.Contains(body, "Eins25") || !strings.Contains(body, "seite=2") ||
		!strings.Contains(body, "q=eins") {
		t.Error("the first page")
	}
	if _, body = w.get(w.boss, "/team?q=eins&sort=person&seite=9"); !strings.Contains(body, "Eins49") || strings.Contains(body, "Eins24") {
		t.Error("a page beyond the end is not the last one")
	}
}

func TestLearningTimeIsReserved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, body := w.get(w.boss, "/team")
	path := "/team/lernzeit/" + w.uid(w.luca) + "/is-01"
	if !strings.Contains(body, path) || strings.Contains(body, "/team/lernzeit/"+w.uid(w.boss)) {
		t.Error("the row does not lead there")
	}
	res, file := w.get(w.boss, path)
	// Saturday 21.11.2026; it is overdue: the next working day, 45 minutes.
	for _, want := range []string{"METHOD:PUBLISH", "DTSTART:20261123T080000Z", "DTEND:20261123T084500Z", "Lernzeit Luca Vorlage"} {
		if !strings.Contains(file, want) || res.StatusCode != 200 {
			t.Errorf("%q is missing in %s", want, file)
		}
	}
	if strings.Contains(file, "ATTENDEE") {
		t.Error("somebody is asked")
	}
	later := w.Person("Lea", "Später", "", w.works, 0)
	w.Append(w.Assigned(later, "IS-01", today, calendar.NewDate(2026, 12, 11)))
	if _, file = w.get(w.boss, "/team/lernzeit/"+w.uid(later)+"/is-01"); !strings.Contains(file, "DTSTART:20261207T080000Z") { // 8.12. is a feast
		t.Errorf("not three working days before it is due: %s", file)
	}
	for _, refused := range []string{"/team/lernzeit/" + w.uid(w.outsider) + "/is-01", "/team/lernzeit/" + w.uid(later) + "/ds-01", "/team/lernzeit/" + w.uid(later) + "/xx"} {
		if res, _ := w.get(w.boss, refused); res.StatusCode != 404 {
			t.Errorf("%s: %d", refused, res.StatusCode)
		}
	}
}
