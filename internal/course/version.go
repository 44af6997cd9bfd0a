package course

import (
	"maps"

	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/settings"
)

// Version is one immutable content of a course.
type Version struct {
	ID          int64
	CourseID    int64
	Number      int    // 1, 2, … per course
	Hash        string // SHA-256 of the content, hex
	PublishedOn calendar.Date
	Content     *coursefile.Course // as people read it; shared: never change it
	source      *coursefile.Course // nil: Content has no own texts
}

// Source is the course with its own texts apart, as its files have it; shared: never
// change it.
func (v *Version) Source() *coursefile.Course {
	if v.source == nil {
		return v.Content
	}
	return v.source
}

// Values are those of placeholders in the texts of the version.
func (v *Version) Values(s settings.Settings) map[string]string { return Values(v.Content, s) }

// Values are those of placeholders: the municipality's, before them the course's own.
func Values(c *coursefile.Course, s settings.Settings) map[string]string {
	values := s.Placeholders()
	maps.Copy(values, c.Values)
	return values
}

// Code of the course, such as IS-01.
func (v *Version) Code() string { return v.Content.Code }

// Title in the language, or in German.
func (v *Version) Title(lang string) string { return v.Content.Titles.In(lang) }

// Online reports whether the course is done on the screen; the others are held
// in a classroom and on paper.
func (v *Version) Online() bool { return v.Content.Kind != coursefile.Classroom }

// Policy reports a directive: it is read and acknowledged, without a test.
func (v *Version) Policy() bool { return v.Content.Kind == coursefile.Policy }

// Practical reports a task at work: it is read, carried out and confirmed by a
// superior, without a test.
func (v *Version) Practical() bool { return v.Content.Kind == coursefile.Practical }

// Tested reports a course that ends with questions, on the screen or on paper.
func (v *Version) Tested() bool { return v.Content.Kind.Tested() }

// Material reports a version that those who completed an older one may be asked for.
func (v *Version) Material() bool { return v.Content.Version.Materiality == coursefile.Material }

// Question finds a question by its ID, nil if this version has none.
func (v *Version) Question(id string) *coursefile.Question {
	for i := range v.Content.Questions {
		if v.Content.Questions[i].ID == id {
			return &v.Content.Questions[i]
		}
	}
	return nil
}
