package reminder

import "zaemme/internal/course"

// Course is what a message says of a course.
type Course struct {
	Code    string
	Title   string
	Minutes int // 0: not known
}

// Courses names a course in a language.
type Courses interface {
	Course(id int64, lang string) (Course, error)
}

// FromCatalogue takes the newest versions of the catalogue.
func FromCatalogue(c *course.Catalogue) Courses { return catalogue{c} }

type catalogue struct{ *course.Catalogue }

// Course implements Courses.
func (c catalogue) Course(id int64, lang string) (Course, error) {
	v, err := c.Current(id)
	if err != nil {
		return Course{}, err
	}
	return Course{Code: v.Code(), Title: v.Title(lang), Minutes: v.Content.Minutes}, nil
}
