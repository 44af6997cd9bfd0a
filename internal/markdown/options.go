package markdown

import "strings"

// Kind is the kind of a call-out, as written in its marker.
type Kind string

// The kinds of call-out.
const (
	Scene    Kind = "SCENE"    // a situation from work, at the start of a module
	Exercise Kind = "EXERCISE" // something to think about or do
	Solution Kind = "SOLUTION" // the answer to an exercise, folded until opened
	Remember Kind = "REMEMBER" // what to keep in mind, at the end
	Note     Kind = "NOTE"     // an aside
	Contact  Kind = "CONTACT"  // whom to turn to
)

// LabelTable is the key in Labels of the word for a table («Tabelle»), which
// begins the accessible name of a table that scrolls sideways.
const LabelTable Kind = "TABLE"

// LabelTranscript is the key in Labels of the word above what a film or sound says
// («Zum Nachlesen»), and LabelFile of the one before its file's address.
const (
	LabelTranscript Kind = "TRANSCRIPT"
	LabelFile       Kind = "FILE"
)

// Kinds lists the kinds of call-out in the order of the format's description.
func Kinds() []Kind {
	return []Kind{Scene, Exercise, Solution, Remember, Note, Contact}
}

// Options say how a text is rendered. The zero value renders a text without
// call-outs and placeholders.
type Options struct {
	// HeadingOffset is added to each heading's level: 0 under an h1, 1 under an
	// h2. Levels end at 6.
	HeadingOffset int
	// IDPrefix begins every id; give each text its own if a page holds several.
	IDPrefix string
	// Values are the settings that replace {{name}}, as plain text. A name that
	// is missing here is a problem; an empty value is printed as nothing.
	Values map[string]string
	// Labels are the titles of call-outs without a title of their own, and
	// LabelTable, in the language of the text.
	Labels map[Kind]string
	// Images are the pictures that a text may show, by the name it uses. Every one
	// needs a text that stands for it.
	Images map[string]Image
	// Media are the films and sounds that a text may play, by the name it uses; each
	// stands alone in its paragraph, as a picture is written.
	Media map[string]Media
	// FirstLine is the line on which the text begins in its file, for problems;
	// 0 counts as 1.
	FirstLine int
}

// Image is a picture of a course: where it is served, and its size in pixels.
type Image struct {
	URL           string // /bild/<hash of the content>.png or .jpg
	Width, Height int
}

// Media is a film or sound of a course. A film needs captions, sound a transcript.
type Media struct {
	URL        string     // /medien/<hash of the content> with the ending of its kind
	Type       string     // media type, such as video/mp4
	Captions   []Captions // the first are those that are on
	Transcript string     // Markdown, in the language of the text where there is one; else empty
}

// Video reports moving pictures; the others are sound alone.
func (m Media) Video() bool { return strings.HasPrefix(m.Type, "video/") }

// Captions are those of a film in one language.
type Captions struct {
	Lang, Name string // de, Deutsch
	URL        string // /medien/<hash of the content>.vtt
}

// Doc is a rendered text.
type Doc struct {
	HTML    string    // sanitised, to be placed in a page as it is
	Text    string    // without markup, paragraphs parted by an empty line; for search and mail
	Outline []Heading // in reading order
	Blocks  []Block   // the blocks at the top level, in order; for checks
	Words   int       // words of Text that hold a letter or digit, without transcripts
}

// Heading is one entry of the outline.
type Heading struct {
	Level int    // as rendered, with the offset, 1 to 6
	Text  string // plain
	ID    string // with the prefix, unique in the text
	Line  int    // in the file
}

// Block is one block at the top level of a text.
type Block struct {
	Type    string // heading, paragraph, list, table, callout, quote, code, rule, media or other
	Callout Kind   // of a call-out, else empty
	Level   int    // of a heading as written, else 0
	Items   int    // entries of the list in a call-out, or of a list; rows of a table
	Empty   bool   // a call-out that has nothing but its title
	Line    int    // in the file
}

// wordsPerMinute is the silent reading speed of adults for German running text
// (IReST, Trauzettel-Klosinski and Dietz 2012: 179 words a minute).
const wordsPerMinute = 180

// Minutes is the time it takes to read the text, rounded up to whole minutes.
func (d Doc) Minutes() int {
	return (d.Words + wordsPerMinute - 1) / wordsPerMinute
}
