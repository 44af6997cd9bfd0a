package explain

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/ledger"
	"zaemme/views"
)

var day0 = calendar.NewDate(2026, time.March, 2)

func version(id int64, kind coursefile.Kind) *course.Version {
	return &course.Version{CourseID: id, Content: &coursefile.Course{Code: "IS-01", Kind: kind, Minutes: 40,
		Titles: coursefile.Texts{"de": "Informationssicherheit", "en": "Information security"}}}
}

// all says everything that an explanation says.
func all(x Explanation) string {
	parts := []string{string(x.Status), x.Sentence, x.Title, x.Next}
	for _, f := range x.Facts {
		parts = append(parts, f.Term+": "+f.Text)
	}
	parts = append(parts, x.Steps...)
	for _, m := range x.History {
		parts = append(parts, m.On.String()+" "+m.Text+" "+m.By)
	}
	return strings.Join(parts, "\n")
}

// history has every kind of event, one after the other.
func history(t *testing.T) []ledger.Event {
	t.Helper()
	var steps []curriculum.Step
	for _, key := range curriculum.StepKeys() {
		steps = append(steps, curriculum.Step{Key: key, From: day0, Until: day0 + 20, Days: 3, Percent: 40, Due: day0 + 30})
	}
	calculation, err := json.Marshal(steps)
	if err != nil {
		t.Fatal(err)
	}
	list := []ledger.Event{
		{Kind: ledger.KindTaken, Cycle: 1, How: ledger.HowExternal, ValidUntil: day0 - 10},
		{Kind: ledger.KindAssigned, Cycle: 2, DueOn: day0 + 30, Reasons: []ledger.Reason{{Rule: 1, Version: 3}}},
		{Kind: ledger.KindStarted, Cycle: 2},
		{Kind: ledger.KindAcknowledged, Cycle: 2},
		{Kind: ledger.KindDueSet, Cycle: 2, DueOn: day0 + 40, Calculation: calculation},
		{Kind: ledger.KindPaused, Cycle: 2, PauseFrom: day0 + 5, PauseUntil: day0 + 7},
		{Kind: ledger.KindResumed, Cycle: 2, PauseUntil: day0 + 6},
		{Kind: ledger.KindExtended, Cycle: 2, DueOn: day0 + 60, GraceUntil: day0 + 65, Reason: "workload"},
		{Kind: ledger.KindExempted, Cycle: 2, ExemptUntil: day0 + 12, DueOn: day0 + 70, Reason: "long_absence"},
		{Kind: ledger.KindExempted, Cycle: 2, ExemptUntil: day0 + 8, DueOn: day0 + 70, Reason: "ended"},
		{Kind: ledger.KindCompleted, Cycle: 2, How: ledger.HowOnline, ValidUntil: day0 + 100, WindowFrom: day0 + 60, EvidenceNo: "X-1"},
		{Kind: ledger.KindRevoked, Cycle: 2, DueOn: day0 + 80},
		{Kind: ledger.KindRecorded, Cycle: 2, How: ledger.HowEquivalence, ValidUntil: day0 + 90, EvidenceNo: "X-2", SourceEvent: 900},
		{Kind: ledger.KindCorrected, Cycle: 2, Voids: 13, Reason: "wrong_person"},
		{Kind: ledger.KindWithdrawn, Cycle: 2},
	}
	for i := range list {
		e := &list[i]
		e.ID, e.PersonID, e.CourseID, e.EffectiveOn, e.ActorID = int64(i+1), 1, 7, day0.AddDays(i), 2
		if e.Kind == ledger.KindStarted || e.Kind == ledger.KindAcknowledged {
			e.ActorID = 1
		}
	}
	list[11].ConfirmedBy, list[13].ConfirmedBy = 3, 3
	return list
}

