package coursefile

// The documents of local.yaml, in the order in which it has their fields.
type (
	placeholderDoc struct {
		Kind OverlayKind `yaml:"kind"`
		Name string      `yaml:"name"`
		Own  string      `yaml:"own"`
	}
	paragraphDoc struct {
		Kind     OverlayKind `yaml:"kind"`
		Text     string      `yaml:"text"`
		Language string      `yaml:"language"`
		Base     string      `yaml:"base"`
		Own      string      `yaml:"own"`
	}
	pageDoc struct {
		Kind         OverlayKind       `yaml:"kind"`
		After        string            `yaml:"after,omitempty"`
		Slug         string            `yaml:"slug"`
		Title        Texts             `yaml:"title"`
		Minutes      int               `yaml:"minutes"`
		Body         string            `yaml:"body"`
		Translations map[string]string `yaml:"translations,omitempty"`
	}
	ownQuestionDoc struct {
		Kind OverlayKind `yaml:"kind"`
		Name string      `yaml:"name"`
		Base questionDoc `yaml:"base"`
		Own  questionDoc `yaml:"own"`
	}
)

// WriteOverlays is the file of own texts.
func WriteOverlays(overlays []Overlay) []byte {
	list := make([]any, len(overlays))
	for i, o := range overlays {
		switch o.Kind {
		case OwnPlaceholder:
			list[i] = placeholderDoc{o.Kind, o.Name, o.Own}
		case OwnParagraph:
			list[i] = paragraphDoc{o.Kind, o.Name, o.Language, o.Base, o.Own}
		case OwnPage:
			list[i] = pageDoc{o.Kind, o.Name, o.Page.Slug, o.Page.Titles, o.Page.Minutes, o.Page.Body, o.Page.Translations}
		case OwnQuestion:
			list[i] = ownQuestionDoc{o.Kind, o.Name, newQuestionDoc(*o.Was), newQuestionDoc(*o.Question)}
		}
	}
	return encode(list)
}
