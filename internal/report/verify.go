package report

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// Upload is a file that is held up against the register.
type Upload struct {
	Name    string
	Content []byte
	UID     string // the report ID; a workbook states its own, so it may be empty
}

// Verdict says whether a file is what was registered.
type Verdict struct {
	Report Registered
	// File: byte for byte the registered file. Of another one the rows were read.
	File bool
	Rows int      // read from the file
	Hash [32]byte // recomputed from the file's rows and head alone
	// Matches: the file's rows and head give the registered hash.
	Matches bool
	// Ledger says what the ledger gives for the same moment today.
	Ledger LedgerVerdict
	// Heads are facts of the Deckblatt that differ from the register.
	Heads []FieldDifference
	// Differences between the file and the ledger, by Kennung and course, the first
	// MaxDifferences; Differing is how many there are.
	Differences []RowDifference
	Differing   int
}

// LedgerVerdict says whether the ledger still gives the registered hash.
type LedgerVerdict string

// The verdicts.
const (
	LedgerSame     LedgerVerdict = "same"
	LedgerOther    LedgerVerdict = "other"
	LedgerNotAsked LedgerVerdict = "not_asked" // the viewer may not read all that the report holds
	LedgerLine     LedgerVerdict = "line"      // somebody's own line, which nobody else can ask for
	// TableSame and TableOther are said of files without names: they rest on the table
	// of a month end, which is kept, not counted again.
	TableSame       LedgerVerdict = "table_same"
	TableOther      LedgerVerdict = "table_other"
	MaxDifferences                = 200
	maxVerifiedRows               = 300_000 // of the ledger, held beside those of the file
)

// RowDifference is a row that is not the same in a file and in the ledger.
type RowDifference struct {
	Kennung, Course string
	Kind            string // added: in the file alone; missing: in the ledger alone; changed
	Fields          []FieldDifference
}

// FieldDifference is a field with both values; Key is that of a column, or of the
// Deckblatt.
type FieldDifference struct{ Key, File, Ledger string }

// Verify reads a file and judges it by the register: a workbook by its Detail and
// Deckblatt alone, csv and JSON lines by their rows and the report ID. Rows that
// differ are named by comparison with the ledger, as far as the viewer may read
// all that the report holds; whom they name is logged.
//
// Errors: NotFound (no such report), Invalid (not such a file), TooLarge.
func (s *Service) Verify(ctx context.Context, v Viewer, up Upload) (Verdict, error) {
	found, err := s.registeredFile(ctx, sha256.Sum256(up.Content))
	if err == nil {
		verdict := Verdict{Report: found, File: true, Matches: true, Rows: found.Rows, Hash: found.DetailSHA256}
		_, err := s.compareWithLedger(ctx, v, &verdict, nil)
		return verdict, err
	}
	if !apperr.Is(err, apperr.NotFound) {
		return Verdict{}, err
	}
	s.reading.Lock()
	claim, err := s.readClaimed(up.Name, up.Content)
	s.reading.Unlock()
	if err != nil {
		return Verdict{}, err
	}
	uid := up.UID
	if uid == "" && claim.facts != nil {
		uid = claim.facts.uid
	}
	if strings.TrimSpace(uid) == "" {
		return Verdict{}, apperr.New(apperr.Invalid, "error.report.id_needed", nil).At("id")
	}
	verdict := Verdict{Rows: len(claim.rows)}
	if verdict.Report, err = s.Registered(ctx, strings.TrimSpace(uid)); err != nil {
		return Verdict{}, err
	}
	registered := verdict.Report.head()
	headOf := registered
	if claim.facts != nil {
		headOf = claim.facts.fields()
		for i, key := range []string{"definitions", "as_of", "known_at", "scope_code", "filter"} {
			if headOf[i] != registered[i] {
				verdict.Heads = append(verdict.Heads, FieldDifference{key, headOf[i], registered[i]})
			}
		}
	}
	verdict.Hash = rehash(headOf, claim.rows)
	verdict.Matches = verdict.Hash == verdict.Report.DetailSHA256
	var rows [][]string
	if !verdict.Matches {
		rows = claim.rows
	}
	persons, err := s.compareWithLedger(ctx, v, &verdict, rows)
	if err != nil || len(persons) == 0 || v.Person.ID == 0 {
		return verdict, err
	}
	return verdict, s.DB.Write(ctx, func(tx *db.Tx) error {
		return audit.Looked(ctx, tx, audit.Look{ViewerID: v.Person.ID, Page: "report.verify", Scope: v.Scope.Name(), AsOf: verdict.Report.AsOf,
			PersonIDs: persons, ReportID: verdict.Report.ID})
	})
}

