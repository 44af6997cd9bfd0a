package report

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// TeamQuery asks for persons with all their rows, in one statement.
type TeamQuery struct {
	Scope      people.Scope
	Day        calendar.Date     // D
	Known      time.Time         // T; zero: what is known now
	Department string            // code; "": the whole scope
	Alone      bool              // the department without those below it
	UID        string            // only the person with this Kennung, the viewer's own too
	Most       int               // persons at most; 0: any number
	Courses    map[int64]*Course // all of the catalogue, by ID
}

// Team is everybody in scope with all rows.
type Team struct {
	Day     calendar.Date
	Tree    *Tree
	Members []Member           // by name, those without rows too; none where they are TooMany
	TooMany int                // how many are in scope, where that is more than Most; else 0
	Root    *people.Department // of Department, else the lowest that holds everybody; nil without
	// Outside are persons of the subtree at D who are not in the viewer's line today.
	Outside int
}

// Member is a person with the rows by course code.
type Member struct {
	*Subject
	Rows []Row
}

// ReadTeam reads persons, duties and departments in one statement. It keeps all of
// them, so it is for one person or one department; ReadList is for any scope. The
// caller logs whom it shows.
//
// NotFound: no such department at D, or UID names nobody in scope (which says
// nothing about whether the person exists).
func ReadTeam(ctx context.Context, tx *db.Tx, q TeamQuery) (*Team, error) {
	read := &teamReader{query: q, rules: map[ruleKey]*Rule{}}
	if err := tx.Raw(func(conn *pgx.Conn) error { return read.run(ctx, conn) }); err != nil {
		return nil, fmt.Errorf("report: team: %w", err)
	}
	return read.team()
}

// atMost is the number of persons of whom everything is read.
const atMost = `(select case when @most = 0 or cardinality(ids) <= @most then cardinality(ids) else 1 end from found)`

type teamReader struct {
	query    TeamQuery
	tree     *Tree
	subjects []*teamSubject
	found    int     // persons in scope, more than subjects where they are too many
	where    []int64 // of too many: the departments in which they work
	rules    map[ruleKey]*Rule
}

type teamSubject struct {
	*Subject
	named  bool
	duties []teamDuty
}

type teamDuty struct {
	course int64
	ledger.Dates
}

func (t *teamReader) run(ctx context.Context, conn *pgx.Conn) error {
	q := t.query
	atDay, today, args := inScope(q.Scope, q.Day, "p.id")
	known := q.Known
	if known.IsZero() {
		known = heldNow()
	}
	named := pgx.NamedArgs{"day": q.Day.Time(), "known": known.UTC().Truncate(time.Microsecond), "department": q.Department, "alone": q.Alone, "most": q.Most}
	maps.Copy(named, plain(args))
	rules := `null`
	if q.UID != "" {
		uid, err := uuid.Parse(q.UID)
		if err != nil {
			return nil // nobody has it
		}
		atDay = `p.uid = @uid and (p.id = @viewer or ` + atDay + `)`
		named["uid"], named["viewer"] = [16]byte(uid), q.Scope.Viewer
		rules = `(select jsonb_agg(jsonb_build_object('ID', r.id, 'Version', f.version, 'Code', r.code, 'Titles', f.title))
			from rule_facts f join rules r on r.id = f.rule_id where f.rule_id in (s.rule_id, s.prev_rule_id) and f.known_to > @known)`
	}
	// Who is in scope is found before anything is read of them: the planner knows
	// neither how many a line nor how many a department holds.
	found := `select array(select p.id from persons p where ` + atDay + `) as ids`
	if q.Department != "" || q.Most > 0 {
		found = `select array(select p.id from persons p where ` + atDay + ` intersect
			select f.person_id from employment_facts f
			where f.entry_on <= @day and f.exit_on >= @day and ` + knownAt("f") + `
				and (@department = '' or f.department_id = any (array(select department_id from within)))) as ids`
	}
	// The tree comes with the first row only. Of too many one is read, for the tree.
	rows, err := conn.Query(ctx, `
		with recursive `+within+`,
		found as materialized (`+found+`),
		population as materialized (`+population(`p.id = any (array(select unnest(ids) from found limit `+atMost+`))`, today)+`)
		select `+selectFrom("p", personTargets)+`,
			case when row_number() over (order by p.sort_name collate "de-CH-x-icu", p.uid, s.course_id) = 1 then (`+tree+`) end,
			`+rules+`, (select cardinality(ids) from found), coalesce(s.course_id, 0), `+ledger.DatesColumns("s")+`
		from population p
		left join lateral (
			select s.* from assignment_states s
			where s.person_id = p.id and `+ledger.AtSQL("s", "@day", "@known")+` offset 0
		) s on true
		order by p.sort_name collate "de-CH-x-icu", p.uid, s.course_id`, named)
	if err != nil {
		return err
	}
	defer rows.Close()
	var p person
	var d teamDuty
	var departments, rule []byte
	targets := append(p.targets(), &departments, &rule, &t.found, &d.course)
	targets = append(targets, d.Targets()...)
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if err := t.add(&p, d, departments, rule); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if t.tree == nil && q.Department != "" { // nobody works there
		if err := conn.QueryRow(ctx, tree, named).Scan(&departments); err != nil {
			return err
		}
		return t.plant(departments)
	}
	if !t.tooMany() || q.Department != "" {
		return nil
	}
	in, _, _ := inScope(q.Scope, q.Day, "f.person_id")
	return conn.QueryRow(ctx, `
		select array(select distinct f.department_id from employment_facts f
			where f.entry_on <= @day and f.exit_on >= @day and `+knownAt("f")+` and `+in+`)`, named).Scan(&t.where)
}

