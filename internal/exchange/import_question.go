package exchange

import (
	"slices"
	"strings"

	"zaemme/internal/coursefile"
)

func refuse(key string, pairs ...any) *note {
	n := newNote(key, pairs...)
	return &n
}

// question makes a question of the entry in hand; the note says why there can be
// none.
func (im *importer) question() (coursefile.Question, *note) {
	e := im.entry
	q := coursefile.Question{
		Module: im.options.Module, Competence: im.options.Competence, Critical: im.marks.critical, Partial: im.marks.partial,
	}
	if im.course.Kind == coursefile.Classroom {
		q.Module = 0
	} else if im.course.Module(im.marks.module) != nil {
		q.Module = im.marks.module
	}
	if im.marks.competence != "" {
		q.Competence = im.marks.competence
	}
	asked := im.plain(&e.stem)
	if e.embedded {
		asked = afterGap.Replace(asked)
	}
	if asked == "" {
		return q, refuse("text_empty")
	}
	var refused *note
	explanation := im.plain(e.general)
	switch e.kind {
	case description, essay:
		return q, refuse("kind_" + string(e.kind))
	case choiceKind:
		refused = im.choose(&q)
	case trueFalse:
		im.truth(&q)
	case short:
		refused = im.spellings(&q)
	case numerical:
		refused = im.number(&q)
		asked = withoutUnit(asked, im.marks.unit)
	case ordering:
		refused = im.items(&q, &explanation)
	case matching:
		refused = im.pairs(&q, &explanation)
	default:
		return q, refuse("kind_other", "name", shown(string(e.kind)))
	}
	if refused != nil {
		return q, refused
	}
	q.Text, q.Explanation = im.texts(asked), im.texts(explanation)
	if im.course.Kind == coursefile.Classroom && len(q.Options) == 0 {
		return q, refuse("kind_paper")
	}
	im.incomplete(&q)
	if known := im.known[asked]; known != "" {
		im.lost(newNote("question_known", "id", known))
	}
	return q, nil
}

// afterGap closes up what follows a gap.
var afterGap = strings.NewReplacer(gap+" .", gap+".", gap+" ,", gap+",", gap+" ;", gap+";", gap+" :", gap+":", gap+" ?", gap+"?", gap+" !", gap+"!")

// incomplete notes what the author still has to write.
func (im *importer) incomplete(q *coursefile.Question) {
	missing := 0
	count := func(texts coursefile.Texts) {
		if texts[im.language] == "" {
			missing++
		}
	}
	for i := range q.Options {
		count(q.Options[i].Why)
	}
	for i := range q.Items {
		count(q.Items[i].Why)
	}
	for i := range q.Pairs {
		count(q.Pairs[i].Why)
	}
	if q.Type == coursefile.Numeric || q.Type == coursefile.ShortText {
		count(q.Why)
	}
	if missing > 0 {
		im.lost(newNote("why_missing", "count", missing))
	}
	if q.Explanation[im.language] == "" {
		im.lost(newNote("explanation_missing"))
	}
}

// partial says whether a question of several parts gives a part of the point: a
// file of another platform always does.
func (im *importer) partial() bool { return im.marks.kind == "" || im.marks.partial }

// counted refuses a list that is too short or too long.
func counted(part string, count, least, most int) *note {
	if count < least || count > most {
		return refuse("parts_count", "part", part, "count", count, "min", least, "max", most)
	}
	return nil
}

// twice is the first text that stands there twice, empty if there is none.
func twice(list []string) string {
	for i, one := range list {
		if slices.Contains(list[:i], one) {
			return one
		}
	}
	return ""
}
