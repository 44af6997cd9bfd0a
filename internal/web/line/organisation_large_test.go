package line_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
)

// large puts 160 groups of one person each below two new departments of Tiefbau.
func (w *world) large() {
	w.T.Helper()
	var deep int64
	if err := w.DB.Query(w.T.Context()).Raw(`select id from departments where code = 'TB'`).Scan(&deep).Error; err != nil {
		w.T.Fatal(err)
	}
	for _, code := range []string{"TB1", "TB2"} {
		above := w.Department(code, "Abteilung "+code, deep)
		w.Insert(`
			with made as (
				insert into departments (code) select @code || '-' || n from generate_series(1, 160) n returning id, code
			)
			insert into department_facts (department_id, parent_id, name, valid_from, known_from)
			select id, @above, 'Gruppe ' || code, @from, @stamp from made returning id`, map[string]any{"code": code, "above": above})
		w.Insert(`
			with who as (
				insert into persons (personnel_no, first_name, last_name) select 'G' || id, 'Kim', 'Muster' from departments where code like @codes
				returning id, personnel_no
			), works as (
				insert into employments (person_id, no) select id, personnel_no from who returning id, person_id, no
			)
			insert into employment_facts (employment_id, person_id, department_id, function, pensum, category, entry_on, valid_from, known_from)
			select id, person_id, substr(no, 2)::bigint, 'Strassenbau', 100, 'permanent', @from, @from, @stamp from works returning id`,
			map[string]any{"codes": code + "-%"})
	}
}

// unitRow is the row of a department with its cells.
func unitRow(body, name string) string {
	table, _, _ := strings.Cut(body, `id="kurse"`)
	for _, row := range strings.Split(table, "<tr ") {
		if strings.Contains(row, ">"+name+"</a>") {
			_, cells, _ := strings.Cut(row, "</th>")
			return cells
		}
	}
	return ""
}

// A tree that does not fit shows its upper levels; a row leads to what is below it,
// and back, and its numbers are the same there.
func TestALargeTreeIsWalked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, before := w.get(w.hr, "/team/organisation")
	if strings.Contains(before, "darunter</a>") || strings.Contains(before, "Zur obersten Ebene") {
		t.Error("a small tree is cut")
	}
	w.large()
	_, body := w.get(w.hr, "/team/organisation?stichtag=2026-11-20")
	if strings.Contains(body, "Gruppe TB1-7<") {
		t.Error("groups are shown at once")
	}
	link := regexp.MustCompile(`>Abteilung TB1</a><span class="soft"><a href="([^"]+)">160 Einheiten darunter</a>`).FindStringSubmatch(body)
	if link == nil {
		t.Fatal("TB1 does not say what is below it")
	}
	address := html.UnescapeString(link[1])
	if !strings.Contains(address, "stichtag=2026-11-20") {
		t.Errorf("%s has lost the day", address)
	}
	_, own := w.get(w.hr, address)
	for _, text := range []string{"Gruppe TB1-7<", "Gruppe TB1-160<", ">Eine Ebene höher: Tiefbau</a>"} {
		if !strings.Contains(own, text) {
			t.Errorf("%s does not have %q", address, text)
		}
	}
	if strings.Contains(own, "Gruppe TB2-7<") {
		t.Error("another department's groups are shown")
	}
	if row := unitRow(body, "Abteilung TB1"); row == "" || row != unitRow(own, "Abteilung TB1") || !strings.Contains(row, ">160</a>") {
		t.Errorf("the row %q is elsewhere %q", row, unitRow(own, "Abteilung TB1"))
	}
	if _, top := w.get(w.hr, "/team/organisation?abteilung=GDE&stichtag=2026-11-20"); !strings.Contains(top, `href="/team/organisation?stichtag=2026-11-20">Zur obersten Ebene</a>`) {
		t.Error("the top does not lead to all")
	}
	_, all := w.get(w.hr, "/team/organisation")
	if strings.Contains(all, "Mehrfachanstellungen") {
		t.Error("persons of departments that are not shown count as employed twice")
	}
	w.lang = "en"
	if _, body = w.get(w.hr, "/team/organisation"); !strings.Contains(body, ">160 units below</a>") {
		t.Error("nothing below in English")
	}
}

// The choice of a department offers what fits, and what is below the one chosen.
func TestALargeChoiceIsWalked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.large()
	options := func(address string) string {
		_, body := w.get(w.hr, address)
		_, list, _ := strings.Cut(body, `name="abteilung"`)
		list, _, _ = strings.Cut(list, "</select>")
		return list
	}
	if all := options("/team"); strings.Contains(all, "TB1-7\"") || !strings.Contains(all, "Abteilung TB1 · 160 Einheiten darunter</option>") {
		t.Error("the choice is not cut", len(all))
	}
	for chosen, want := range map[string]bool{"TB": false, "TB1": true} {
		list := options("/team?abteilung=" + chosen)
		if !strings.Contains(list, fmt.Sprintf(`value="%s" selected`, chosen)) || strings.Contains(list, `value="TB1-7"`) != want ||
			strings.Contains(list, "TB1 · 160 Einheiten darunter") == want || strings.Contains(list, `value="TB2-7"`) || !strings.Contains(list, `value="BAU"`) {
			t.Errorf("around %s there are %d characters of choices", chosen, len(list))
		}
	}
}
