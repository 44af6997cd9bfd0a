package line_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
)

var rowsOf = regexp.MustCompile(`<a href="(/team\?[^"]+)">([\d']+)</a>`)

// Each number of the tree leads to a list of as many rows.
func TestTheTreeLeadsToItsRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	second := w.Person("Doris", "Doppel", "", w.works, 0)
	w.Employ(second, w.building, 0, 20, "hourly")
	w.Append(w.Assigned(second, "IS-01", today.AddDays(-9), today.AddDays(9)))
	for viewer, want := range map[int64][]string{
		w.boss: {"Bau und Umwelt", "eigene", "Mehrfachanstellungen", "Werkdienst"},
		w.hr:   {"Gemeinde", "Finanzen", "Wissensstand", "Informationssicherheit im Arbeitsalltag"},
	} {
		res, body := w.get(viewer, "/team/organisation")
		if res.StatusCode != 200 {
			t.Fatal(body)
		}
		for _, text := range append(want, "von dem, was fällig war, ist erfüllt.", `<svg class="trend"`) {
			if !strings.Contains(body, text) {
				t.Errorf("%q is missing", text)
			}
		}
		if strings.Contains(body, "Luca") || viewer == w.boss && strings.Contains(body, "Finanzen") {
			t.Error("somebody is named, or somebody else's department")
		}
		table, _, _ := strings.Cut(body, `id="kurse"`)
		checked := 0
		for _, cell := range regexp.MustCompile(`<td class="n" data-l="([^"]+)">(.*?)</td>`).FindAllStringSubmatch(table, -1) {
			if cell[1] == "Personen" || cell[1] == "Tag" {
				continue
			}
			for _, link := range rowsOf.FindAllStringSubmatch(cell[2], -1) {
				checked++
				_, list := w.get(viewer, strings.ReplaceAll(link[1], "&amp;", "&"))
				if !strings.Contains(list, fmt.Sprintf(">%s von ", link[2])) {
					t.Errorf("%s %s leads elsewhere: %s", cell[1], link[0], regexp.MustCompile(`role="status">[^<]*`).FindString(list))
				}
			}
		}
		if checked < 8 {
			t.Errorf("%d numbers lead to rows", checked)
		}
	}
	for _, look := range w.looks() {
		if look.Page != "line.team" {
			t.Errorf("logged %v", look)
		}
	}
}

// The trend of a line says what its list said on the days; without kept month ends
// everybody's is counted too.
func TestTheTrendIsWhatTheListsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, viewer := range []int64{w.boss, w.hr} {
		for _, query := range []string{"?", "?per=2026-11-10&", "?abteilung=WD&"} {
			_, body := w.get(viewer, "/team/organisation"+query)
			table, _, _ := strings.Cut(body, `id="einheiten"`)
			row := regexp.MustCompile(`(?s)31\. Oktober 2026</th>(.*?)</tr>`).FindString(table)
			cells := regexp.MustCompile(`<td class="n" data-l="[^"]+">(?:<a href="([^"]*)">)?([^<]*)(?:</a>)?</td>`).FindAllStringSubmatch(row, -1)
			if len(cells) != 5 {
				t.Fatalf("%s: %q", query, row)
			}
			for i, group := range map[int]string{1: "late", 2: "pending", 3: "fulfilled", 4: "all"} {
				address := "/team" + strings.Replace(query, "per=2026-11-10&", "", 1) + "stichtag=2026-10-31&kreis=total&stand=" + group
				number, leads := cells[i][2], cells[i][1]
				if (number == "0") != (leads == "") {
					t.Errorf("%s: the number %s leads to %q", query, number, leads)
				}
				if leads != "" {
					address = html.UnescapeString(leads)
				}
				if _, list := w.get(viewer, address); !strings.Contains(list, fmt.Sprintf(">%s von ", number)) {
					t.Errorf("%s says %s: %s", address, number, regexp.MustCompile(`role="status">[^<]*`).FindString(list))
				}
			}
		}
	}
	res, body := w.get(w.boss, "/team/organisation?stichtag=2019-12-31")
	if res.StatusCode != 200 || !strings.Contains(body, "niemanden zu zählen") {
		t.Errorf("before anybody: %d", res.StatusCode)
	}
	if res, body = w.get(w.hr, "/team/organisation?per=2026-10-31&wissen=damals"); res.StatusCode != 200 {
		t.Errorf("as known then: %d %s", res.StatusCode, body)
	}
	if res, _ = w.get(w.boss, "/team/organisation?stichtag=2030-12-31"); res.StatusCode != 422 {
		t.Errorf("a day to come: %d", res.StatusCode)
	}
}
