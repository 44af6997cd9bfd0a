package coursefile

// The documents of questions.yaml, in the order in which it has their fields.
type (
	questionDoc struct {
		ID          string              `yaml:"id"`
		Module      int                 `yaml:"module,omitempty"`
		Competence  string              `yaml:"competence"`
		Type        QuestionType        `yaml:"type"`
		Critical    bool                `yaml:"critical,omitempty"`
		Partial     bool                `yaml:"partial,omitempty"`
		Text        Texts               `yaml:"text"`
		Options     []optionDoc         `yaml:"options,omitempty"`
		Items       []itemDoc           `yaml:"items,omitempty"`
		Pairs       []pairDoc           `yaml:"pairs,omitempty"`
		Extra       []Texts             `yaml:"extra,omitempty"`
		Number      *Decimal            `yaml:"number,omitempty"`
		Tolerance   *Decimal            `yaml:"tolerance,omitempty"`
		Unit        Texts               `yaml:"unit,omitempty"`
		Accept      map[string][]string `yaml:"accept,omitempty"`
		Why         Texts               `yaml:"why,omitempty"`
		Explanation Texts               `yaml:"explanation"`
	}
	optionDoc struct {
		Text    Texts `yaml:"text"`
		Correct bool  `yaml:"correct,omitempty"`
		Why     Texts `yaml:"why"`
	}
	itemDoc struct {
		Text Texts `yaml:"text"`
		Why  Texts `yaml:"why"`
	}
	pairDoc struct {
		Left  Texts `yaml:"left"`
		Right Texts `yaml:"right"`
		Why   Texts `yaml:"why"`
	}
)

// WriteQuestions is the file of the questions.
func WriteQuestions(questions []Question) []byte {
	if len(questions) == 0 {
		return []byte("[]\n")
	}
	list := make([]questionDoc, len(questions))
	for i, q := range questions {
		list[i] = newQuestionDoc(q)
	}
	return encode(list)
}

func newQuestionDoc(q Question) questionDoc {
	doc := questionDoc{
		ID: q.ID, Module: q.Module, Competence: q.Competence, Type: q.Type, Critical: q.Critical, Partial: q.Partial,
		Text: q.Text, Extra: q.Extra, Accept: q.Accept, Why: q.Why, Explanation: q.Explanation,
	}
	for _, option := range q.Options {
		doc.Options = append(doc.Options, optionDoc(option))
	}
	for _, item := range q.Items {
		doc.Items = append(doc.Items, itemDoc(item))
	}
	for _, pair := range q.Pairs {
		doc.Pairs = append(doc.Pairs, pairDoc(pair))
	}
	if q.Number != nil {
		doc.Number, doc.Unit = &q.Number.Value, q.Number.Unit
		if q.Number.Tolerance != 0 {
			doc.Tolerance = &q.Number.Tolerance
		}
	}
	return doc
}
