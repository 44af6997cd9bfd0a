package page

import (
	"zaemme/internal/course"
	"zaemme/internal/i18n"
	"zaemme/internal/markdown"
)

// Labels are the titles of call-outs in the language of a course's text.
func Labels(texts *i18n.Bundle, lang string) course.Labels {
	p := texts.Printer(lang)
	return course.Labels{Lang: lang, Texts: map[markdown.Kind]string{
		markdown.Scene: p.T("callout.scene"), markdown.Exercise: p.T("callout.exercise"),
		markdown.Solution: p.T("callout.solution"), markdown.Remember: p.T("callout.remember"),
		markdown.Note: p.T("callout.note"), markdown.Contact: p.T("callout.contact"),
		markdown.LabelTable:      p.T("learner.module.table"),
		markdown.LabelTranscript: p.T("media.transcript"), markdown.LabelFile: p.T("media.file"),
	}}
}
