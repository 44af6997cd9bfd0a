package reminder

import (
	"sync"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/duedate"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
)

// wording is what the mails of one batch in one language have in common. It is safe for
// concurrent use.
type wording struct {
	texts *i18n.Printer
	dates *duedate.Writer

	mu    sync.Mutex
	lines map[lineKey]letter.Line // set
}

// lineKey is all that a line differs in within a batch, see Service.line.
type lineKey struct {
	course int64
	due    calendar.Date
	group  group
}

func (s *Service) wording(texts *i18n.Printer, now time.Time) *wording {
	return &wording{texts: texts, dates: s.calendars(texts, now), lines: map[lineKey]letter.Line{}}
}

// lineOf is the line of the step, set once for all who have the same one.
func (s *Service) lineOf(w *wording, item Item, g group) (letter.Line, error) {
	key := lineKey{item.CourseID, item.Due, g}
	w.mu.Lock()
	defer w.mu.Unlock()
	if line, set := w.lines[key]; set {
		return line, nil
	}
	line, err := s.line(w.texts, item, g)
	if err == nil {
		line, err = s.Press.Set(line)
	}
	if err == nil {
		w.lines[key] = line
	}
	return line, err
}
