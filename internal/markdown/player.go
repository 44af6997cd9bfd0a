package markdown

import (
	"cmp"
	"html"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

var mediaFile = regexp.MustCompile(`^[^/\s]+\.(?:mp4|webm|mp3|m4a|ogg)$`)

// media refuses a film or sound that is not the course's, has no title, stands within
// a sentence, or cannot be followed by who does not hear it.
func (p *page) media(n *ast.Image, name string) {
	of := func(key string) { p.report(position(n), key, map[string]any{"name": name}) }
	m, known := p.opts.Media[name]
	if !known {
		of(KeyMedia)
		return
	}
	if p.inline(n) == "" {
		of(KeyMediaText)
	}
	if _, alone := p.mediaOf(n.Parent()); !alone {
		of(KeyMediaPlace)
	}
	switch {
	case m.Video() && len(m.Captions) == 0:
		of(KeyMediaCaptions)
	case !m.Video() && m.Transcript == "":
		of(KeyMediaTranscript)
	}
}

// mediaOf is the film or sound that is all there is in a paragraph, nil for others.
func (p *page) mediaOf(n ast.Node) (*ast.Image, bool) {
	if n == nil || n.Kind() != ast.KindParagraph || n.ChildCount() != 1 {
		return nil, false
	}
	image, is := n.FirstChild().(*ast.Image)
	if !is {
		return nil, false
	}
	_, known := p.opts.Media[string(image.Destination)]
	return image, known
}

// renderParagraph writes a player where a film or sound stands alone: none of its
// parts may be in a <p>.
func (p *page) renderParagraph(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	image, plays := p.mediaOf(node)
	switch {
	case plays && entering:
		if _, err := write(w, p.player(p.opts.Media[string(image.Destination)], p.inline(image))); err != nil {
			return ast.WalkStop, err
		}
		return ast.WalkSkipChildren, nil
	case plays:
		return ast.WalkContinue, nil
	case entering:
		return write(w, "<p>")
	}
	return write(w, "</p>\n")
}

// player is the browser's own one, with the title before it and behind it what is
// said, and the file's address, which alone is left on paper.
func (p *page) player(m Media, title string) string {
	id := html.EscapeString(p.ids.take(title, "film"))
	tag, more := "audio", ""
	if m.Video() {
		tag, more = "video", " playsinline"
	}
	out := `<div class="media media-` + tag + "\">\n" + `<p class="media-title" id="` + id + `">` + html.EscapeString(title) + "</p>\n" +
		"<" + tag + ` controls preload="metadata"` + more + ` aria-labelledby="` + id + `">` +
		`<source src="` + html.EscapeString(m.URL) + `" type="` + html.EscapeString(m.Type) + `">`
	for i, c := range m.Captions {
		first := ""
		if i == 0 {
			first = " default"
		}
		out += `<track kind="captions" src="` + html.EscapeString(c.URL) + `" srclang="` + html.EscapeString(c.Lang) + `" label="` + html.EscapeString(c.Name) + `"` + first + ">"
	}
	out += "</" + tag + ">\n"
	if m.Transcript != "" {
		opts := p.opts
		opts.IDPrefix, opts.Images, opts.Media = id+"--", nil, nil
		said, _ := Render(m.Transcript, opts) // what is wrong in it is said of its own file
		p.besides += said.Words
		label := cmp.Or(p.opts.Labels[LabelTranscript], title)
		out += `<details class="media-said">` + "\n<summary>" + html.EscapeString(label) + "</summary>\n<div class=\"media-body\">\n" + said.HTML + "\n</div>\n</details>\n"
	}
	return out + `<p class="media-file"><a href="` + html.EscapeString(m.URL) + `">` + html.EscapeString(cmp.Or(p.opts.Labels[LabelFile], title)) + "</a></p>\n</div>\n"
}
