package authoring

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
)

// State of a draft.
type State string

// The states.
const (
	Editing   State = "draft"
	Review    State = "review"
	Published State = "published"
	Discarded State = "discarded"
)

// Service edits and publishes courses.
type Service struct {
	Courses *course.Catalogue
}

// Act is who does something, and when.
type Act struct {
	PersonID int64
	Now      time.Time
	Today    calendar.Date
}

// Draft is a course that is being written.
type Draft struct {
	ID        int64
	Code      string
	Base      int64 // the version it began with, 0: a new course
	State     State
	MadeBy    int64
	MadeAt    time.Time
	EditedBy  int64
	EditedAt  time.Time
	Submitted int64 // who sent it to the review, 0: nobody yet
	Remark    string
	Notes     []Note // what was corrected or left out on the way
	Version   int64  // what it became, 0: nothing
	Takes     string // hash of the update that it takes over, empty: none
	Authors   []int64
	Files     coursefile.Files // empty in lists
}

// Note is something that was done to a draft without its author: Key is a text
// key, Args its placeholders.
type Note struct {
	Key  string         `json:"key"`
	Args map[string]any `json:"args,omitempty"`
}

// Closed reports that the draft is published or discarded.
func (d Draft) Closed() bool { return d.State == Published || d.State == Discarded }

// Folder is the name of the course's folder.
func Folder(code string) string { return strings.ToLower(code) }

// Course reads the files; it is complete as far as they are.
func (d Draft) Course() *coursefile.Course {
	c, _ := d.Files.Load(Folder(d.Code))
	return c
}

// Seen identifies the state of a draft, so that what is published is what was
// shown.
func (d Draft) Seen() string {
	sums := map[string][32]byte{}
	for name, content := range d.Files {
		sums[name] = sha256.Sum256(content)
	}
	return Seen(sums)
}

// MayPublish reports whether the person is somebody else than those who wrote it.
func (d Draft) MayPublish(person int64) bool {
	return person != 0 && person != d.Submitted && !slices.Contains(d.Authors, person)
}

// Seen identifies the state of a part of a draft. A form carries what it has
// shown; if the part is another when it comes back, somebody has saved in between.
func Seen(part any) string {
	text, err := json.Marshal(part)
	if err != nil {
		panic("authoring: a part holds something that JSON cannot: " + err.Error()) // it holds texts, numbers, dates
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// Unchanged is nil if the part is still as it was seen, else an error of kind
// Stale.
func Unchanged(part any, seen string) error {
	if seen == Seen(part) {
		return nil
	}
	return apperr.New(apperr.Stale, "error.authoring.stale", nil)
}