// head is the first line of the hash as the register has it.
func (r Registered) head() []string {
	var f Filter
	q := r.Filter
	if parsed, err := parseFilter(r.Filter); err == nil {
		f = parsed
		q = f.text()
	}
	return []string{strconv.Itoa(r.Definitions), r.AsOf.String(), r.KnownAt.UTC().Format(knownFormat), r.Scope, q}
}

// compareWithLedger asks for the report again and, with rows of a file, says which
// differ. It answers whom the differences name.
func (s *Service) compareWithLedger(ctx context.Context, v Viewer, verdict *Verdict, rows [][]string) ([]int64, error) {
	switch verdict.Report.Variant {
	case Management, Brief:
		return nil, s.compareWithTable(ctx, verdict)
	case Line:
		verdict.Ledger = LedgerLine
		return nil, nil
	default:
	}
	verdict.Ledger = LedgerNotAsked
	q, err := verdict.Report.query(v)
	if apperr.Is(err, apperr.Forbidden) || err == nil && (verdict.Report.Definitions != Definitions || verdict.Report.Rows > maxVerifiedRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	byKennung := map[string]int64{}
	var ledger [][]string
	err = s.read(ctx, q, func(shot *snapshot) error {
		hash := newCanonical(q, shot.known)
		err := shot.eachPair(ctx, nil, func(p pair, now, _ personRows) {
			for _, r := range now.rows {
				hash.add(r)
				if rows != nil {
					byKennung[r.Subject.UID.String()] = r.Subject.ID
					ledger = append(ledger, cleaned(fields(r)))
				}
			}
		})
		verdict.Ledger = LedgerOther
		if hash.sum() == verdict.Report.DetailSHA256 {
			verdict.Ledger = LedgerSame
		}
		return err
	})
	if err != nil || rows == nil {
		return nil, err
	}
	verdict.Differences, verdict.Differing = difference(rows, ledger)
	var persons []int64
	for _, d := range verdict.Differences {
		if id := byKennung[d.Kennung]; id != 0 && !slices.Contains(persons, id) {
			persons = append(persons, id)
		}
	}
	return persons, nil
}

// compareWithTable holds the registered table against the one that is kept.
func (s *Service) compareWithTable(ctx context.Context, verdict *Verdict) error {
	verdict.Ledger = LedgerNotAsked
	if s.Table == nil {
		return nil
	}
	kept, err := s.Table(ctx, verdict.Report.AsOf)
	if err != nil && !apperr.Is(err, apperr.NotFound) {
		return err
	}
	verdict.Ledger = TableOther
	if err == nil && kept == verdict.Report.DetailSHA256 {
		verdict.Ledger = TableSame
	}
	return nil
}

func cleaned(fields []string) []string {
	for i, f := range fields {
		fields[i] = clean(f)
	}
	return fields
}

// difference compares two lists in the order of the hash.
func difference(file, ledger [][]string) (list []RowDifference, n int) {
	add := func(d RowDifference) {
		if n++; n <= MaxDifferences {
			list = append(list, d)
		}
	}
	order := func(a, b []string) int {
		return cmp.Or(strings.Compare(a[atKennung], b[atKennung]), strings.Compare(a[atCourse], b[atCourse]))
	}
	for len(file) > 0 || len(ledger) > 0 {
		switch {
		case len(ledger) == 0 || len(file) > 0 && order(file[0], ledger[0]) < 0:
			add(RowDifference{Kennung: file[0][atKennung], Course: file[0][atCourse], Kind: "added"})
			file = file[1:]
		case len(file) == 0 || order(file[0], ledger[0]) > 0:
			add(RowDifference{Kennung: ledger[0][atKennung], Course: ledger[0][atCourse], Kind: "missing"})
			ledger = ledger[1:]
		default:
			var changed []FieldDifference
			for i, key := range hashed {
				if file[0][i] != ledger[0][i] {
					changed = append(changed, FieldDifference{key, file[0][i], ledger[0][i]})
				}
			}
			if len(changed) > 0 {
				add(RowDifference{file[0][atKennung], file[0][atCourse], "changed", changed})
			}
			file, ledger = file[1:], ledger[1:]
		}
	}
	return list, n
}
