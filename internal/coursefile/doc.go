// Package coursefile reads the courses under courses/ and checks them.
//
// A course is a folder named like its code in lower case, with course.yaml (meta
// data), questions.yaml, one Markdown file NN-slug.md per module (kind online)
// or a trainer's and a take-home page (kind classroom), and an emblem drawn as
// SVG.
//
// Invariants:
//   - Load reports every problem it can find, each with file, line and column,
//     and goes on after it; it panics on no input.
//   - A course without problems of level Error can be taught, graded and printed
//     as it is; warnings are advice to the author.
//   - Texts are in Unicode NFC with line ends of one byte and without white
//     space around them, so that Hash depends on content alone.
//   - A Course survives a round trip through JSON: the database keeps that form,
//     and its Hash is the same.
package coursefile
