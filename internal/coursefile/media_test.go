package coursefile

import (
	"slices"
	"strings"
	"testing"

	"zaemme/internal/testing/films"
)

const captions = "WEBVTT\n\n00:00.000 --> 00:02.000\nGuten Tag.\n"

// withMedia is the sample with a film and a sound that its first module plays.
func withMedia() map[string]string {
	files := sample()
	files["film.mp4"], files["film.de.vtt"], files["film.en.vtt"] = string(films.MP4("isom", "vide")), captions, captions
	files["film.de.md"] = "Sie sagt: *Guten Tag.*\n"
	files["ton.mp3"], files["ton.de.md"] = string(films.MP3(true)), "Gesagt ist gesagt.\n"
	files["01-eins.md"] = strings.Replace(files["01-eins.md"], "\n> [!EXERCISE]", "\n![Der Brief](film.mp4)\n\n![Das Telefon](ton.mp3)\n\n> [!EXERCISE]", 1)
	return files
}

// What a film says, its captions and its content leave with the course and come back;
// what refers to the content stands for it.
func TestFilmsSurviveTheirFiles(t *testing.T) {
	t.Parallel()
	c, problems := Load(catalogue(withMedia(), classroomSample()), "ab-01")
	if HasErrors(problems) || len(c.Media) != 2 || c.Media[0].Captions["en"] == "" || c.Media[1].Transcripts["de"] != "Gesagt ist gesagt." {
		t.Fatalf("%v, %+v", problems, c.Media)
	}
	roundTrip(t, c)
	without := *c
	without.Media = slices.Clone(c.Media)
	for i := range without.Media {
		without.Media[i].Content = nil
	}
	files := without.Files()
	read, problems := files.Load("ab-01")
	if HasErrors(problems) || read.Hash() != c.Hash() || len(files["film.mp4"]) > 200 || read.Media[0].Content != nil {
		t.Errorf("%v, %q", problems, files["film.mp4"])
	}
	if p := c.Players("en")["film.mp4"]; len(p.Captions) != 2 || p.Captions[0].Lang != "en" || p.Transcript == "" || p.URL != c.Media[0].URL() {
		t.Errorf("%+v", p)
	}
}

func TestWhatAFilmLacksIsSaidWithItsPlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(files map[string]string)
		file   string
		key    string
	}{
		"no captions":        {func(f map[string]string) { delete(f, "film.de.vtt"); delete(f, "film.en.vtt") }, "01-eins.md", "media_captions"},
		"captions elsewhere": {func(f map[string]string) { delete(f, "film.de.vtt") }, "film.mp4", "media_language"},
		"no transcript":      {func(f map[string]string) { delete(f, "ton.de.md") }, "01-eins.md", "media_transcript"},
		"another content":    {func(f map[string]string) { f["film.mp4"] = string(films.MP3(false)) }, "film.mp4", "media_content"},
		"a page":             {func(f map[string]string) { f["ton.mp3"] = "<script>" }, "ton.mp3", "media_content"},
		"broken captions":    {func(f map[string]string) { f["film.de.vtt"] = "WEBVTT\n\n1\n" }, "film.de.vtt", "captions_time"},
		"an umlaut":          {func(f map[string]string) { f["ton.de.md"] = "Das heißt so.\n" }, "ton.de.md", "text_sharp_s"},
		"HTML":               {func(f map[string]string) { f["ton.de.md"] = "<b>x</b>\n" }, "ton.de.md", "raw_html"},
		"of nobody":          {func(f map[string]string) { f["fremd.de.vtt"] = captions }, "fremd.de.vtt", "file_unclaimed"},
		"the same name":      {func(f map[string]string) { f["film.webm"] = string(films.WebM("webm")) }, "film.webm", "media_twice"},
		"a text's name":      {func(f map[string]string) { f["02-zwei.mp4"] = string(films.MP4("isom", "vide")) }, "02-zwei.mp4", "media_name"},
		"not played":         {func(f map[string]string) { f["mehr.mp4"] = string(films.MP4("isom", "vide")) }, "mehr.mp4", "media_unused"},
		"in a sentence": {func(f map[string]string) {
			f["01-eins.md"] = strings.Replace(f["01-eins.md"], "![Das Telefon]", "Hier: ![Das Telefon]", 1)
		}, "01-eins.md", "media_place"},
	} {
		files := withMedia()
		c.change(files)
		_, problems := Load(catalogue(files, classroomSample()), "ab-01")
		if !slices.ContainsFunc(problems, func(p Problem) bool {
			return p.File == "ab-01/"+c.file && p.Key == c.key && p.Line > 0 && p.Text("de") != p.Key && p.Text("en") != p.Text("de")
		}) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}
