package curriculum

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"

	"zaemme/internal/i18n"
)

// Every step has a text in both languages, and no text asks for a placeholder
// that the steps of its kind leave empty.
func TestStepTexts(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(os.DirFS("../../views"), "i18n")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range stepCases() {
		got, err := Due(c.of.input(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range got.Steps {
			seen[step.Key] = true
			for _, language := range []string{"de", "en"} {
				names, _, ok := texts.Printer(language).Names(step.Key)
				if !ok || len(names) == 0 {
					t.Errorf("%s: %s has no text", language, step.Key)
				}
				for _, name := range names {
					if value := reflect.ValueOf(step.Args()[name]); !value.IsValid() || value.IsZero() {
						t.Errorf("%s: %s asks for %s, which is empty in %+v", language, step.Key, name, step)
					}
				}
			}
		}
	}
	for _, key := range StepKeys() {
		if !seen[key] {
			t.Errorf("no case shows %s", key)
		}
	}
}

func TestStepReads(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(os.DirFS("../../views"), "i18n")
	if err != nil {
		t.Fatal(err)
	}
	step := Step{Key: StepPause, From: iso(t, "2026-08-23"), Until: iso(t, "2026-09-01"), Days: 1, Due: iso(t, "2026-10-02")}
	for language, want := range map[string]string{
		"de": "Fristpause vom 23.8.2026 bis 1.9.2026. Davon zählt ab der Zuweisung 1 Kalendertag; um so viel verlängert sich die Frist: 2.10.2026.",
		"en": "Deadline paused from 23.8.2026 to 1.9.2026. Since the assignment 1 calendar day of it counts, and the due date moves by as much: 2.10.2026.",
	} {
		if got := texts.Printer(language).Map(step.Key, step.Args()); got != want {
			t.Errorf("%s: %s", language, got)
		}
	}
}

type stepCase struct {
	of   dueCase
	want []string // keys in order
}

func stepCases() []stepCase {
	return []stepCase{
		{dueCase{on: "2026-09-03", grace: 5}, []string{StepAssigned, StepRounded, StepResult, StepGrace}},
		{dueCase{on: "2026-11-16", fixed: "2026-11-18"}, []string{StepFixed, StepOwnDays, StepResult}},
		{dueCase{on: "2026-09-01", work: "?20", abs: "2026-09-07/2026-09-20"},
			[]string{StepAssigned, StepPause, StepOwnDaysEstimated, StepReturnOwnEstimated, StepResult}},
		{dueCase{on: "2026-09-01", days: 60, work: "tue", abs: "2026-10-19/2026-11-01"},
			[]string{StepAssigned, StepPause, StepReturn, StepReturnOwn, StepResult}},
		{dueCase{on: "2026-09-01", fixed: "2026-11-30", abs: "2026-09-10/2026-09-30"},
			[]string{StepFixed, StepPauseFixed, StepReturnCovered, StepResult}},
		{dueCase{on: "2026-09-01", grace: 14, abs: "2026-10-05/2026-10-25"},
			[]string{StepAssigned, StepPauseAfterDue, StepReturn, StepResult, StepGrace}},
		{dueCase{on: "2026-09-01", abs: "2026-10-01/2026-10-14"}, []string{StepAssigned, StepPause, StepReturn, StepResult}},
		{dueCase{on: "2026-09-01", abs: "2026-10-02/"}, []string{StepAssigned, StepPauseLate, StepResult}},
		{dueCase{on: "2026-09-01", abs: "2026-09-10/"}, []string{StepAssigned, StepPausedWithoutEnd}},
		{dueCase{on: "2026-09-01", abs: "2026-08-10/"}, []string{StepAssigned, StepPausedFromAssignment}},
		{dueCase{on: "2026-09-01", abs: "2026-10-01/2026-10-01"}, []string{StepAssigned, StepShortAbsence, StepResult}},
		// a pause of long ago that decides nothing is not told again
		{dueCase{on: "2026-09-01", abs: "2024-03-01/2024-05-01"}, []string{StepAssigned, StepResult}},
		{dueCase{on: "2026-09-01", again: Extension, reOn: "2026-11-02", old: "2026-12-30"}, []string{StepExtension, StepNotBefore, StepResult}},
		{dueCase{on: "2026-09-01", again: Extension, reOn: "2026-11-02", agreed: "2026-11-20"}, []string{StepAgreed, StepResult}},
		{dueCase{on: "2026-09-01", again: ExemptionEnd, reOn: "2026-11-02"}, []string{StepExemptionEnd, StepResult}},
		{dueCase{on: "2026-09-01", again: Revocation, reOn: "2026-11-02"}, []string{StepRevocation, StepResult}},
		{dueCase{on: "2026-09-01", days: 3, again: ReturnToAudience, reOn: "2026-11-02"},
			[]string{StepReturnToAudience, StepOwnDays, StepReturnToAudienceMin, StepResult}},
		{dueCase{on: "2026-09-01", down: "2026-09-28/2026-10-02", why: NetworkDown}, []string{StepAssigned, NetworkDown.step(), StepResult}},
		{dueCase{on: "2026-09-01", down: "2026-10-01/2026-10-01", why: PowerDown}, []string{StepAssigned, PowerDown.step(), StepResult}},
		{dueCase{on: "2026-09-01", down: "2026-10-01/2026-10-01", why: BuildingShut}, []string{StepAssigned, BuildingShut.step(), StepResult}},
		{dueCase{on: "2026-09-01", down: "2026-10-01/2026-10-01", why: Extraordinary}, []string{StepAssigned, Extraordinary.step(), StepResult}},
		{dueCase{on: "2026-09-01", down: "2026-09-28/2026-10-02", abs: "2026-10-06/2026-10-12"},
			[]string{StepAssigned, PlatformDown.step(), StepShortAbsence, StepResult}},
		{dueCase{on: "2026-09-01", again: BecomesMandatory, reOn: "2026-11-02"}, []string{StepBecomesMandatory, StepResult}},
	}
}

// Each case shows the keys of its steps, in order.
func TestStepsExplain(t *testing.T) {
	t.Parallel()
	for _, c := range stepCases() {
		var keys []string
		got, err := Due(c.of.input(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range got.Steps {
			keys = append(keys, s.Key)
		}
		if !slices.Equal(keys, c.want) {
			t.Errorf("steps %v, want %v", keys, c.want)
		}
	}
}

// Steps are kept with the event as JSON.
func TestStepsSurviveJSON(t *testing.T) {
	t.Parallel()
	want := Step{Key: StepOwnDaysEstimated, From: iso(t, "2026-09-01"), Days: 25, Percent: 20, Due: iso(t, "2026-10-06")}
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if text := `{"key":"due.step.own_days_estimated","from":"2026-09-01","days":25,"percent":20,"due":"2026-10-06"}`; string(raw) != text {
		t.Errorf("stored as %s", raw)
	}
	var got Step
	if err := json.Unmarshal(raw, &got); err != nil || got != want {
		t.Errorf("read back as %v, %v", got, err)
	}
}
