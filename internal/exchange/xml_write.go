package exchange

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// writeXML writes the entries, whose texts are plain, as Moodle exports them.
func writeXML(path string, entries []*entry) []byte {
	w := &xmlWriter{}
	w.out.WriteString(xml.Header + "<quiz>\n")
	w.out.WriteString(" <question type=\"category\">\n")
	w.out.WriteString("  <category><text>" + inXML(path) + "</text></category>\n")
	w.out.WriteString(" </question>\n")
	for _, e := range entries {
		w.question(e)
	}
	w.out.WriteString("</quiz>\n")
	return []byte(w.out.String())
}

type xmlWriter struct{ out strings.Builder }

func inXML(words string) string {
	var out strings.Builder
	if err := xml.EscapeText(&out, []byte(words)); err != nil {
		panic("exchange: a Builder does not fail: " + err.Error())
	}
	return out.String()
}

// simple writes an element with a text.
func (w *xmlWriter) simple(indent int, name, words string) {
	w.out.WriteString(strings.Repeat(" ", indent) + "<" + name + ">" + inXML(words) + "</" + name + ">\n")
}

const plainFormat = ` format="plain_text"`

func (w *xmlWriter) words(indent int, name, attributes, words string) {
	w.out.WriteString(strings.Repeat(" ", indent) + "<" + name + attributes + "><text>" + inXML(words) + "</text></" + name + ">\n")
}

func (w *xmlWriter) question(e *entry) {
	w.out.WriteString(" <question type=\"" + string(e.kind) + "\">\n")
	w.words(2, "name", "", e.title)
	w.words(2, "questiontext", plainFormat, e.stem.body)
	general := ""
	if e.general != nil {
		general = e.general.body
	}
	w.words(2, "generalfeedback", plainFormat, general)
	w.simple(2, "defaultgrade", "1")
	w.simple(2, "penalty", "0")
	w.simple(2, "hidden", "0")
	w.simple(2, "idnumber", e.id)
	w.settings(e)
	for i := range e.choices {
		w.answer(e, i)
	}
	for _, p := range e.pairs {
		w.out.WriteString("  <subquestion" + plainFormat + "><text>" + inXML(p.left.body) + "</text>\n")
		w.words(3, "answer", "", p.right.body)
		w.out.WriteString("  </subquestion>\n")
	}
	w.out.WriteString("  <tags>\n")
	for _, tag := range e.tags {
		w.words(3, "tag", "", tag)
	}
	w.out.WriteString("  </tags>\n </question>\n")
}

// settings are those that Moodle wants of the kind.
func (w *xmlWriter) settings(e *entry) {
	switch e.kind {
	case choiceKind:
		w.simple(2, "single", strconv.FormatBool(!e.many))
		w.simple(2, "shuffleanswers", "true")
		w.simple(2, "answernumbering", "none")
	case matching:
		w.simple(2, "shuffleanswers", "true")
	case short:
		w.simple(2, "usecase", "0")
	case ordering:
		w.simple(2, "layouttype", "VERTICAL")
		w.simple(2, "selecttype", "ALL")
		w.simple(2, "selectcount", "0")
		w.simple(2, "gradingtype", "ABSOLUTE_POSITION")
		w.simple(2, "showgrading", "HIDE")
		w.simple(2, "numberingstyle", "none")
	case numerical:
		if e.unit != "" {
			w.out.WriteString("  <units><unit><multiplier>1</multiplier><unit_name>" + inXML(e.unit) + "</unit_name></unit></units>\n")
			w.simple(2, "unitgradingtype", "0")
			w.simple(2, "showunits", "0")
			w.simple(2, "unitsleft", "0")
		}
	}
}

func (w *xmlWriter) answer(e *entry, i int) {
	c := &e.choices[i]
	format := plainFormat
	body := c.text.body
	switch e.kind {
	case trueFalse:
		body, format = [2]string{"true", "false"}[min(i, 1)], ` format="moodle_auto_format"`
	case numerical:
		body, format = c.number.value, ` format="moodle_auto_format"`
	case short:
		format = ` format="moodle_auto_format"`
	}
	w.out.WriteString("  <answer fraction=\"" + strconv.FormatFloat(*c.weight, 'f', -1, 64) + "\"" + format + ">\n")
	w.out.WriteString("   <text>" + inXML(body) + "</text>\n")
	said := ""
	if c.feedback != nil {
		said = c.feedback.body
	}
	w.words(3, "feedback", plainFormat, said)
	if e.kind == numerical {
		w.simple(3, "tolerance", c.number.tolerance)
	}
	w.out.WriteString("  </answer>\n")
}
