package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf16"
)

// node is an element of the structure tree (ISO 32000-1, 14.7): a leaf names a marked
// part of a page, others hold elements.
type node struct {
	role, alt string
	page      int // from 1, of a leaf
	mark      int // of a leaf, from 0 on its page
	kids      []*node
	object    int // its number in the file
}

// Tag draws something that is read aloud as an element of the role (H1, P, LBody,
// TD, Figure …), in the order of drawing; alt says in words what a Figure shows. A
// TH names its row, in a THead its column.
func (f *File) Tag(role, alt string, draw func()) {
	n := &node{role: role, alt: alt, page: f.PageNo(), mark: f.marks[f.PageNo()]}
	f.marks[n.page]++
	f.open.kids = append(f.open.kids, n)
	f.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", role, n.mark))
	draw()
	f.RawWriteStr("EMC")
}

// Group holds what draw tags in an element of the role (L, LI, Table, TR …).
func (f *File) Group(role string, draw func()) {
	n, outer := &node{role: role}, f.open
	outer.kids = append(outer.kids, n)
	f.open = n
	draw()
	f.open = outer
}

// Artifact draws something that is nothing to read: a rule, a bullet.
func (f *File) Artifact(draw func()) {
	f.RawWriteStr("/Artifact BMC")
	draw()
	f.RawWriteStr("EMC")
}

var errLayout = errors.New("pdf: the file is not laid out as expected")

var (
	startsAt = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n?$`)
	counted  = regexp.MustCompile(`^xref\n0 (\d+)\n`)
	rootAt   = regexp.MustCompile(`/Root (\d+) 0 R`)
	infoAt   = regexp.MustCompile(`/Info (\d+) 0 R`)
)

// tagged adds the structure tree to a file whose parts are marked: fpdf writes none,
// so its objects are taken over and written anew with the tree behind them.
func tagged(file []byte, document *node) ([]byte, error) {
	objects, root, info, err := objectsOf(file)
	if err != nil {
		return nil, err
	}
	var pages []int // objects, in the order of pages
	for i, body := range objects {
		if bytes.Contains(body, []byte("/Type /Page\n")) {
			pages = append(pages, i)
		}
	}
	tree := len(objects)
	objects = append(objects, nil)
	parents := make([][]*node, len(pages))
	number(document, &objects, parents)
	place(document, tree, "Row", pages, objects)
	for k, page := range pages {
		objects[page] = within(objects[page], fmt.Sprintf("/StructParents %d /Tabs /S", k))
	}
	objects[root] = within(objects[root], fmt.Sprintf("/MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /ViewerPreferences <</DisplayDocTitle true>>", tree))
	var nums bytes.Buffer
	for k, list := range parents {
		fmt.Fprintf(&nums, "%d [%s] ", k, references(list))
	}
	objects[tree] = fmt.Appendf(nil, "<</Type /StructTreeRoot /K %d 0 R /ParentTree <</Nums [%s]>> /ParentTreeNextKey %d>>\nendobj\n", document.object, nums.String(), len(pages))
	return assembled(objects, root, info), nil
}

// objectsOf are the objects of a file, from «<<» to «endobj», by number.
func objectsOf(file []byte) (objects [][]byte, root, info int, err error) {
	at := startsAt.FindSubmatch(file)
	if at == nil {
		return nil, 0, 0, errLayout
	}
	table, _ := strconv.Atoi(string(at[1]))
	if table >= len(file) {
		return nil, 0, 0, errLayout
	}
	head := counted.FindSubmatch(file[table:])
	rootNo, infoNo := rootAt.FindSubmatch(file[table:]), infoAt.FindSubmatch(file[table:])
	if head == nil || rootNo == nil || infoNo == nil {
		return nil, 0, 0, errLayout
	}
	count, _ := strconv.Atoi(string(head[1]))
	offsets := make([]int, count)
	ends := []int{table}
	for i := 1; i < count; i++ {
		entry := file[table+len(head[0])+20*i:]
		if offsets[i], err = strconv.Atoi(string(entry[:10])); err != nil || offsets[i] > table {
			return nil, 0, 0, errLayout
		}
		ends = append(ends, offsets[i])
	}
	slices.Sort(ends)
	objects = make([][]byte, count)
	for i := 1; i < count; i++ {
		next, _ := slices.BinarySearch(ends, offsets[i]+1)
		_, body, found := bytes.Cut(file[offsets[i]:ends[next]], []byte(" obj\n"))
		if !found {
			return nil, 0, 0, errLayout
		}
		objects[i] = body
	}
	root, _ = strconv.Atoi(string(rootNo[1]))
	info, _ = strconv.Atoi(string(infoNo[1]))
	return objects, root, info, nil
}

// number gives every element an object, and every page its leaves in order.
func number(n *node, objects *[][]byte, parents [][]*node) {
	n.object = len(*objects)
	*objects = append(*objects, nil)
	if n.page > 0 {
		parents[n.page-1] = append(parents[n.page-1], n)
	}
	for _, kid := range n.kids {
		number(kid, objects, parents)
	}
}

func references(list []*node) string {
	var out bytes.Buffer
	for _, n := range list {
		fmt.Fprintf(&out, "%d 0 R ", n.object)
	}
	return out.String()
}

// place writes the element and those in it into their objects; scope is what a TH in
// it names.
func place(n *node, parent int, scope string, pages []int, objects [][]byte) {
	body := fmt.Appendf(nil, "<</Type /StructElem /S /%s /P %d 0 R", n.role, parent)
	if n.page > 0 {
		body = fmt.Appendf(body, " /Pg %d 0 R /K %d", pages[n.page-1], n.mark)
	} else {
		body = fmt.Appendf(body, " /K [%s]", references(n.kids))
	}
	if n.role == "TH" {
		body = fmt.Appendf(body, " /A <</O /Table /Scope /%s>>", scope)
	}
	if n.alt != "" {
		body = append(body, " /Alt <FEFF"...)
		for _, unit := range utf16.Encode([]rune(n.alt)) {
			body = fmt.Appendf(body, "%04X", unit)
		}
		body = append(body, '>')
	}
	objects[n.object] = append(body, ">>\nendobj\n"...)
	if n.role == "THead" {
		scope = "Column"
	}
	for _, kid := range n.kids {
		place(kid, n.object, scope, pages, objects)
	}
}

// within puts entries at the end of an object that is a dictionary.
func within(body []byte, entries string) []byte {
	at := bytes.LastIndex(body, []byte(">>"))
	return slices.Concat(body[:at], []byte(entries), body[at:])
}

// assembled writes the objects with a new table.
func assembled(objects [][]byte, root, info int) []byte {
	out := []byte("%PDF-1.7\n%\xb5\xb6\xb5\xb6\n")
	offsets := make([]int, len(objects))
	for i := 1; i < len(objects); i++ {
		offsets[i] = len(out)
		out = append(fmt.Appendf(out, "%d 0 obj\n", i), objects[i]...)
	}
	table := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(objects))
	for _, offset := range offsets[1:] {
		out = fmt.Appendf(out, "%010d 00000 n \n", offset)
	}
	return fmt.Appendf(out, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n>>\nstartxref\n%d\n%%%%EOF\n", len(objects), root, info, table)
}
