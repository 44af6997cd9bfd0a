package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Where a form offers only the departments that fit, what is below one is offered on
// request, and what was typed stays; nothing is done by it.
func TestFormsOfferWhatIsBelow(t *testing.T) {
	t.Parallel()
	w := newRightsWorld(t)
	for _, one := range [][2]string{{"'T1'", ""}, {"'T2'", "T1"}, {"'G' || n from generate_series(1001, 1320) n", "T2"}} {
		w.change(`
			with made as (
				insert into departments (code) select `+one[0]+` returning id, code
			)
			insert into department_facts (department_id, parent_id, name, valid_from, known_from)
			select id, (select id from departments where code = ?), 'Gruppe ' || code, '2020-01-01', (select min(known_from) from department_facts) from made`, one[1])
	}
	const more, deep = "Gruppe T2 · 320 Einheiten darunter", `value="G1007"`
	for _, address := range []string{"/berichte", "/berichte/plan/neu"} {
		status, body := w.page("hr", address)
		if status != http.StatusOK || !strings.Contains(body, more) || strings.Contains(body, deep) || !strings.Contains(body, "Einheiten darunter anbieten</button>") {
			t.Errorf("%s: %d", address, status)
		}
	}
	if _, body := w.page("hr", "/berichte?abteilung=T2&stichtag=3.2.2026&form=csv"); !strings.Contains(body, deep) || strings.Contains(body, more) ||
		!strings.Contains(body, `value="3.2.2026"`) || !strings.Contains(body, `value="T2" selected`) {
		t.Error("the report's form does not offer what is below, or forgets")
	}
	status, _, body := w.form("hr", "/berichte/plan/neu", url.Values{"anbieten": {"1"}, "abteilung": {"T2"}, "empfaenger": {"wer@seedorf.example"}})
	if status != http.StatusOK || !strings.Contains(body, deep) || !strings.Contains(body, "wer@seedorf.example") || !strings.Contains(body, `value="T2" selected`) {
		t.Errorf("the plan's form: %d", status)
	}
	if n := w.row(`select count(*) from report_plans`); n != "0" {
		t.Errorf("%s plans were made", n)
	}
}
