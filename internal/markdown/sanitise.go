package markdown

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// policy lists all that a rendered text may hold. It is the second fence: the
// renderer writes nothing else, and what slips through is dropped here.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li",
		"h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "details", "summary",
		"table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)).OnElements(
		"h1", "h2", "h3", "h4", "h5", "h6", "p")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^[a-z][a-z -]*$`)).OnElements(
		"div", "p", "span", "details", "summary", "th", "td", "a")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^(?:group|region)$`)).OnElements("div")
	p.AllowAttrs("aria-labelledby").Matching(regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)).OnElements("div")
	p.AllowAttrs("aria-label").OnElements("div")
	p.AllowAttrs("tabindex").Matching(regexp.MustCompile(`^0$`)).OnElements("div")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^col$`)).OnElements("th")
	p.AllowAttrs("data-label").OnElements("td")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^/bild/[0-9a-f]{64}\.(?:png|jpg)$`)).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(bluemonday.Integer).OnElements("img")
	p.AllowAttrs("loading").Matching(regexp.MustCompile(`^lazy$`)).OnElements("img")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^/medien/[0-9a-f]{64}\.(?:mp4|webm|mp3|m4a|ogg)$`)).OnElements("source")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^(?:video|audio)/[a-z0-9]+$`)).OnElements("source")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^/medien/[0-9a-f]{64}\.vtt$`)).OnElements("track")
	p.AllowAttrs("kind").Matching(regexp.MustCompile(`^captions$`)).OnElements("track")
	p.AllowAttrs("srclang").Matching(regexp.MustCompile(`^[a-z]{2}$`)).OnElements("track")
	p.AllowAttrs("label").Matching(regexp.MustCompile(`^\p{L}+$`)).OnElements("track")
	p.AllowAttrs("default").Matching(regexp.MustCompile(`^$`)).OnElements("track")
	p.AllowAttrs("controls").Matching(regexp.MustCompile(`^$`)).OnElements("video", "audio")
	p.AllowAttrs("preload").Matching(regexp.MustCompile(`^metadata$`)).OnElements("video", "audio")
	p.AllowAttrs("playsinline").Matching(regexp.MustCompile(`^$`)).OnElements("video")
	p.AllowAttrs("aria-labelledby").Matching(regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)).OnElements("video", "audio")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^noopener noreferrer$`)).OnElements("a")
	p.AllowURLSchemes("https", "http", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}
