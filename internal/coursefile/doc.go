// Package coursefile reads the courses under courses/, checks and writes them.
//
// A course is a folder named like its code in lower case, with course.yaml (meta
// data), questions.yaml, one Markdown file NN-slug.md per module (kind online)
// or a trainer's and a take-home page (kind classroom), and an emblem drawn as
// SVG. Films and sounds have their captions (film.de.vtt) and transcripts
// (film.de.md) beside them. A course in further languages has a file NN-slug.en.md beside each module,
// block for block the same. quiz and test_out say how many questions of each
// module an attempt draws from the pool. A code that ends in R is a refresher. A
// directive (kind policy) has modules and no questions: it is acknowledged. A
// practical task (kind practical) is one too: who has carried it out says so, and a
// superior confirms it.
//
// Invariants:
//   - Load reports every problem it can find, each with file, line and column,
//     and goes on after it; it panics on no input.
//   - A course without problems of level Error can be taught, graded and printed
//     as it is; warnings are advice to the author.
//   - Texts are in Unicode NFC with line ends of one byte and without white
//     space around them, so that Hash depends on content alone.
//   - What is not translated falls back to the course's main language; that is a
//     warning. A translation that is built otherwise is an error.
//   - Hash and stored form of a course do not change when the format grows.
//   - A course that was read without errors, written as files, packed, unpacked and
//     read has the same Hash; the same course gives the same bytes.
//   - An archive that is handed in is taken within its limits or refused with the
//     entry that is wrong; no name leads out of the folder.
//   - A Course survives a round trip through JSON: the database keeps that form,
//     and its Hash is the same.
package coursefile
