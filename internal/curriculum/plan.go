package curriculum

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/holiday"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/task"
)

// returnTerm is within how many days after leaving an audience somebody goes on
// in the same cycle (DESIGN.md §6).
const returnTerm = 90

// CourseFacts is what a planner knows of a course.
type CourseFacts struct {
	ID          int64
	Code        string
	FulfilledBy []int64 // courses whose completion fulfils this one besides its own
}

// Held is a duty on record with the terms stated last.
type Held struct {
	ledger.Duty
	ledger.Terms
}

// Facts is all that effects depend on besides the duties.
type Facts struct {
	Org       *people.Org // on the day
	Day       calendar.Date
	Book      Book          // rules in force, or as they would be
	Proposed  bool          // the book is a proposal
	Courses   []CourseFacts // a line of any other course asks for nothing
	Calendars *holiday.Book
	Dates     DatesChange // proposed
	Outages   []Outage    // declared, the proposed one too
	// Requirements are material versions that those who completed an older one have to
	// do, the proposed one too.
	Requirements []Required
}

// Plan says what has to happen to duties so that everybody has those that the
// rules ask for on the day, and no other. It is pure. held are all duties on
// record by person and course; they are read once and not kept.
//
//   - Required by several rules is one duty: the earliest due date governs, the
//     shortest validity holds, it is mandatory if one asks so; all are reasons.
//   - Who is not employed on the day has no duty. A later entry is planned when
//     its day has come.
//   - Who is asked for a course needs none of the courses that it fulfils
//     besides. A completion of such a course does not take the duty away: the
//     duty begins and is credited when it is written (Service.Apply).
//   - Who matches no longer loses the duty at once; back within 90 days it goes on
//     in the same cycle with a due date by DESIGN.md §6.7.
//   - When the renewal window has opened the next cycle begins, due on the day the
//     completion ends; not on the day on which the duty itself began.
//   - Terms that change, and rules that join, never bring a running date forward
//     to less than their own term from the day on.
//   - Where some courses of a curriculum are enough, as many count as are needed,
//     the others are recommended beside (choose).
//   - In a roll-out a person's week follows from the rule and the person alone.
//   - A renewal may ask for a short course instead, while the completion is valid.
//   - A required version ends older completions on its day, and opens the next cycle
//     at once: with what has changed, or the whole; who is in the renewal window has the
//     course to do anyway (REPORT.md §1).
//   - A duty that no rule has ever asked for is left alone while its person is
//     employed.
//   - What is decided for a later day stands.
//   - Editing a holiday set moves no date (byCalendar).
//
// What is learned on the day or later alters no effect, so a plan stays what was
// shown while people learn.
func Plan(f Facts, held iter.Seq[Held]) (Effects, error) {
	p := newPlanner(f)
	for h := range held {
		if err := p.add(h); err != nil {
			return nil, err
		}
	}
	return p.end()
}

// planner meets members and duties side by side, both by person.
type planner struct {
	Facts
	courses map[int64]*CourseFacts
	rules   []plannedRule
	next    int // of Org.Members
	stop    int // the first member who is not planned
	held    []Held
	effects Effects
	demands []demand
	who     person

	progress *task.Progress // a step per member
}

// plannedRule is an active rule with its audience looked up and its courses.
type plannedRule struct {
	rule     *Rule
	audience matcher
	courses  []*CourseFacts
	terms    []Terms
	atLeast  int             // of the courses, 0: all
	starts   []calendar.Date // of the weeks of its roll-out
}

// person is the member at hand with what due dates depend on.
type person struct {
	*people.Member
	site     calendar.Set
	work     Work
	absences []calendar.Interval
	ready    bool
}

func newPlanner(f Facts) *planner {
	p := &planner{Facts: f, courses: map[int64]*CourseFacts{}, stop: len(f.Org.Members)}
	byCode := map[string]*CourseFacts{}
	for i := range f.Courses {
		c := &f.Courses[i]
		p.courses[c.ID], byCode[c.Code] = c, c
	}
	rules := slices.Clone(f.Book.Rules)
	slices.SortFunc(rules, func(a, b Rule) int { return cmp.Compare(a.Code, b.Code) })
	for i := range rules {
		r := plannedRule{rule: &rules[i]}
		c := f.Book.Curriculum(r.rule.Curriculum)
		if !r.rule.on(f.Day) || c == nil {
			continue
		}
		for _, l := range c.Lines {
			if known := byCode[l.Course]; known != nil {
				r.courses, r.terms = append(r.courses, known), append(r.terms, l.stated())
			}
		}
		if c.Chosen() && c.AtLeast < len(r.courses) {
			r.atLeast = c.AtLeast
		}
		if r.rule.Rollout != nil {
			r.starts = r.rule.Rollout.Starts()
		}
		r.audience = r.rule.Audience.in(f.Org)
		p.rules = append(p.rules, r)
	}
	return p
}

