package coursefile

import "maps"

// QuestionType says how a question is answered and graded.
type QuestionType string

// The types of question.
const (
	Single    QuestionType = "single"    // exactly one option is right
	Multiple  QuestionType = "multiple"  // at least one right, at least one wrong
	TrueFalse QuestionType = "truefalse" // two options, one right
	Order     QuestionType = "order"     // items to be put into their order
	Match     QuestionType = "match"     // each left side gets a right side
	Numeric   QuestionType = "number"    // a number is typed
	ShortText QuestionType = "text"      // a word or two are typed
)

// Question is one question of the quiz. Its texts are plain, with placeholders.
// Beside the common fields it has those of its type alone.
type Question struct {
	ID         string       `json:"id"`
	Module     int          `json:"module,omitempty"` // 0 for classroom
	Competence string       `json:"competence"`
	Type       QuestionType `json:"type"`
	Critical   bool         `json:"critical,omitempty"` // must be right to pass
	// Partial gives a part of the point for a part of the answer, else it is all
	// or nothing; multiple, order and match.
	Partial     bool                `json:"partial,omitempty"`
	Text        Texts               `json:"text"`
	Options     []Option            `json:"options,omitempty"` // single, multiple, truefalse
	Items       []Item              `json:"items,omitempty"`   // order: as they belong
	Pairs       []Pair              `json:"pairs,omitempty"`   // match
	Extra       []Texts             `json:"extra,omitempty"`   // match: right sides that fit nothing
	Number      *Number             `json:"number,omitempty"`  // number
	Accept      map[string][]string `json:"accept,omitempty"`  // text: every right spelling by language, none twice
	Why         Texts               `json:"why,omitempty"`     // number and text: why this is right
	Explanation Texts               `json:"explanation"`
}

// Option is one possible answer with the reason why it is right or wrong.
type Option struct {
	Text    Texts `json:"text"`
	Correct bool  `json:"correct,omitempty"`
	Why     Texts `json:"why"`
}

// Item is one step of an order with the reason why it stands there.
type Item struct {
	Text Texts `json:"text"`
	Why  Texts `json:"why"`
}

// Pair is a left side with the right side that it gets. Two pairs may have the
// same right side.
type Pair struct {
	Left  Texts `json:"left"`
	Right Texts `json:"right"`
	Why   Texts `json:"why"`
}

// Number is a number that is asked for. Right is what lies within Tolerance of
// Value, both ends included.
type Number struct {
	Value     Decimal `json:"value"`
	Tolerance Decimal `json:"tolerance,omitempty"`
	Unit      Texts   `json:"unit,omitempty"`
}

// Rights are the right sides to choose from at each left side, each once: those
// of the pairs in their order, then the extra ones.
func (q *Question) Rights() []Texts {
	var list []Texts
	for _, p := range q.Pairs {
		if rightSide(list, p.Right) < 0 {
			list = append(list, p.Right)
		}
	}
	return append(list, q.Extra...)
}

// RightOf is the index in Rights of what belongs to the pair.
func (q *Question) RightOf(pair int) int { return rightSide(q.Rights(), q.Pairs[pair].Right) }

func rightSide(list []Texts, text Texts) int {
	for i := range list {
		if maps.Equal(list[i], text) {
			return i
		}
	}
	return -1
}
