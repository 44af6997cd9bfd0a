package authoring

import (
	"slices"

	"zaemme/internal/coursefile"
	"zaemme/internal/markdown"
)

// ExternalLink is an address that a course links to, with every place where it stands.
type ExternalLink struct {
	Address string
	Places  []Place
}

// mostLinks are the addresses of a course that are listed.
const mostLinks = 200

// ExternalLinks are the addresses of the web in the texts of a course, in their order,
// each once.
func ExternalLinks(c *coursefile.Course) []ExternalLink {
	var list []ExternalLink
	add := func(body string, place Place) {
		for _, one := range markdown.Links(body) {
			at := place
			at.Line = one.Line
			i := slices.IndexFunc(list, func(l ExternalLink) bool { return l.Address == one.Address })
			switch {
			case i >= 0:
				list[i].Places = append(list[i].Places, at)
			case len(list) < mostLinks:
				list = append(list, ExternalLink{Address: one.Address, Places: []Place{at}})
			}
		}
	}
	for _, m := range texts(c) {
		add(m.Body, Place{Part: m.part, No: m.No})
		for _, lang := range c.Languages {
			add(m.Translations[lang], Place{Part: m.part, No: m.No, Lang: lang})
		}
	}
	return list
}
