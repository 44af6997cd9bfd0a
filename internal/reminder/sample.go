package reminder

import (
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"
	"zaemme/internal/mailtext"
	"zaemme/internal/settings"
)

// Sample is a message to an invented person, as it would be printed.
type Sample struct{ Subject, Text string }

// Samples print a message in which the text stands in the wording, once with one
// course and once with two, of those given.
func (s *Service) Samples(current settings.Settings, wordings mailtext.Wordings, lang, key string, courses []int64, now time.Time) ([]Sample, error) {
	speak := s.voiceOf(wordings)
	var list []Sample
	for n := 1; n <= min(2, len(courses)); n++ {
		text, err := s.sample(speak, current, lang, key, courses[:n], now)
		if err != nil {
			return nil, err
		}
		message, err := s.Press.Print(text)
		if err != nil {
			return nil, err
		}
		list = append(list, Sample{Subject: message.Subject, Text: message.Text})
	}
	return list, nil
}

func (s *Service) sample(speak voice, current settings.Settings, lang, key string, courses []int64, now time.Time) (letter.Letter, error) {
	day := calendar.DateOf(now)
	texts := s.Texts.Printer(lang)
	who := contact{FirstName: texts.T("mailtext.sample_first"), LastName: texts.T("mailtext.sample_last"), Language: lang}
	items := sampleItems(key, courses, day)
	if !strings.HasPrefix(key, "mail.digest.") && !strings.HasPrefix(key, "mail.slip.") {
		return s.compose(s.wording(speak(lang), now), current, Default(), who, items, nil, nil, day)
	}
	n := len(courses)
	d := Digest{Team: []int64{1}, Late: n, Soon: n, Lead: []int64{1}, LeadLate: n, HR: []int64{1}, HRLate: n}
	slips := []slip{{who, items}}
	if n > 1 {
		slips = append(slips, slip{who, items})
	}
	return s.composeDigest(speak, current, Default(), who, d, slips, day)
}

// sampleItems are steps in which the text of the key is used.
func sampleItems(key string, courses []int64, day calendar.Date) []Item {
	var items []Item
	for i, id := range courses {
		item := Item{Key: Key{CourseID: id, Cycle: 1, Step: StepDueBefore}, On: day, Status: ledger.StatusOpen, Due: day.AddDays(14 + i)}
		switch key[strings.LastIndex(key, ".")+1:] {
		case "new":
			item.Step = StepAssigned
		case "late":
			item.Step, item.Status, item.Due = StepDueAfter, ledger.StatusOverdue, day.AddDays(-3-i)
		case "grace":
			item.Step, item.Status = StepDueAfter, ledger.StatusInGrace
		case "renew":
			item.Step, item.Status = StepWindow, ledger.StatusExpiring
		}
		items = append(items, item)
	}
	return items
}

// Printer of a language as delivered.
func (s *Service) Printer(lang string) *i18n.Printer { return s.Texts.Printer(lang) }
