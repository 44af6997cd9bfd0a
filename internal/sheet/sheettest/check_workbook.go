package sheettest

import (
	"path"
	"strconv"
	"strings"
	"unicode/utf8"
)

type workbook struct {
	Sheets []struct {
		Name string `xml:"name,attr"`
		ID   string `xml:"sheetId,attr"`
		RID  string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
	} `xml:"sheets>sheet"`
	Names []struct {
		Name  string `xml:"name,attr"`
		Local string `xml:"localSheetId,attr"`
		Text  string `xml:",chardata"`
	} `xml:"definedNames>definedName"`
}

func (c *checker) workbook() {
	var book workbook
	if !c.parse("xl/workbook.xml", &book) {
		return
	}
	related := c.related("xl/workbook.xml")
	for _, r := range related {
		switch path.Base(r.Type) {
		case "styles":
			c.readStyles(r.Target)
		case "sharedStrings":
			c.texts = strings.Count(string(c.parts[r.Target]), "<si>")
		}
	}
	names, ids, targets := map[string]bool{}, map[string]bool{}, map[string]bool{}
	tables := tableNames{names: map[string]bool{}, ids: map[string]bool{}}
	for _, s := range book.Sheets {
		lower := strings.ToLower(s.Name)
		switch {
		case names[lower]:
			c.add("sheet name %q twice", s.Name)
		case s.Name == "" || utf8.RuneCountInString(s.Name) > 31 || strings.ContainsAny(s.Name, `[]:*?/\`) || strings.Trim(s.Name, "'") != s.Name:
			c.add("sheet name %q is not allowed", s.Name)
		}
		names[lower] = true
		if ids[s.ID] {
			c.add("sheet number %s twice", s.ID)
		}
		ids[s.ID] = true
		r, ok := related[s.RID]
		if !ok || targets[r.Target] {
			c.add("sheet %q: relation %q is missing or taken", s.Name, s.RID)
			continue
		}
		targets[r.Target] = true
		c.worksheet(s.Name, r.Target)
		c.tables(r.Target, tables)
	}
	if len(book.Sheets) == 0 {
		c.add("no sheets")
	}
	c.definedNames(book)
}

func (c *checker) definedNames(book workbook) {
	seen := map[string]bool{}
	for _, n := range book.Names {
		key := strings.ToLower(n.Name) + "\x00" + n.Local
		if seen[key] {
			c.add("defined name %s twice in one scope", n.Name)
		}
		seen[key] = true
		index, err := strconv.Atoi(n.Local)
		if n.Local != "" && (err != nil || index < 0 || index >= len(book.Sheets)) {
			c.add("defined name %s belongs to sheet %s, which is not there", n.Name, n.Local)
			continue
		}
		sheet, _, ok := strings.Cut(n.Text, "!")
		sheet = strings.ReplaceAll(strings.Trim(sheet, "'"), "''", "'")
		if !ok || n.Local != "" && book.Sheets[index].Name != sheet {
			c.add("defined name %s refers to %q", n.Name, n.Text)
		}
	}
}

func (c *checker) readStyles(part string) {
	var styles struct {
		Fonts struct {
			Font []struct{} `xml:"font"`
		} `xml:"fonts"`
		Fills struct {
			Fill []struct{} `xml:"fill"`
		} `xml:"fills"`
		Borders struct {
			Border []struct{} `xml:"border"`
		} `xml:"borders"`
		Formats []struct {
			ID int `xml:"numFmtId,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
			Font   int `xml:"fontId,attr"`
			Fill   int `xml:"fillId,attr"`
			Border int `xml:"borderId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if !c.parse(part, &styles) {
		return
	}
	own := map[int]bool{}
	for _, f := range styles.Formats {
		if own[f.ID] || f.ID < 164 {
			c.add("number format %d twice or below 164", f.ID)
		}
		own[f.ID] = true
	}
	c.styles = len(styles.Cells)
	for i, x := range styles.Cells {
		if x.Font >= len(styles.Fonts.Font) || x.Fill >= len(styles.Fills.Fill) || x.Border >= len(styles.Borders.Border) {
			c.add("cell style %d names a font, fill or border that is not there", i)
		}
		if x.Format >= 164 && !own[x.Format] {
			c.add("cell style %d names number format %d, which is not there", i, x.Format)
		}
	}
}

// tableNames are unique over the whole workbook.
type tableNames struct{ names, ids map[string]bool }

func (c *checker) tables(sheetPart string, seen tableNames) {
	for _, r := range c.related(sheetPart) {
		if path.Base(r.Type) != "table" {
			continue
		}
		var table struct {
			ID      string `xml:"id,attr"`
			Name    string `xml:"displayName,attr"`
			Columns []struct {
				Name string `xml:"name,attr"`
			} `xml:"tableColumns>tableColumn"`
		}
		if !c.parse(r.Target, &table) {
			continue
		}
		if seen.names[strings.ToLower(table.Name)] || seen.ids[table.ID] {
			c.add("table name %q or number %s twice", table.Name, table.ID)
		}
		seen.names[strings.ToLower(table.Name)], seen.ids[table.ID] = true, true
		columns := map[string]bool{}
		for _, column := range table.Columns {
			if columns[strings.ToLower(column.Name)] {
				c.add("table %q: column %q twice", table.Name, column.Name)
			}
			columns[strings.ToLower(column.Name)] = true
		}
	}
}