func (t *teamReader) tooMany() bool { return t.query.Most > 0 && t.found > t.query.Most }

func (t *teamReader) plant(departments []byte) error {
	var list []*people.Department
	if err := json.Unmarshal(departments, &list); err != nil {
		return err
	}
	t.tree = newTree(t.query.Day, list)
	return nil
}

func (t *teamReader) add(p *person, d teamDuty, departments, rules []byte) error {
	if departments != nil {
		if err := t.plant(departments); err != nil {
			return err
		}
	}
	if n := len(t.subjects); n == 0 || t.subjects[n-1].ID != p.ID {
		s, err := p.finish(nil)
		if err != nil {
			return err
		}
		t.subjects = append(t.subjects, &teamSubject{Subject: s, named: p.named})
	}
	if rules != nil {
		var list []struct {
			ID int64
			Rule
		}
		if err := json.Unmarshal(rules, &list); err != nil {
			return err
		}
		for _, r := range list {
			t.rules[ruleKey{r.ID, r.Version}] = &r.Rule
		}
	}
	if d.course != 0 {
		last := t.subjects[len(t.subjects)-1]
		last.duties = append(last.duties, d)
	}
	return nil
}

// team places everybody and counts.
func (t *teamReader) team() (*Team, error) {
	q := t.query
	out := &Team{Day: q.Day, Tree: t.tree}
	if out.Tree == nil { // nobody is in scope
		out.Tree = newTree(q.Day, nil)
	}
	var root int64
	if q.Department != "" {
		if out.Root = out.Tree.ByCode(q.Department); out.Root == nil {
			return nil, apperr.New(apperr.NotFound, "error.report.department", nil)
		}
		root = out.Root.ID
	}
	if t.tooMany() {
		if out.TooMany = t.found; out.Root == nil {
			out.Root = out.Tree.common(slices.Values(out.Tree.within(t.where, 0)))
		}
		return out, nil
	}
	var placed []*Subject
	for _, s := range t.subjects {
		if !out.Tree.place(s.Subject, root) {
			continue
		}
		if !s.named && s.ID != q.Scope.Viewer {
			out.Outside++
			continue
		}
		out.Members = append(out.Members, Member{s.Subject, t.rows(s)})
		placed = append(placed, s.Subject)
	}
	if out.Root == nil {
		out.Root = out.Tree.Root(placed)
	}
	if q.UID != "" && len(out.Members) == 0 {
		return nil, apperr.New(apperr.NotFound, "error.person.not_found", nil)
	}
	return out, nil
}

func (t *teamReader) rows(s *teamSubject) (rows []Row) {
	for i := range s.duties {
		d := &s.duties[i]
		c := t.query.Courses[d.course]
		if c == nil {
			continue // published a moment ago; the catalogue follows
		}
		row, ok := rowOf(s.Subject, c, &d.Dates, t.query.Day)
		if !ok {
			continue
		}
		row.Rule = t.rules[ruleKey{row.Cycle.RuleID, row.Cycle.RuleVersion}]
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b Row) int { return cmp.Compare(a.Course.Code, b.Course.Code) })
	return rows
}
