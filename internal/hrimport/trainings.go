package hrimport

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Trainings proposes lists of trainings: change.Records. A row that cannot count is
// named with its line and left out; the others wait for a second person.
type Trainings struct {
	Evidence *evidence.Service
	Courses  *course.Catalogue
	Changes  *change.Service
}

// Left is a row that is left out, by the text key import.training.<why>.
type Left struct {
	Line   int
	Person string // personnel number
	Course string // as it stands in the file
	Why    string
}

// TrainingNotes are for the preview.
type TrainingNotes struct {
	Read   int // lines with everything that a line needs
	Count  int // rows that count, as things stood
	Left   []Left
	Issues []Problem `json:",omitempty"` // of the file
}

// trainingInput is what a plan keeps of a list.
type trainingInput struct {
	Rows     []Training
	Issuer   string // of rows that name none
	Proposer int64
	Issues   []Problem `json:",omitempty"`
}

// Preview reads the file and stores the plan. Errors: those of sheet; Invalid where
// the file has no list of trainings, or nothing in it could be read, or the issuer is
// missing.
func (t Trainings) Preview(ctx context.Context, u Upload, issuer string, actor int64, now time.Time) (change.Plan, error) {
	file, err := ReadTrainings(u.Name, u.Content)
	if err != nil {
		return change.Plan{}, err
	}
	if len(file.Trainings) == 0 {
		for _, p := range file.Problems {
			if p.Severity == severe && p.Line == 0 {
				return change.Plan{}, apperr.New(apperr.Invalid, "error.training.no_list", nil).At("file")
			}
		}
		return change.Plan{}, apperr.New(apperr.Invalid, "error.training.nothing", nil).At("file")
	}
	for _, one := range file.Trainings {
		if err := evidence.CheckIssuer(cmp.Or(one.Issuer, issuer)); err != nil {
			return change.Plan{}, err
		}
	}
	input, err := json.Marshal(trainingInput{Rows: file.Trainings, Issuer: strings.TrimSpace(issuer), Proposer: actor, Issues: file.Problems})
	if err != nil {
		return change.Plan{}, fmt.Errorf("hrimport: list of trainings: %w", err)
	}
	sum := sha256.Sum256(u.Content)
	name := FileName(u.Name)
	return t.Changes.Propose(ctx, change.Request{Kind: change.Records, Title: name, Actor: actor, EffectiveOn: calendar.DateOf(now), Input: input,
		Source: change.Source{File: name, SHA256: hex.EncodeToString(sum[:]), Rows: len(file.Trainings)}}, now)
}

// Propose implements change.Proposer: the rows that name a known person and course,
// whatever has been learned by then.
func (t Trainings) Propose(ctx context.Context, c db.Conn, text json.RawMessage, day calendar.Date) (change.Draft, error) {
	var in trainingInput
	if err := json.Unmarshal(text, &in); err != nil {
		return change.Draft{}, fmt.Errorf("hrimport: list of trainings: %w", err)
	}
	roster, err := people.LoadRoster(ctx, c, day)
	if err != nil {
		return change.Draft{}, err
	}
	set, err := settings.Load(ctx, c, day)
	if err != nil {
		return change.Draft{}, err
	}
	notes := TrainingNotes{Read: len(in.Rows), Issues: in.Issues}
	rows, left := t.resolve(in, roster)
	notes.Left = left
	judged, err := t.Evidence.Judge(ctx, c, rows, day, set)
	if err != nil {
		return change.Draft{}, err
	}
	lines := map[int]Training{}
	for _, one := range in.Rows {
		lines[one.Line] = one
	}
	for _, one := range judged {
		if one.Why == "" {
			notes.Count++
			continue
		}
		notes.Left = append(notes.Left, Left{Line: one.Line, Person: lines[one.Line].PersonnelNo, Course: lines[one.Line].Course, Why: one.Why})
	}
	draft := change.Draft{People: people.Change{EffectiveOn: day}}
	if draft.Notes, err = json.Marshal(notes); err != nil {
		return draft, fmt.Errorf("hrimport: list of trainings: %w", err)
	}
	if len(rows) > 0 {
		if draft.Records, err = json.Marshal(rows); err != nil {
			return draft, fmt.Errorf("hrimport: list of trainings: %w", err)
		}
	}
	return draft, nil
}

// resolve finds persons and courses, and leaves out what has none, what is the
// proposer's own, and all but the latest day of a duty.
func (t Trainings) resolve(in trainingInput, roster *people.Roster) ([]evidence.Row, []Left) {
	codes := map[string]int64{}
	for _, v := range t.Courses.All() {
		codes[Normalise(v.Code())] = v.CourseID
		for _, title := range v.Content.Titles {
			codes[Normalise(title)] = v.CourseID
		}
	}
	var rows []evidence.Row
	var left []Left
	latest := map[evidence.Duty]int{} // position in rows
	leave := func(one Training, why string) {
		left = append(left, Left{Line: one.Line, Person: one.PersonnelNo, Course: one.Course, Why: why})
	}
	byLine := map[int]Training{}
	for _, one := range in.Rows {
		byLine[one.Line] = one
		person, known := roster.Persons[one.PersonnelNo]
		courseID := codes[Normalise(one.Course)]
		switch {
		case !known:
			leave(one, "person")
			continue
		case courseID == 0:
			leave(one, "course")
			continue
		case person.ID == in.Proposer:
			leave(one, "own")
			continue
		}
		row := evidence.Row{Line: one.Line, PersonID: person.ID, Course: courseID, Day: one.Day, Issuer: cmp.Or(one.Issuer, in.Issuer)}
		duty := evidence.Duty{PersonID: row.PersonID, CourseID: row.Course}
		at, twice := latest[duty]
		switch {
		case !twice:
			latest[duty] = len(rows)
			rows = append(rows, row)
		case rows[at].Day < row.Day:
			leave(byLine[rows[at].Line], "twice")
			rows[at] = row
		default:
			leave(one, "twice")
		}
	}
	return rows, left
}
