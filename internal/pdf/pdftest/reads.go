package pdftest

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// objects are those of a file by number, found through its table.
func objects(t testing.TB, file []byte) map[int]string {
	t.Helper()
	at := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(file)
	if at == nil {
		t.Fatal("no startxref at the end")
	}
	table, _ := strconv.Atoi(string(at[1]))
	head := regexp.MustCompile(`^xref\n0 (\d+)\n`).FindSubmatch(file[table:])
	if head == nil {
		t.Fatal("no table where the end says")
	}
	count, _ := strconv.Atoi(string(head[1]))
	list := map[int]string{}
	for i := 1; i < count; i++ {
		offset, _ := strconv.Atoi(string(file[table+len(head[0])+20*i:][:10]))
		start := fmt.Sprintf("%d 0 obj\n", i)
		if !bytes.HasPrefix(file[offset:], []byte(start)) {
			t.Fatalf("object %d is not where the table says", i)
		}
		body, _, found := strings.Cut(string(file[offset+len(start):]), "\nendobj\n")
		if !found {
			t.Fatalf("object %d has no end", i)
		}
		list[i] = body
	}
	if !strings.Contains(string(file[table:]), fmt.Sprintf("/Size %d\n", count)) {
		t.Error("the trailer counts otherwise")
	}
	return list
}

// mark is a marked part of a page.
type mark struct{ page, role, no string }

// Reads is what a screen reader would read of a file: the role of each element of the
// tree, that of a TH with what it names, and the alternative texts, both in order. The
// test fails unless every mark of every page is in it once, nothing is drawn outside of
// marks, and the file says that it is tagged, in which language, and that its title is to
// be shown.
func Reads(t testing.TB, file []byte) (roles []string, alts []string) {
	t.Helper()
	all := objects(t, file)
	root, pages := "", 0
	var marks []mark
	for no, body := range all {
		if strings.Contains(body, "/Type /StructTreeRoot") {
			root = body
		}
		if strings.Contains(body, "/Type /Catalog") && !(strings.Contains(body, "/MarkInfo <</Marked true>>") && (strings.Contains(body, "/Lang (de") || strings.Contains(body, "/Lang (en"))) {
			t.Error("the catalog does not say that it is tagged, or in which language")
		}
		if strings.Contains(body, "/Type /Catalog") && !strings.Contains(body, "/DisplayDocTitle true") {
			t.Error("the title is not shown")
		}
		if !strings.Contains(body, "/Type /Page\n") {
			continue
		}
		pages++
		found := regexp.MustCompile(`(?s)/Contents (\d+) 0 R.*/StructParents \d+`).FindStringSubmatch(body)
		if found == nil {
			t.Errorf("page %d is not part of the tree", no)
			continue
		}
		content, _ := strconv.Atoi(found[1])
		marks = append(marks, marksOf(t, strconv.Itoa(no), all[content])...)
	}
	if n := len(regexp.MustCompile(`\d+ \[`).FindAllString(root, -1)); n != pages {
		t.Errorf("the tree knows %d of %d pages", n, pages)
	}
	ref := regexp.MustCompile(`(\d+) 0 R`)
	var walk func(no int)
	walk = func(no int) {
		body := all[no]
		role := regexp.MustCompile(`/S /(\w+)`).FindStringSubmatch(body)[1]
		if scope := regexp.MustCompile(`/Scope /(\w+)`).FindStringSubmatch(body); scope != nil {
			roles = append(roles, role+" "+scope[1])
		} else {
			roles = append(roles, role)
		}
		if alt := regexp.MustCompile(`/Alt <FEFF([0-9A-F]*)>`).FindStringSubmatch(body); alt != nil {
			raw, _ := hex.DecodeString(alt[1])
			var units []uint16
			for i := 0; i+1 < len(raw); i += 2 {
				units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
			}
			alts = append(alts, string(utf16.Decode(units)))
		}
		if leaf := regexp.MustCompile(`/Pg (\d+) 0 R /K (\d+)`).FindStringSubmatch(body); leaf != nil {
			at := slices.Index(marks, mark{leaf[1], role, leaf[2]})
			if at < 0 {
				t.Errorf("element %d has no mark of its role", no)
				return
			}
			marks = slices.Delete(marks, at, at+1)
			return
		}
		kids := regexp.MustCompile(`/K \[([^\]]*)\]`).FindStringSubmatch(body)
		for _, kid := range ref.FindAllStringSubmatch(kids[1], -1) {
			next, _ := strconv.Atoi(kid[1])
			walk(next)
		}
	}
	first, _ := strconv.Atoi(regexp.MustCompile(`/K (\d+) 0 R`).FindStringSubmatch(root)[1])
	walk(first)
	if len(marks) > 0 {
		t.Errorf("marks in no element: %v", marks)
	}
	return roles, alts
}

// marksOf are the marks of a page in its content, which is compressed.
func marksOf(t testing.TB, page, stream string) (list []mark) {
	t.Helper()
	_, data, _ := strings.Cut(stream, "stream\n")
	r, err := zlib.NewReader(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	open := 0
	for _, line := range strings.Split(string(content), "\n") {
		switch {
		case strings.HasSuffix(line, "BDC") || strings.HasSuffix(line, "BMC"):
			open++
		case line == "EMC":
			open--
		case open == 0 && (strings.Contains(line, " Tj") || strings.Contains(line, " TJ") || strings.HasSuffix(line, " f") || strings.HasSuffix(line, " S")):
			t.Errorf("drawn outside of marks: %q", line)
		}
	}
	if open != 0 {
		t.Errorf("%d marks are not closed", open)
	}
	for _, m := range regexp.MustCompile(`/(\w+) <</MCID (\d+)>> BDC`).FindAllSubmatch(content, -1) {
		list = append(list, mark{page, string(m[1]), string(m[2])})
	}
	return list
}
