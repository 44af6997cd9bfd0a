package task

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
)

// State is how far a task has come.
type State string

// The states.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
)

// Term is how long a task is kept, with its input as long as it is not done.
const Term = 30 * 24 * time.Hour

// Task is one piece of work.
type Task struct {
	ID        int64
	UID       uuid.UUID
	Kind      string
	Title     string // for its owner, such as the name of a file
	OwnerID   int64  // 0: the system
	Input     json.RawMessage
	About     json.RawMessage // of the input, see Described; nil: none
	CreatedAt time.Time
	State     State
	Stage     string // named by the work, empty before it begins
	Done      int
	Total     int // of the stage, 0 where it is not known
	Tries     int
	Result    json.RawMessage // of the work, once it is Done
	Failure   *Failure        // why it is Failed
}

// Ended reports whether nothing more will happen.
func (t Task) Ended() bool { return t.State == Done || t.State == Failed }

// Failure is an error as its owner may see it; see apperr.
type Failure struct {
	Kind  apperr.Kind
	Key   string
	Args  map[string]any  `json:",omitempty"`
	Field string          `json:",omitempty"` // of the input, as apperr.Error has it
	Value json.RawMessage `json:",omitempty"` // what the work returned beside its error
}

// UnmarshalJSON gives the arguments of the text back as they were: whole numbers and
// dates.
func (f *Failure) UnmarshalJSON(text []byte) error {
	type plain Failure
	if err := json.Unmarshal(text, (*plain)(f)); err != nil {
		return err
	}
	for name, value := range f.Args {
		switch value := value.(type) {
		case float64:
			if whole := int(value); float64(whole) == value {
				f.Args[name] = whole
			}
		case string:
			if day, err := calendar.ParseISO(value); err == nil {
				f.Args[name] = day
			}
		}
	}
	return nil
}

// Err is the failure as the error it was; its cause stayed in the log.
func (f *Failure) Err() error { return apperr.New(f.Kind, f.Key, f.Args).At(f.Field) }

// Func is the work of a kind. It may be called again with the same task after a
// crash, reports to p, and ends soon after ctx does. The value is stored as JSON,
// beside an error too; it must hold nothing that may not be kept for 30 days.
type Func func(ctx context.Context, t Task, now time.Time, p *Progress) (value any, err error)

// Described is an input of which lists of running and of failed work have to know
// something: About is stored as JSON and outlives the input, so it has keys and
// never content.
type Described interface{ About() any }

// Request asks for work.
type Request struct {
	Kind  string
	Title string
	Owner int64
	Input any // stored as JSON until the work is done; may be Described
}