// limit plans the persons from one ID to another, both included, 0: no limit.
func (p *planner) limit(from, until int64) {
	at := func(id int64) int {
		n, _ := slices.BinarySearchFunc(p.Org.Members, id, func(m *people.Member, id int64) int { return cmp.Compare(m.ID, id) })
		return n
	}
	if from != 0 {
		p.next = at(from)
	}
	if until != 0 {
		p.stop = at(until + 1)
	}
}

// add takes the next duty on record; persons before its own have all of theirs.
func (p *planner) add(h Held) error {
	if n := len(p.held); n > 0 && p.held[n-1].PersonID != h.PersonID {
		if err := p.upTo(p.held[0].PersonID); err != nil {
			return err
		}
	}
	p.held = append(p.held, h)
	return nil
}

// upTo plans all members up to the one whose duties are gathered.
func (p *planner) upTo(person int64) error {
	for ; p.next < p.stop && p.Org.Members[p.next].ID <= person; p.next++ {
		m := p.Org.Members[p.next]
		var own []Held
		if m.ID == person {
			own = p.held
		}
		if err := p.person(m, own); err != nil {
			return fmt.Errorf("curriculum: plan person %d: %w", m.ID, err)
		}
		p.progress.Step()
	}
	p.held = p.held[:0]
	return nil
}

func (p *planner) end() (Effects, error) {
	if len(p.held) > 0 {
		if err := p.upTo(p.held[0].PersonID); err != nil {
			return nil, err
		}
	}
	if p.next < p.stop {
		if err := p.upTo(p.Org.Members[p.stop-1].ID); err != nil {
			return nil, err
		}
	}
	p.effects.Sort()
	return p.effects, nil
}

// ask gathers what the rules ask the member for, by course.
func (p *planner) ask(m *people.Member, held []Held) []demand {
	p.who = person{Member: m}
	p.demands = p.demands[:0]
	if len(m.Employments) == 0 {
		return nil
	}
	var choices []*plannedRule // after the others, which say how old evidence may be
	for i := range p.rules {
		r := &p.rules[i]
		switch {
		case !r.audience.matches(m) || !p.begun(r, held):
		case r.atLeast > 0:
			choices = append(choices, r)
		default:
			for j := range r.courses {
				p.demand(r, j, r.terms[j])
			}
		}
	}
	for _, r := range choices {
		for j, slot := range p.choose(r, held) {
			if slot.asked {
				terms := r.terms[j]
				terms.Mandatory = terms.Mandatory && slot.counts
				p.demand(r, j, terms)
			}
		}
	}
	if len(choices) > 0 {
		for i := range p.demands {
			slices.SortStableFunc(p.demands[i].asks, func(a, b ask) int { return cmp.Compare(a.rule.Code, b.rule.Code) })
		}
	}
	kept := make([]demand, 0, len(p.demands))
	for _, d := range p.demands {
		if !p.covered(d) {
			kept = append(kept, d)
		}
	}
	return kept
}

// demand adds that the rule asks for its course j on the terms.
func (p *planner) demand(r *plannedRule, j int, terms Terms) {
	at := slices.IndexFunc(p.demands, func(d demand) bool { return d.course == r.courses[j] })
	if at < 0 {
		p.demands = append(p.demands, demand{course: r.courses[j]})
		at = len(p.demands) - 1
	}
	p.demands[at].asks = append(p.demands[at].asks, ask{r.rule, terms})
}

// covered reports that another course asked for fulfils this one besides. A
// recommended course does not cover a mandatory one.
func (p *planner) covered(d demand) bool {
	return slices.ContainsFunc(p.demands, func(other demand) bool {
		return slices.Contains(d.course.FulfilledBy, other.course.ID) && (other.mandatory() || !d.mandatory())
	})
}
