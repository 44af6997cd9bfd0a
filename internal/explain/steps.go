package explain

import (
	"encoding/json"
	"slices"
	"strings"

	"zaemme/internal/curriculum"
	"zaemme/internal/ledger"
)

// forLine are the steps that the line may read: none that names an absence or
// tells the pensum.
var forLine = []string{
	curriculum.StepAssigned, curriculum.StepFixed, curriculum.StepExtension, curriculum.StepExemptionEnd, curriculum.StepRevocation,
	curriculum.StepReturnToAudience, curriculum.StepAgreed, curriculum.StepReturnToAudienceMin, curriculum.StepNotBefore,
	curriculum.StepRounded, curriculum.StepResult, curriculum.StepGrace,
}

// steps are the lines of the calculation in force; where the ledger tells none, as
// of a lapse, what the date follows from.
func (w *writer) steps() []string {
	if w.g.Lapse {
		return []string{w.T("why.lapse", "day", w.g.Cycle.ValidUntil)}
	}
	var steps []curriculum.Step
	if json.Unmarshal(ledger.TermsIn(w.events, w.g.Cycle.No).Calculation, &steps) != nil {
		return nil
	}
	var lines []string
	hidden := false
	for _, s := range steps {
		switch {
		case !strings.HasPrefix(s.Key, "due.step."):
		case w.Audience == Line && !slices.Contains(forLine, s.Key):
			hidden = true
		case w.Audience == Line && w.dates.PauseUntil >= w.Day && s.Key == curriculum.StepResult:
			hidden = true // during a pause the date tells how long it is
		default:
			lines = append(lines, w.Map(w.stepKey(s.Key), s.Args()))
		}
	}
	if hidden {
		lines = append(lines, w.T("why.step.hidden"))
	}
	return lines
}

// stepKey is the text of a step: for others than the person one that does not
// address them, where the person is addressed.
func (w *writer) stepKey(key string) string {
	if neutral := "why." + strings.TrimPrefix(key, "due."); w.Audience != Self && w.Has(neutral) {
		return neutral
	}
	return key
}
