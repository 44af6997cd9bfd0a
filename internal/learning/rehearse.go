package learning

import (
	"time"

	"zaemme/internal/course"
	"zaemme/internal/coursefile"
)

// Rehearsal is an attempt at a course that is not published: nobody's, in memory
// alone, drawn and arranged as the form and the seed say. Questions that cannot be
// asked as they stand are left out; answers that do not fit them count as not given.
func Rehearsal(v *course.Version, form Form, seed int64, answers map[string]Answer, now time.Time) *Attempt {
	sound := *v.Content
	sound.Questions = nil
	a := &Attempt{Seed: seed, Form: form, StartedAt: now, Answers: map[string]Answer{}, Version: &course.Version{}}
	for i := range v.Content.Questions {
		q := &v.Content.Questions[i]
		if !askable(q) {
			continue
		}
		sound.Questions = append(sound.Questions, *q)
		if answer, given := answers[q.ID]; given && answer.Fits(q) {
			a.Answers[q.ID] = answer
		}
	}
	*a.Version = *v
	a.Version.Content = &sound
	a.Drawn = Draw(&sound, form.plan(&sound), seed)
	return a
}

// askable reports that a question has what somebody needs to answer it.
func askable(q *coursefile.Question) bool {
	switch q.Type {
	case coursefile.Numeric:
		return q.Number != nil
	case coursefile.ShortText:
		return true
	default:
		return Parts(q) > 1
	}
}

// LeftOut is how many questions of the course a rehearsal cannot ask.
func LeftOut(c *coursefile.Course) int {
	n := 0
	for i := range c.Questions {
		if !askable(&c.Questions[i]) {
			n++
		}
	}
	return n
}

// NewSeed is a random seed of an attempt.
func NewSeed() (int64, error) { return newSeed() }
