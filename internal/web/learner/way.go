package learner

import (
	"strconv"

	"zaemme/internal/course"
	"zaemme/internal/learning"
)

// way is where the pages of a course lie: those that people learn with, or those of a
// walk through a draft, whose addresses carry what a walk has in mind.
type way struct {
	course string // address of the course's page
	policy string // address of the acknowledgement
	task   string // address where a practical task is reported
	mind   string // query of every address: "?stand=…", "" where people learn
}

// wayOf is where people learn.
func wayOf(code string) way {
	return way{course: courseURL(code), policy: "/weisungen/" + code, task: TaskPath(code)}
}

func (w way) home() string           { return w.course + w.mind }
func (w way) module(no int) string   { return w.course + "/module/" + strconv.Itoa(no) + w.mind }
func (w way) quiz() string           { return w.course + "/test" + w.mind }
func (w way) question(no int) string { return w.course + "/test/" + strconv.Itoa(no) + w.mind }
func (w way) overview() string       { return w.course + "/test/uebersicht" + w.mind }
func (w way) handIn() string         { return w.course + "/test/abgeben" + w.mind }
func (w way) acknowledge() string    { return w.policy + w.mind }
func (w way) report() string         { return w.task + w.mind }
func (w way) testOut() string        { return w.course + "/einstufung" + w.mind }

// save is where the script sends each click, "" on a walk: it keeps nothing.
func (w way) save() string {
	if w.mind != "" {
		return ""
	}
	return w.course + "/test/speichern"
}

// last is the last step of a course on the screen: its test, or the
// acknowledgement of a directive, or the report of a practical task.
func (w way) last(v *course.Version) string {
	if v.Practical() {
		return w.report()
	}
	if v.Policy() {
		return w.acknowledge()
	}
	return w.quiz()
}

// resumeURL is where the person goes on: in the open attempt, at the first module
// not read, or at the quiz.
func resumeURL(w way, i learning.Item) string {
	if i.Short != nil && !i.Begun() {
		return courseURL(i.Short.Code())
	}
	if no := i.NextModule(); no != 0 && !i.Attempt {
		return w.module(no)
	}
	return w.last(i.Version)
}