func known(events []ledger.Event) Known {
	cases := []evidence.Case{{Kind: evidence.Recognition, EventID: 1, State: evidence.Confirmed, Issuer: "Gemeinde Kriens"}}
	for _, state := range []evidence.State{evidence.Waiting, evidence.Refused, evidence.Withdrawn} {
		cases = append(cases, evidence.Case{Kind: evidence.Recognition, State: state, Day: day0, Issuer: "Gemeinde Kriens", ProposedAt: day0.Time(), ProposedBy: 2},
			evidence.Case{Kind: evidence.Correction, State: state, CorrectsOn: day0, Reason: "typing", ProposedAt: day0.Time(), ProposedBy: 2})
		for _, reason := range evidence.PracticalRefusals {
			cases = append(cases, evidence.Case{Kind: evidence.Practical, State: state, Day: day0, Reason: reason, ProposedAt: day0.Time(), ProposedBy: 1})
		}
	}
	return Known{Cases: map[int64][]evidence.Case{7: cases}, Events: map[int64][]ledger.Event{7: events, 8: {{ID: 900, CourseID: 8}}}, Names: map[int64]string{2: "Petra Probe", 3: "Ruth Beispiel"},
		Rules: map[ledger.Reason]coursefile.Texts{{Rule: 1, Version: 3}: {"de": "Alle mit PC", "en": "Everybody with a PC"}},
		Requests: map[int64][]extension.Request{7: {{State: extension.Refused, WantedOn: day0 + 77, Reason: "other", AskedAt: day0.Time(), DecidedAt: day0.Time(), DecidedBy: 2},
			{State: extension.Waiting, WantedOn: day0 + 78, Reason: "absence", AskedAt: day0.Time()}}}}
}

var key = regexp.MustCompile(`\b(?:why|due|status)\.[a-z_]+\.?[a-z_]*\b|\{[a-z]+\}|undefined|^$`)

// Everything has words in every language for every audience, on every day of a
// duty to which everything has happened; the line reads no reason, no day of an
// absence and no begun, HR reads no begun.
func TestEverythingHasWordsAndTheLineReadsLess(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	events := history(t)
	seen := map[ledger.Status]bool{}
	for _, lang := range []string{"de", "en"} {
		l := texts.Printer(lang)
		for n := 1; n <= len(events); n++ {
			for _, kind := range []coursefile.Kind{coursefile.Online, coursefile.Classroom, coursefile.Practical} {
				for day := day0.AddDays(n - 1); day < day0+130; day += 7 {
					for _, audience := range []Audience{Self, Line, HR} {
						x := Explain(l, known(events[:n]), Asked{Audience: audience, Day: day, Version: version(7, kind), Online: []*course.Version{version(8, coursefile.Online)},
							Course: func(id int64) (*course.Version, error) { return version(id, coursefile.Online), nil }})
						said := all(x)
						seen[x.Status] = true
						if m := key.FindString(said); m != "" {
							t.Fatalf("%s, %d events, %s, %s: no words for %q\n%s", lang, n, day, audience, m, said)
						}
						if x.Status != ledger.StatusNone && (x.Next == "" || x.Sentence == "" || len(x.Facts) == 0) {
							t.Fatalf("%s %s says too little: %s", audience, x.Status, said)
						}
						if audience != Self && (strings.Contains(said, "Begonnen") || strings.Contains(said, "Begun") || x.Status == ledger.StatusInProgress) {
							t.Fatalf("%s reads that something was begun", audience)
						}
						if audience == Line {
							for _, never := range []string{"Grund:", "Reason:", "Petra", "Pensum", "Abwesenheit vom", "Rückkehr am", "7.3.2026", "9.3.2026", "X-1", "Kriens"} {
								if strings.Contains(said, never) {
									t.Fatalf("the line reads %q: %s", never, said)
								}
							}
						}
					}
				}
			}
		}
	}
	for _, s := range []ledger.Status{ledger.StatusNone, ledger.StatusOpen, ledger.StatusInProgress, ledger.StatusInGrace, ledger.StatusOverdue,
		ledger.StatusExempt, ledger.StatusPaused, ledger.StatusFulfilled, ledger.StatusExpiring, ledger.StatusExpired} {
		if !seen[s] {
			t.Errorf("never %q", s)
		}
	}
}

func TestTheReasonsOfTheListsHaveWords(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	for prefix, codes := range map[string][]string{"exemption": curriculum.ExemptionReasons, "extension": curriculum.ExtensionReasons, "correction": evidence.CorrectionReasons} {
		for _, code := range codes {
			if k := "why.reason." + prefix + "." + code; !texts.Printer("de").Has(k) || !texts.Printer("en").Has(k) {
				t.Errorf("no words for %s", k)
			}
		}
	}
}
