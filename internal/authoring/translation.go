package authoring

import (
	"zaemme/internal/apperr"
	"zaemme/internal/coursefile"
)

// Translation is how far a course is translated into a language.
type Translation struct {
	Lang     string
	Done     int // segments that are translated and not outdated
	Outdated []coursefile.Segment
	Missing  []coursefile.Segment
}

// Translations are those of a course, one for each language besides its main one.
func Translations(c *coursefile.Course) []Translation {
	var list []Translation
	for _, lang := range c.Further() {
		list = append(list, TranslationInto(c, lang))
	}
	return list
}

// TranslationInto is how far a course is translated into the language.
func TranslationInto(c *coursefile.Course, lang string) Translation {
	t := Translation{Lang: lang}
	for _, s := range c.Segments(lang) {
		switch {
		case s.Text == "":
			t.Missing = append(t.Missing, s)
		case c.Outdated(lang, s):
			t.Outdated = append(t.Outdated, s)
		default:
			t.Done++
		}
	}
	return t
}

// In are the outdated and missing segments of a part.
func (t Translation) In(part string) (outdated, missing int) {
	for _, s := range t.Outdated {
		if s.Part == part {
			outdated++
		}
	}
	for _, s := range t.Missing {
		if s.Part == part {
			missing++
		}
	}
	return outdated, missing
}

// SegmentID identifies a segment with its source and its translation.
func SegmentID(s coursefile.Segment) string {
	return coursefile.Mark(s.Source) + coursefile.Mark(s.Text)
}

// Confirm says that a translation fits its source as it is now. Stale where either
// has changed since it was shown.
func Confirm(c *coursefile.Course, lang, part, id string) error {
	found := false
	for _, s := range TranslationInto(c, lang).Outdated {
		if s.Part == part && SegmentID(s) == id {
			c.Confirm(lang, s)
			found = true
		}
	}
	if !found {
		return apperr.New(apperr.Stale, "error.authoring.stale", nil)
	}
	return nil
}

// Former finds in older contents of a course, the newest first, the text that a
// translation was made of; empty where none has it.
func Former(contents []*coursefile.Course, made *coursefile.Course, lang string, s coursefile.Segment) string {
	for _, mark := range made.Sources(lang, s) {
		for _, c := range contents {
			for _, old := range c.Segments(lang) {
				if old.Part == s.Part && coursefile.Mark(old.Source) == mark {
					return old.Source
				}
			}
		}
	}
	return ""
}

// CompareSource sets the text that a translation was made of beside the one that is
// there now.
func CompareSource(former, now string) []Row { return compareBlocks(blocks(former), blocks(now)).Rows }

// PlaceOfSegment is where a segment is translated.
func PlaceOfSegment(c *coursefile.Course, lang string, s coursefile.Segment) Place {
	for _, m := range texts(c) {
		if m.Slug == s.Part {
			place := Place{Part: m.part, No: m.No}
			if s.Line > 0 || s.Text == "" && len(s.Field) > 5 && s.Field[:5] == "block" {
				place.Lang, place.Line = lang, s.Line
			}
			return place
		}
	}
	for i := range c.Questions {
		if c.Questions[i].ID == s.Part {
			return Place{Part: PartQuestion, No: i + 1}
		}
	}
	return Place{Part: PartMeta}
}
