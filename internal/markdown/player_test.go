package markdown

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

const (
	filmURL     = "/medien/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.mp4"
	captionsURL = "/medien/fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210.vtt"
)

func TestAPlayer(t *testing.T) {
	t.Parallel()
	sound := strings.Replace(filmURL, "mp4", "mp3", 1)
	opts := Options{Labels: map[Kind]string{LabelTranscript: "Zum Nachlesen", LabelFile: "Datei"}, IDPrefix: "m1-", Media: map[string]Media{
		"film.mp4":   {URL: filmURL, Type: "video/mp4", Captions: []Captions{{"de", "Deutsch", captionsURL}, {"en", "English", captionsURL}}, Transcript: "## Anfang\n\nGuten *Tag*."},
		"stumm.webm": {URL: filmURL, Type: "video/webm"}, "ton.mp3": {URL: sound, Type: "audio/mpeg", Transcript: "Gesagt ist gesagt."}, "leer.ogg": {URL: sound, Type: "audio/ogg"}}}
	doc, err := Render("## Anfang\n\n![Der Brief](film.mp4)\n\nDanach.", opts)
	if err != nil || !strings.Contains(doc.HTML, `<p class="media-title" id="m1-der-brief">Der Brief</p>
<video controls="" preload="metadata" playsinline="" aria-labelledby="m1-der-brief"><source src="`+filmURL+`" type="video/mp4"><track kind="captions" src="`+captionsURL+`" srclang="de" label="Deutsch" default=""><track kind="captions" src="`+captionsURL+`" srclang="en" label="English"></video>
<details class="media-said">
<summary>Zum Nachlesen</summary>
<div class="media-body">
<h2 id="m1-der-brief--anfang">Anfang</h2>`) {
		t.Fatalf("%v\n%s", err, doc.HTML)
	}
	if doc.Words != 7 || !strings.Contains(doc.Text, "Guten Tag") || len(doc.Outline) != 1 || doc.Blocks[1].Type != "media" {
		t.Errorf("%d words, %+v, %q", doc.Words, doc.Blocks, doc.Text)
	}
	if strings.Contains(doc.HTML, "<p><div") {
		t.Error(doc.HTML)
	}
	for text, want := range map[string]string{
		"![Ton](ton.mp3)": "", "- ![Ton](ton.mp3)": KeyMediaPlace, "Da: ![Ton](ton.mp3)": KeyMediaPlace, "![](film.mp4)": KeyMediaText,
		"![Da](fehlt.mp4)": KeyMedia, "![Da](stumm.webm)": KeyMediaCaptions, "![Da](leer.ogg)": KeyMediaTranscript, "![Da](https://x.example/film.mp4)": KeyImage,
	} {
		doc, err := Render("a\n\n"+text, opts)
		var problems Problems
		errors.As(err, &problems)
		if (want == "") != (err == nil) || want != "" && !slices.ContainsFunc(problems, func(p Problem) bool { return p.Key == want && p.Line == 3 }) {
			t.Errorf("%s: %v", text, err)
		}
		checked := strings.NewReplacer(sound, "", filmURL, "").Replace(doc.HTML)
		if strings.Contains(checked, "src=\"h") {
			t.Errorf("%s: %s", text, doc.HTML)
		}
	}
}
