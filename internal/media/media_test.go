package media_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/media"
	"zaemme/internal/testing/films"
)

// Only the content says what a file is, and a cut one is none.
func TestOnlyTheContentSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content []byte
		want    string
		kind    apperr.Kind
	}{
		"mp4":                {films.MP4("isom", "vide", "soun"), "video/mp4", ""},
		"m4a":                {films.MP4("M4A ", "soun"), "audio/mp4", ""},
		"sound named mp4":    {films.MP4("isom", "soun"), "audio/mp4", ""},
		"no track":           {films.MP4("isom"), "", apperr.Invalid},
		"quicktime":          {films.MP4("qt  ", "vide"), "", apperr.Invalid},
		"a picture (heic)":   {films.MP4("heic", "pict"), "", apperr.Invalid},
		"a cut mp4":          {films.MP4("isom", "vide")[:60], "", apperr.Invalid},
		"something appended": {append(films.MP4("isom", "vide"), "<script>alert(1)</script>"...), "", apperr.Invalid},
		"webm":               {films.WebM("webm"), "video/webm", ""},
		"matroska":           {films.WebM("mkv!"), "", apperr.Invalid},
		"a cut webm":         {films.WebM("webm")[:30], "", apperr.Invalid},
		"mp3":                {films.MP3(false), "audio/mpeg", ""},
		"mp3 with a tag":     {films.MP3(true), "audio/mpeg", ""},
		"a cut mp3":          {films.MP3(false)[:500], "", apperr.Invalid},
		"vorbis":             {films.Ogg("\x01vorbis", true), "audio/ogg", ""},
		"opus":               {films.Ogg("OpusHead", true), "audio/ogg", ""},
		"theora":             {films.Ogg("\x80theora", true), "", apperr.Invalid},
		"a cut ogg":          {films.Ogg("OpusHead", false), "", apperr.Invalid},
		"a page":             {[]byte("<!doctype html><video>"), "", apperr.Invalid},
		"a page in a tag":    {[]byte("ID3\x04\x00\x00\x00\x00\x00\x00<!doctype html><script>alert(1)</script>"), "", apperr.Invalid},
		"a program":          {[]byte("MZ\x90\x00"), "", apperr.Invalid},
		"nothing":            {nil, "", apperr.Invalid},
		"too much sound":     {films.Large("M4A ", "soun", media.MaxAudio+1), "", apperr.TooLarge},
	} {
		k, err := media.Describe(bytes.NewReader(c.content), int64(len(c.content)))
		if k.Type != c.want || c.kind != "" && !apperr.Is(err, c.kind) || c.kind == "" && err != nil {
			t.Errorf("%s: %q, %v", name, k.Type, err)
		}
	}
}

func TestCaptionsSayWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	good := "WEBVTT Film\nKind: captions\n\nNOTE Entwurf\n\n1\n00:00.000 --> 00:02.500 line:80%\nGuten Tag.\n\n00:00:02.500 --> 01:00:03.000\n<v Anna>Ja.\nUnd so."
	for name, c := range map[string]struct {
		content string
		want    []string // line and key
	}{
		"good":             {good, nil},
		"other line ends":  {"\ufeff" + strings.ReplaceAll(good, "\n", "\r\n") + "\r\n\r\n", nil},
		"a subtitle (srt)": {"1\n00:00:01,000 --> 00:00:02,000\nHallo", []string{"1 head", "2 head", "1 none"}},
		"no cue":           {"WEBVTT\n", []string{"1 none"}},
		"a comma":          {"WEBVTT\n\n00:01,000 --> 00:02.000\nHallo", []string{"3 time"}},
		"backwards":        {"WEBVTT\n\n00:03.000 --> 00:02.000\nHallo", []string{"3 span"}},
		"out of order":     {"WEBVTT\n\n00:03.000 --> 00:04.000\nA\n\nzwei\n00:01.000 --> 00:02.000\nB", []string{"7 order"}},
		"nothing said":     {"WEBVTT\n\n00:03.000 --> 00:04.000\n", []string{"3 empty"}},
		"a style":          {good + "\n\nSTYLE\n::cue { background: url(//x.example) }", []string{"14 style"}},
		"an arrow":         {"WEBVTT\n\n00:03.000 --> 00:04.000\nA\n00:05.000 --> 00:06.000\nB", []string{"5 arrow"}},
		"a name alone":     {good + "\n\nEnde", []string{"14 time"}},
		"Latin 1":          {"WEBVTT\n\n00:03.000 --> 00:04.000\nGr\xfcezi", []string{"1 encoding"}},
		"nothing":          {"", []string{"1 head", "1 none"}},
	} {
		kept, faults := media.Captions(c.content)
		var have []string
		for _, f := range faults {
			have = append(have, fmt.Sprint(f.Line, " ", strings.TrimPrefix(f.Key, "captions_")))
		}
		if !slices.Equal(have, c.want) {
			t.Errorf("%s: %q", name, have)
		}
		if c.want == nil && kept != good+"\n" {
			t.Errorf("%s: %q", name, kept)
		}
	}
}

// FuzzCaptions holds that no text makes Captions panic, that each fault has a line of
// the text, and that what is kept is kept the same.
func FuzzCaptions(f *testing.F) {
	f.Add("WEBVTT\n\n1\n00:00.000 --> 00:02.500\nGuten Tag.")
	f.Add("WEBVTT\r\n\r\nNOTE x\r\n\r\nSTYLE\r\n\r\n-->\r\n\r\nx")
	f.Fuzz(func(t *testing.T, content string) {
		kept, faults := media.Captions(content)
		again, more := media.Captions(kept)
		if again != kept || len(faults) == 0 && len(more) > 0 {
			t.Errorf("%q, %q", kept, again)
		}
		for _, one := range faults {
			if one.Line < 1 || one.Line > strings.Count(kept, "\n")+1 {
				t.Errorf("line %d of %q", one.Line, kept)
			}
		}
	})
}

// FuzzDescribe holds that no content makes Describe panic or read what is not there.
func FuzzDescribe(f *testing.F) {
	for _, seed := range [][]byte{films.MP4("isom", "vide"), films.WebM("webm"), films.MP3(true), films.Ogg("OpusHead", true)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if k, err := media.Describe(bytes.NewReader(content), int64(len(content))); (err == nil) != (k.Type != "") {
			t.Errorf("%+v, %v", k, err)
		}
	})
}
