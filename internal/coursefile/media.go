package coursefile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"zaemme/internal/apperr"
	"zaemme/internal/markdown"
	"zaemme/internal/media"
)

// MaxMedia is how much the films and sounds of a course have together, in bytes: one
// of the largest and some short ones, and no burden for who packs or unpacks it.
const MaxMedia = 64 << 20

// Medium is a film or sound that the texts of a course play.
type Medium struct {
	Name        string `json:"name"` // of its file
	Hash        string `json:"hash"` // SHA-256 of the content, hex
	Size        int64  `json:"size"` // bytes
	Type        string `json:"type"` // media type, such as video/mp4
	Captions    Texts  `json:"captions,omitempty"`
	Transcripts Texts  `json:"transcripts,omitempty"` // Markdown
	Content     []byte `json:"-"`                     // of a course that was read from files with it
}

// Stem is the name without its ending, with which captions and transcripts begin.
func (m Medium) Stem() string { return m.Name[:strings.LastIndexByte(m.Name, '.')] }

// URL is where the film or sound is served.
func (m Medium) URL() string {
	return "/medien/" + m.Hash + m.Name[strings.LastIndexByte(m.Name, '.'):]
}

// Video reports moving pictures; the others are sound alone.
func (m Medium) Video() bool { return strings.HasPrefix(m.Type, "video/") }

// CaptionsURL is where captions are served.
func CaptionsURL(captions string) string {
	sum := sha256.Sum256([]byte(captions))
	return "/medien/" + hex.EncodeToString(sum[:]) + ".vtt"
}

// ownNames are the languages as they call themselves.
var ownNames = map[string]string{"de": "Deutsch", "en": "English", "fr": "Français", "it": "Italiano"}

// Players are the films and sounds as texts in the language find them: its captions
// first, else those of the main language.
func (c *Course) Players(lang string) map[string]markdown.Media {
	list := map[string]markdown.Media{}
	for _, m := range c.Media {
		one := markdown.Media{URL: m.URL(), Type: m.Type, Transcript: m.Transcripts[lang]}
		if one.Transcript == "" {
			one.Transcript = m.Transcripts.In(c.Language)
		}
		for _, l := range slices.Compact(append([]string{lang, c.Language}, languages...)) {
			url := CaptionsURL(m.Captions[l])
			if m.Captions[l] != "" && !slices.ContainsFunc(one.Captions, func(c markdown.Captions) bool { return c.Lang == l }) {
				one.Captions = append(one.Captions, markdown.Captions{Lang: l, Name: ownNames[l], URL: url})
			}
		}
		list[m.Name] = one
	}
	return list
}

var (
	mediaName = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*\.(?:mp4|webm|mp3|m4a|ogg)$`)
	reference = regexp.MustCompile(`^zaemme-media 1\nsha256 ([0-9a-f]{64})\nsize ([0-9]{1,9})\ntype ((?:video|audio)/[a-z0-9]+)\n$`)
)

// MediaName reports whether a film or sound of a course may be called so.
func MediaName(name string) bool { return mediaName.MatchString(name) }

// Reference stands for the content in the files of a draft: a film is not read each
// time a page of the draft is shown.
func (m Medium) Reference() []byte {
	return fmt.Appendf(nil, "zaemme-media 1\nsha256 %s\nsize %d\ntype %s\n", m.Hash, m.Size, m.Type)
}

func (m Medium) write(files Files) {
	files[m.Name] = m.Reference()
	if m.Content != nil {
		files[m.Name] = m.Content
	}
	for lang, text := range m.Captions {
		files[m.Stem()+"."+lang+".vtt"] = []byte(text)
	}
	for lang, text := range m.Transcripts {
		files[m.Stem()+"."+lang+".md"] = []byte(text + "\n")
	}
}

// media reads the films and sounds of the folder with what stands beside them.
func (f *folder) media(c *Course) {
	for name := range f.files {
		if mediaName.MatchString(name) {
			if one, ok := f.medium(name); ok {
				c.Media = append(c.Media, one)
			}
		}
	}
	slices.SortFunc(c.Media, func(a, b Medium) int { return strings.Compare(a.Name, b.Name) })
	for i := range c.Media {
		m := &c.Media[i]
		r := f.report(m.Name)
		_, text := f.files[m.Stem()+".md"]
		switch {
		case i > 0 && c.Media[i-1].Stem() == m.Stem():
			r.add(Error, 1, 0, "media_twice", args("name", m.Stem()))
			f.keep(r)
			continue
		case text:
			r.add(Error, 1, 0, "media_name", args("name", m.Stem()))
		}
		f.said(m, c)
		_, captions := m.Captions[spoken(c)]
		_, transcript := m.Transcripts[spoken(c)]
		if !captions && len(m.Captions) > 0 || !m.Video() && !transcript && len(m.Transcripts) > 0 {
			r.add(Error, 1, 0, "media_language", args("language", spoken(c)))
		}
		f.keep(r)
	}
}

func (f *folder) medium(name string) (Medium, bool) {
	r := f.report(name)
	defer func() { f.keep(r) }()
	named, _ := media.Named(name)
	content, ok := f.bytes(name, r, int(named.Most()))
	if !ok {
		return Medium{}, false
	}
	if m := reference.FindSubmatch(content); m != nil && string(m[3]) == named.Type {
		size, _ := strconv.ParseInt(string(m[2]), 10, 64) // nine digits
		return Medium{Name: name, Hash: string(m[1]), Size: size, Type: named.Type}, true
	}
	kind, err := media.Describe(bytes.NewReader(content), int64(len(content)))
	switch {
	case apperr.Is(err, apperr.TooLarge):
		r.add(Error, 1, 0, "media_large", args("megabytes", named.Most()>>20))
		return Medium{}, false
	case err != nil || kind != named:
		r.add(Error, 1, 0, "media_content", nil)
		return Medium{}, false
	}
	sum := sha256.Sum256(content)
	return Medium{Name: name, Hash: hex.EncodeToString(sum[:]), Size: int64(len(content)), Type: kind.Type, Content: content}, true
}

// said reads captions and transcripts of a film or sound.
func (f *folder) said(m *Medium, c *Course) {
	for _, lang := range languages {
		if name := m.Stem() + "." + lang + ".vtt"; f.has(name) {
			r := f.report(name)
			if text, ok := f.read(name, r); ok {
				kept, faults := media.Captions(text)
				for _, fault := range faults {
					r.add(Error, fault.Line, 0, fault.Key, nil)
				}
				if m.Captions == nil {
					m.Captions = Texts{}
				}
				m.Captions[lang] = kept
			}
			f.keep(r)
		}
		name := m.Stem() + "." + lang + ".md"
		if _, text := f.files[m.Stem()+".md"]; text || !f.has(name) {
			continue
		}
		r := f.report(name)
		if text, ok := f.read(name, r); ok {
			if m.Transcripts == nil {
				m.Transcripts = Texts{}
			}
			text = Transcript(text)
			m.Transcripts[lang] = text
			r.body(text, 1, freeText, lang, &Course{Language: c.Language})
		}
		f.keep(r)
	}
}

func (f *folder) has(name string) bool {
	_, there := f.files[name]
	return there
}

// Transcript is the text of a transcript as it is kept.
func Transcript(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.TrimRight(strings.TrimLeft(norm.NFC.String(text), "\n"), " \t\n")
}
