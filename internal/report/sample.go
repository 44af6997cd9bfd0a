package report

import (
	"cmp"
	lowest "container/heap"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// MaxSample is the greatest number of rows that are drawn at once.
const MaxSample = 100

// Draw asks for a sample of rows: the same seed draws the same rows of the same
// report, whoever asks and whenever (REPORT.md §6).
type Draw struct {
	Query Query
	Rows  int    // 1 to MaxSample
	Seed  string // as printed on every sheet
}

// Sample is what was drawn.
type Sample struct {
	Draw    Draw
	KnownAt time.Time // T; asked with it again, the same rows come
	Of      int       // rows of the report
	Hash    [32]byte  // of the report
	Sheets  []Evidence
}

// Evidence is one drawn row with what proves it.
type Evidence struct {
	Row
	No     int            // in the order drawn, from 1
	Path   string         // departments
	Rule   string         // code, version and words, in the reader's language
	Events []ledger.Event // of the duty, as known at T, in the order recorded
	// Seen is the version of the content that was completed, nil without a
	// completion here; its language and the hash of the settings that filled it in.
	Seen         *Version
	Language     string
	SettingsHash string // hexadecimal, "" if nothing was recorded
	Confirmed    string // the name of who confirmed it, "" for what was done online
}

// Sample draws rows and reads for each what proves it. Whom it shows is logged.
//
// Errors: Invalid (rows, an empty seed, and those of Service.Figures), Forbidden.
func (s *Service) Sample(ctx context.Context, d Draw) (*Sample, error) {
	if d.Rows < 1 || d.Rows > MaxSample {
		return nil, apperr.New(apperr.Invalid, "error.report.sample_rows", map[string]any{"limit": MaxSample}).At("rows")
	}
	if d.Seed = strings.TrimSpace(d.Seed); d.Seed == "" || len(d.Seed) > 60 {
		return nil, apperr.New(apperr.Invalid, "error.report.sample_seed", nil).At("seed")
	}
	out := &Sample{Draw: d}
	var persons []int64
	err := s.read(ctx, d.Query, func(shot *snapshot) error {
		out.KnownAt = shot.known
		drawn := lots{limit: d.Rows}
		hash := newCanonical(d.Query, shot.known)
		err := shot.eachPair(ctx, nil, func(_ pair, now, _ personRows) {
			for _, r := range now.rows {
				out.Of++
				hash.add(r)
				drawn.offer(lotOf(d.Seed, r), r)
			}
		})
		if err != nil {
			return err
		}
		out.Hash = hash.sum()
		l := s.Texts.Printer(d.Query.Language)
		for i, one := range drawn.sorted() {
			e := Evidence{Row: one.row, No: i + 1, Path: paths(shot.tree, one.row.Subject)}
			if e.Row.Rule != nil {
				e.Rule = e.ruleCode() + " " + e.Row.Rule.Titles.In(l.Lang())
			}
			if e.Cycle.CompletedOn != 0 {
				e.Seen = e.Version
			}
			out.Sheets = append(out.Sheets, e)
			persons = append(persons, e.Subject.ID)
		}
		return shot.readEvidence(ctx, out.Sheets)
	})
	if err != nil || d.Query.By.ID == 0 || len(persons) == 0 {
		return out, err
	}
	return out, s.DB.Write(ctx, func(tx *db.Tx) error {
		return audit.Looked(ctx, tx, audit.Look{ViewerID: d.Query.By.ID, Page: "report.sample", Scope: d.Query.Scope.Name(), AsOf: d.Query.AsOf,
			PersonIDs: slices.Compact(slices.Sorted(slices.Values(persons)))})
	})
}

// lotOf is the lot of a row: its rank among all rows for a seed. It hangs on what
// never changes of a row, so a report with one row more draws the others alike.
func lotOf(seed string, r Row) uint64 {
	sum := sha256.Sum256([]byte(strings.Join([]string{seed, r.Subject.UID.String(), r.Course.Code, strconv.Itoa(int(r.Cycle.No))}, "\n")))
	return binary.BigEndian.Uint64(sum[:8])
}

type lot struct {
	rank uint64
	row  Row
}

// lots keeps the lowest of those offered: a heap with the highest on top.
type lots struct {
	list  []lot
	limit int
}

func (l *lots) Len() int           { return len(l.list) }
func (l *lots) Less(i, j int) bool { return l.list[i].rank > l.list[j].rank }
func (l *lots) Swap(i, j int)      { l.list[i], l.list[j] = l.list[j], l.list[i] }

// Push is for package heap.
func (l *lots) Push(x any) { l.list = append(l.list, x.(lot)) } //nolint:forcetypeassert // offer pushes nothing else

// Pop is for package heap.
func (l *lots) Pop() any {
	last := l.list[len(l.list)-1]
	l.list = l.list[:len(l.list)-1]
	return last
}

func (l *lots) offer(rank uint64, r Row) {
	if len(l.list) == l.limit {
		if rank >= l.list[0].rank {
			return
		}
		lowest.Pop(l)
	}
	lowest.Push(l, lot{rank, r})
}

func (l *lots) sorted() []lot {
	slices.SortFunc(l.list, func(a, b lot) int { return cmp.Compare(a.rank, b.rank) })
	return l.list
}

func paths(t *Tree, s *Subject) string {
	texts := make([]string, len(s.Departments))
	for i, d := range s.Departments {
		texts[i] = t.Path(d.ID)
	}
	return strings.Join(texts, " | ")
}
