package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"slices"
	"time"
)

// Definition is the number of the definition by which new seals are made. Older
// ones stay in code for ever.
const Definition = 7

// Seal says that the rows recorded in [From, To) and the rows ended in it were,
// when it was made, those that Digest covers. Seals form a chain without gaps.
type Seal struct {
	ID         int64
	SealedAt   time.Time
	From       time.Time // inclusive
	To         time.Time // exclusive, below the horizon when it was made
	Rows       int64
	Digest     [32]byte
	Previous   [32]byte // digest of the seal before, zeros for the first
	Definition int
}

// sealedTable is a table as one definition covers it. The lists are literal and
// never change: a new column needs a new definition.
type sealedTable struct {
	no      byte // order and name within entries
	name    string
	known   string // column of the recorded time
	ends    bool   // rows are ended by known_to
	columns string // SQL, without known_to
}

// definition1 leaves out what forgetting a person empties: function and manager
// link of an employment, the purpose of a role.
var definition1 = []sealedTable{
	{1, "ledger_events", "recorded_at", false, `id, person_id, course_id, cycle, kind, effective_on, recorded_at, actor_id, reason,
		voids, replaces, due_on, grace_until, pause_from, pause_until, exempt_until, valid_until, window_from,
		mandatory, validity_months, variant, test_out, rule_id, rule_version, reasons, calculation, version_id,
		content_language, settings_hash, how, evidence_no, source_event, confirmed_by, batch_id`},
	{2, "department_facts", "known_from", true, `id, department_id, parent_id, name, head_id, valid_from, valid_to, known_from, batch_id`},
	{3, "employment_facts", "known_from", true, `id, employment_id, person_id, department_id, site_id, pensum, category,
		entry_on, exit_on, valid_from, valid_to, known_from, batch_id`},
	{4, "person_traits", "known_from", true, `id, person_id, has_pc, pc_source, tags, valid_from, valid_to, known_from, batch_id`},
	{5, "absences", "known_from", true, `id, person_id, from_on, until_on, known_from, batch_id`},
	{6, "deputies", "known_from", true, `id, person_id, deputy_id, valid_from, valid_to, known_from, batch_id`},
	{7, "role_grants", "known_from", true, `id, person_id, role, department_id, granted_by, valid_from, valid_to, known_from`},
	{8, "settings", "known_from", true, `id, key, value, valid_from, valid_to, known_from, actor_id`},
	{9, "curriculum_facts", "known_from", true, `id, curriculum_id, title, courses, valid_from, valid_to, known_from, actor_id`},
	{10, "rule_facts", "known_from", true, `id, rule_id, version, curriculum_id, title, audience, active,
		valid_from, valid_to, known_from, actor_id`},
	{11, "course_versions", "known_from", false, `id, course_id, number, content_hash, kind, minutes, pass_percent, validity_months,
		due_days, materiality, sha256(convert_to(content::text, 'UTF8')), published_on, known_from`},
}

// definition2 adds which records are one person. It leaves out the vocational
// trainer for the same reason as the manager.
var definition2 = append(slices.Clone(definition1),
	sealedTable{12, "person_joins", "known_from", true, `id, person_id, into_id, valid_from, valid_to, known_from, batch_id`})

// definition3 adds the holiday sets of the sites.
var definition3 = append(slices.Clone(definition2),
	sealedTable{13, "calendar_facts", "known_from", true, `id, calendar_id, content, what, actor_id, known_from`},
	sealedTable{14, "site_calendars", "known_from", true, `id, site_id, calendar_id, valid_from, valid_to, known_from, actor_id`})

// definition4 adds the day of the year until which a completion is valid.
var definition4 = append([]sealedTable{
	{1, "ledger_events", "recorded_at", false, `id, person_id, course_id, cycle, kind, effective_on, recorded_at, actor_id, reason,
		voids, replaces, due_on, grace_until, pause_from, pause_until, exempt_until, valid_until, window_from,
		mandatory, validity_months, validity_day, variant, test_out, rule_id, rule_version, reasons, calculation, version_id,
		content_language, settings_hash, how, evidence_no, source_event, confirmed_by, batch_id`},
}, definition3[1:]...)

// definition5 adds outages.
var definition5 = append(slices.Clone(definition4),
	sealedTable{15, "outages", "known_from", true, `id, from_at, until_at, reason, declared_by, batch_id, known_from`})

// definition6 adds required versions.
var definition6 = append(slices.Clone(definition5),
	sealedTable{16, "version_requirements", "known_from", true, `id, version_id, whole, due_on, declared_by, batch_id, known_from`})

// definition7 adds versions that a department gets first.
var definition7 = append(slices.Clone(definition6),
	sealedTable{17, "course_pilot_steps", "known_from", false, `id, version_id, step, department_id, day, actor_id, known_from`})

// definitions by number.
var definitions = map[int][]sealedTable{1: definition1, 2: definition2, 3: definition3, 4: definition4, 5: definition5, 6: definition6, 7: definition7}

// What happened to a row in a seal's span of time.
const (
	recorded = '+'
	ended    = '-'
)

// entrySize is that of an entry of seal_rows: table, operation, id, and the
// first eight bytes of the line's SHA-256. Bytewise order of entries is the
// order of the lines.
const entrySize = 18

// digester digests the lines of one seal, in order, and notes their entries.
type digester struct {
	whole   hash.Hash
	rows    int64
	entries []byte
}

func newDigester(s Seal) *digester {
	d := &digester{whole: sha256.New()}
	_, _ = fmt.Fprintf(d.whole, "zaemme seal %d\n%x\n%d\n%d\n", s.Definition, s.Previous, s.From.UnixMicro(), s.To.UnixMicro())
	return d
}

// add digests one line: table, operation, id as sixteen hexadecimal digits, and
// the row as a JSON array, separated by tabs, ended by a line feed.
func (d *digester) add(table sealedTable, operation byte, id int64, row string) {
	line := fmt.Appendf(nil, "%02d-%s\t%c\t%016x\t%s\n", table.no, table.name, operation, id, row)
	_, _ = d.whole.Write(line) // a hash never fails
	one := sha256.Sum256(line)
	d.entries = append(d.entries, table.no, operation)
	d.entries = binary.BigEndian.AppendUint64(d.entries, uint64(id))
	d.entries = append(d.entries, one[:8]...)
	d.rows++
}

func (d *digester) sum() (digest [32]byte) {
	_, _ = fmt.Fprintf(d.whole, "%d\n", d.rows)
	return [32]byte(d.whole.Sum(nil))
}

// firstDifference names the first row in which what was sealed and what is there
// now differ.
func firstDifference(sealed, now []byte) (table byte, id int64, what Damage, ok bool) {
	for len(sealed) >= entrySize || len(now) >= entrySize {
		order := 0
		switch {
		case len(sealed) < entrySize:
			order = 1
		case len(now) < entrySize:
			order = -1
		default:
			order = bytes.Compare(sealed[:10], now[:10])
		}
		one := sealed
		switch {
		case order < 0:
			what = Missing
		case order > 0:
			one, what = now, Added
		case !bytes.Equal(sealed[:entrySize], now[:entrySize]):
			what = Changed
		default:
			sealed, now = sealed[entrySize:], now[entrySize:]
			continue
		}
		return one[0], int64(binary.BigEndian.Uint64(one[2:10])), what, true
	}
	return 0, 0, "", false
}
