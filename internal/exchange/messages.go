package exchange

// message is the text of a problem; {name} stands for an argument.
type message struct{ de, en string }

// parts are the parts of a question, as the argument part.
var parts = map[string]message{
	"option":                   {"Antworten", "options"},
	"spelling":                 {"Schreibweisen", "spellings"},
	"item":                     {"Einträge", "items"},
	"pair":                     {"Paare", "pairs"},
	"extra":                    {"überzählige rechte Seiten", "right sides that fit nothing"},
	"hint":                     {"Hinweis", "hint"},
	"correctfeedback":          {"Rückmeldung bei richtiger Antwort", "feedback for a right answer"},
	"partiallycorrectfeedback": {"Rückmeldung bei teilweise richtiger Antwort", "feedback for a partly right answer"},
	"incorrectfeedback":        {"Rückmeldung bei falscher Antwort", "feedback for a wrong answer"},
	"otherwise":                {"Rückmeldung bei einer anderen Antwort", "feedback for any other answer"},
	"partial":                  {"Antwort für einen Teil des Punkts", "answer for a part of the point"},
}

var messages = map[string]message{
	"file_size":      {"Die Datei ist grösser als {max} MB.", "The file is larger than {max} MB."},
	"file_encoding":  {"Diese Zeile ist nicht in UTF-8 geschrieben. Speichern Sie die Datei mit der Codierung UTF-8.", "This line is not UTF-8. Save the file with the encoding UTF-8."},
	"file_questions": {"Ab hier nicht gelesen: Eine Datei darf {max} Fragen haben. Teilen Sie sie auf.", "Not read from here on: a file may have {max} questions. Split it."},

	"gift_title":   {"Der Titel beginnt mit «::», hat aber kein «::» am Ende.", "The title begins with “::” but has no “::” at its end."},
	"gift_open":    {"Die Klammer «{» wird vor der nächsten Leerzeile nicht geschlossen.", "The brace “{” is not closed before the next empty line."},
	"gift_close":   {"Hier steht «}» ohne «{» davor. Im Text gehört ein «\\» vor die Klammer.", "Here is “}” without “{” before it. In a text the brace needs a “\\” before it."},
	"gift_nested":  {"In den Antworten steht nochmals «{». Im Text gehört ein «\\» vor die Klammer.", "There is another “{” within the answers. In a text the brace needs a “\\” before it."},
	"gift_two":     {"Nach den Antworten folgt nochmals eine Klammer. Zwischen zwei Fragen gehört eine Leerzeile.", "After the answers comes another brace. Two questions are parted by an empty line."},
	"gift_mark":    {"Vor «{text}» fehlt «=» (richtig) oder «~» (falsch).", "“{text}” lacks “=” (right) or “~” (wrong) before it."},
	"gift_weight":  {"Das Gewicht «{text}» liegt nicht zwischen −100 und 100.", "The weight “{text}” is not between −100 and 100."},
	"gift_pair":    {"Andere Antworten sind Paare mit «->», «{text}» ist keines.", "Other answers are pairs with “->”, “{text}” is none."},
	"answer_empty": {"Eine Antwort ist leer, oder sie hat nur ein Bild.", "An answer is empty, or has a picture alone."},
	"answers_many": {"Die Frage hat mehr als {max} Antworten.", "The question has more than {max} answers."},
	"number_form":  {"«{text}» ist keine Zahl und kein Bereich wie 5, 5:0.1 oder 4..6.", "“{text}” is no number and no range such as 5, 5:0.1 or 4..6."},

	"xml_syntax":  {"Ab hier nicht gelesen, kein gültiges XML: {cause}.", "Not read from here on, not valid XML: {cause}."},
	"xml_end":     {"Die Datei bricht ab: Am Ende fehlt </quiz>.", "The file ends too early: </quiz> is missing."},
	"xml_doctype": {"Ab hier nicht gelesen: Eine Dokumenttyp-Angabe (<!DOCTYPE …>) ist nicht erlaubt.", "Not read from here on: a document type (<!DOCTYPE …>) is not allowed."},
	"xml_root":    {"Das ist kein Moodle-XML: Es beginnt mit <{name}> statt mit <quiz>.", "This is not Moodle XML: it begins with <{name}> instead of <quiz>."},
	"xml_size":    {"Ab hier nicht gelesen: Die Datei ist tiefer verschachtelt oder länger, als es Fragen sind.", "Not read from here on: the file is nested deeper or longer than questions are."},
	"truth_form":  {"Eine Frage mit richtig oder falsch braucht die Antworten true und false, eine davon richtig.", "A true-false question needs the answers true and false, one of them right."},

	"kind_description": {"Hat keine Antworten, ist also eine Beschreibung. Nicht übernommen.", "Has no answers, so it is a description. Not taken."},
	"kind_essay":       {"Verlangt einen freien Text; solche Fragen gibt es hier nicht. Nicht übernommen.", "Asks for a free text; there are no such questions here. Not taken."},
	"kind_other":       {"Die Art «{name}» gibt es hier nicht. Nicht übernommen.", "There is no type “{name}” here. Not taken."},
	"kind_paper":       {"Das Quiz auf Papier hat nur Fragen zum Ankreuzen. Nicht übernommen.", "The quiz on paper has only questions to tick. Not taken."},
	"text_empty":       {"Der Text ist leer, oder er hat nur ein Bild. Nicht übernommen.", "The text is empty, or has a picture alone. Not taken."},
	"parts_count":      {"Hat {count} {part}, erlaubt sind {min} bis {max}. Nicht übernommen.", "Has {count} {part}, allowed are {min} to {max}. Not taken."},
	"option_none":      {"Keine Antwort ist ganz richtig. Nicht übernommen.", "No answer is fully right. Not taken."},
	"option_all":       {"Alle Antworten sind richtig. Nicht übernommen.", "All answers are right. Not taken."},
	"option_twice":     {"«{text}» steht zweimal. Nicht übernommen.", "“{text}” is there twice. Not taken."},
	"spelling_none":    {"Keine Schreibweise lässt sich übernehmen.", "No spelling can be taken."},
	"spelling_empty":   {"«{text}» besteht nur aus Zeichen, die hier nicht zählen. Nicht übernommen.", "“{text}” consists of characters that do not count here. Not taken."},
	"number_any":       {"Jede Zahl ist richtig. Nicht übernommen.", "Any number is right. Not taken."},
	"number_many":      {"Mehrere Zahlen sind ganz richtig; hier ist es eine. Nicht übernommen.", "Several numbers are fully right; here it is one. Not taken."},
	"number_digits":    {"Die Zahl hat mehr als neun Stellen oder mehr als sechs Nachkommastellen. Nicht übernommen.", "The number has more than nine digits or more than six decimal places. Not taken."},
	"course_full":      {"Der Kurs hat die Nummer {max} schon vergeben. Nicht übernommen.", "The course has used its number {max} already. Not taken."},

	"image":               {"Ein Bild ist weggelassen. {text}", "A picture is left out. {text}"},
	"element":             {"«{name}» ist weggelassen; hier steht nur Text.", "“{name}” is left out; there is only text here."},
	"part_lost":           {"{part} ist weggelassen: {text}", "Left out: {part}: {text}"},
	"case_lost":           {"Gross- und Kleinschreibung zählt hier nicht.", "Upper and lower case do not count here."},
	"weight_lost":         {"«{text}» gab einen Teil des Punkts und gilt nun als falsch.", "“{text}” gave a part of the point and is wrong now."},
	"weights_lost":        {"Die Gewichte sind ungleich; hier zählt jede richtige Antwort gleich viel, und eine falsche kostet, was eine richtige gibt.", "The weights differ; here each right answer counts the same, and a wrong one costs what a right one gives."},
	"single_many":         {"{count} Antworten sind ganz richtig: Aus der Einfachauswahl ist eine Mehrfachauswahl geworden. Passt der Text?", "{count} answers are fully right: the single choice has become a multiple choice. Does the text fit?"},
	"pattern_lost":        {"Die Schreibweise «{text}» mit einem Stern für beliebige Zeichen ist weggelassen.", "The spelling “{text}” with a star for any characters is left out."},
	"why_missing":         {"Es fehlen {count} Begründungen (why).", "{count} reasons (why) are missing."},
	"explanation_missing": {"Die Erklärung fehlt.", "The explanation is missing."},
	"question_known":      {"Hat denselben Text wie {id}.", "Has the same text as {id}."},
	"place_missing":       {"Bei {count} Fragen fehlt das Modul oder die Kompetenz; keine Datei sagt sie.", "{count} questions lack their module or competence; no file says them."},

	"out_language":     {"Die Texte in anderen Sprachen ({languages}) sind nicht dabei.", "The texts in other languages ({languages}) are not included."},
	"out_untranslated": {"Nicht übersetzt; darum steht die Frage in der Hauptsprache da.", "Not translated; so the question is in the main language."},
	"out_placeholder":  {"Der Platzhalter {name} steht in der Datei, wie er ist; andere Plattformen füllen ihn nicht aus.", "The placeholder {name} stands in the file as it is; other platforms do not fill it in."},
	"out_all":          {"Die Frage zählt hier ganz oder gar nicht; andere Plattformen geben Teile des Punkts.", "The question counts in full or not at all here; other platforms give parts of the point."},
	"out_whys":         {"Die Begründungen der einzelnen Teile stehen in der allgemeinen Rückmeldung.", "The reasons for the single parts stand in the general feedback."},
	"out_order":        {"GIFT kennt keine Reihenfolge; die Frage ist eine Zuordnung zu 1., 2., 3. geworden.", "GIFT knows no ordering; the question has become a matching with 1., 2., 3."},
	"out_critical":     {"Muss-Frage: Andere Plattformen kennen das nicht.", "A critical question: other platforms do not know that."},
	"out_unit":         {"Die Einheit steht am Ende der Frage.", "The unit stands at the end of the question."},
	"out_truth":        {"Die Wörter der beiden Antworten sind eigene; die Frage ist eine Einfachauswahl geworden.", "The two answers have words of their own; the question has become a single choice."},
	"out_arrow":        {"GIFT kann «->» in diesen Antworten nicht schreiben. Die Frage fehlt in der Datei.", "GIFT cannot write “->” in these answers. The question is not in the file."},
}
