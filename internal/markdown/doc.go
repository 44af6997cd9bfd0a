// Package markdown turns the Markdown of course texts into safe HTML, an
// outline, plain text and a word count. It knows CommonMark with tables,
// call-outs («> [!SCENE] title»), placeholders («{{gemeinde}}») and the pictures,
// films and sounds of a course, and refuses raw HTML.
//
// Invariants:
//   - Render is pure: the same text and options give the same bytes.
//   - The HTML holds only the elements and attributes of the policy in
//     sanitise.go, whatever the text or a placeholder's value says: no script,
//     no style, no event handler, no address but https, http, mailto, tel, a
//     path of this site or a place on the page, and no picture or film from elsewhere. A
//     fuzz test holds this.
//   - Everything the text gets wrong is reported at once, each with its line;
//     the Doc returned beside the error is safe too, so an editor can show it.
package markdown
