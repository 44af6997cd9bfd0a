// Package exchange carries questions between courses and other learning
// platforms, as GIFT text and as Moodle XML.
//
// Import reads either format (it tells them apart itself) into questions of a
// course; Export writes the questions of a course. Neither knows a network or a
// database.
//
// Invariants:
//   - Import panics on no input, takes time and memory in proportion to the file
//     and stops at MaxFile bytes. XML with a document type, with entities of its
//     own or nested deeper than any question is refused.
//   - What cannot be taken is listed with its line and the reason; the rest is
//     taken. What was left out of a question that was taken is listed too.
//   - An imported question never lacks what its type needs to be graded. What
//     only an author can add (why, explanation, module, competence) may be empty
//     and is listed.
//   - Export followed by Import gives the same questions in the language that was
//     exported, under new numbers. What another platform cannot show is listed;
//     it travels as a tag «zaemme:…».
//
// The words of GIFT follow docs.moodle.org/en/GIFT_format: of the two feedbacks
// of a true-false question the first is for the wrong answer, the second for the
// right one.
package exchange
