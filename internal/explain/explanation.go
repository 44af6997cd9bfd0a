package explain

import (
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/ledger"
)

// Audience is who reads.
type Audience string

// The audiences.
const (
	Self Audience = "self" // the person
	Line Audience = "line" // superiors, their deputies, who looks after elected members
	HR   Audience = "hr"
)

// Known is what is on record of one person: Read makes it.
type Known struct {
	Events   map[int64][]ledger.Event // by course, in the order recorded
	Rules    map[ledger.Reason]coursefile.Texts
	Names    map[int64]string // of who acted
	Requests map[int64][]extension.Request
	Cases    map[int64][]evidence.Case
}

// Asked is the duty that is to be explained.
type Asked struct {
	Audience Audience
	Day      calendar.Date
	Version  *course.Version // the newest one of the course
	By       []int64         // courses that fulfil this one besides
	// Online are those of them to be done on the screen.
	Online []*course.Version
	// Course finds the newest version of another course.
	Course func(id int64) (*course.Version, error)
}

// About is what to ask about a course of the catalogue.
func About(courses *course.Catalogue, id int64, audience Audience, day calendar.Date) (Asked, error) {
	v, err := courses.Current(id)
	a := Asked{Audience: audience, Day: day, Version: v, Course: courses.Current, By: courses.FulfilledBy(id)}
	for _, other := range a.By {
		if o, err := courses.Current(other); err == nil && o.Online() {
			a.Online = append(a.Online, o)
		}
	}
	return a, err
}

// Explanation is the answer.
type Explanation struct {
	Status   ledger.Status // Public but for Self; StatusNone: nobody asks for the course
	Due      calendar.Date
	Sentence string // what kind of duty it is
	Facts    []Fact
	Title    string   // of Steps: «So wurde Ihre Frist berechnet»
	Steps    []string // how the due date came about
	Next     string   // what would make it green, or that nothing is to be done
	History  []Moment // the latest first
}

// Fact is a term with what there is to say.
type Fact struct{ Term, Text string }

// Moment is something that happened to the duty.
type Moment struct {
	On   calendar.Date // the day from which it holds
	Text string
	By   string // who did it, empty where that is not said
	Void bool   // a correction has taken it back
}
