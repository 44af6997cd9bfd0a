package hrimport

import (
	"slices"

	"zaemme/internal/calendar"
)

// Columns of a list of trainings.
const (
	fieldCourse Field = "course" // code or title
	fieldDay    Field = "completed_on"
	fieldIssuer Field = "issuer"
)

// trainings is a list of what people have learned elsewhere or before.
var trainings = schema{
	required: []Field{fieldPersonnel, fieldCourse, fieldDay},
	synonyms: map[Field][]string{
		fieldPersonnel: staff.synonyms[fieldPersonnel],
		fieldCourse: {"kurscode", "kurs", "kursname", "kurstitel", "schulung", "schulungscode", "schulungsname", "lektion", "modul", "titel",
			"bezeichnung", "course", "coursecode", "training"},
		fieldDay: {"abgeschlossenam", "abschlussdatum", "abschluss", "erfuelltam", "absolviertam", "bestandenam", "datum", "datumabschluss",
			"completedon", "completiondate", "date"},
		fieldIssuer: {"ausgestelltvon", "aussteller", "anbieter", "veranstalter", "herkunft", "quelle", "issuer", "provider"},
	},
}

// Training is one line of the list.
type Training struct {
	Line        int // of the file, from 1
	PersonnelNo string
	Course      string // as it stands
	Day         calendar.Date
	Issuer      string `json:",omitempty"`
}

// TrainingFile is what was read of a list of trainings.
type TrainingFile struct {
	Trainings []Training
	Found
}

// ReadTrainings reads a list of trainings (Pers.-Nr.; Kurs; Datum; Aussteller) as
// Read reads a staff list; only complete lines are returned.
func ReadTrainings(name string, content []byte) (*TrainingFile, error) {
	t, err := readTable(name, content, nil, trainings)
	if err != nil {
		return nil, err
	}
	numbers := t.readNumbers(fieldPersonnel)
	var list []Training
	for i := range t.rows {
		line := &t.rows[i]
		one := Training{Line: line.line, PersonnelNo: numbers.own[i], Course: t.required(line, fieldCourse), Day: t.date(line, fieldDay),
			Issuer: t.text(line, fieldIssuer)}
		day := t.column(fieldDay)
		if day >= 0 && (one.Day == calendar.Forever || one.Day.IsZero() && !line.failedAt(day)) {
			t.problem(line, day, severe, keyMissing, args("field", string(fieldDay)))
		}
		if !line.failed && one.PersonnelNo != "" {
			list = append(list, one)
		}
	}
	f := t.file(nil, unitColumns{code: -1})
	return &TrainingFile{Trainings: slices.Clip(list), Found: f.Found}, nil
}
