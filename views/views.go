// Package views holds what people see: templates, static files and texts,
// embedded into the binary.
//
//	layout/    page (with navigation), plain (signing in, errors), print (A4)
//	partial/   the components; internal/web/page/doc.go lists them
//	page/      <audience>/<page>.html, its path mirrors its handler's
//	static/    app.css, app.js; addressed by {{asset "app.css"}}
//	i18n/      <area>.<language>.yaml; internal/i18n says how texts are written
//	mail/      letter.txt.tmpl and letter.html.tmpl, the form of all mails
//
// Invariant: nothing here is read from disk at run time.
package views

import (
	"embed"

	"zaemme/internal/i18n"
)

// Files are all folders of this package.
//
//go:embed i18n layout mail page partial static
var Files embed.FS

// Texts loads the catalogues of all languages. The error names file and line.
func Texts() (*i18n.Bundle, error) { return i18n.Load(Files, "i18n") }
