package coursefile

import "strings"

// What a refresher is: 10 to 15 minutes, one or two modules, a pool of its own.
const (
	refresherLeast, refresherMost = 10, 15
	refresherModules              = 2
	refresherPool                 = 10
)

// refresher checks what a course whose code ends in R may not have.
func (o *object) refresher(c *Course) {
	if !c.Refresher() {
		return
	}
	if c.Kind != Online {
		o.fault(o.fields["kind"], "refresher_kind", nil)
	}
	if c.TestOut != nil {
		o.fault(o.keys["test_out"], "refresher_test_out", nil)
	}
	if c.Minutes > 0 && (c.Minutes < refresherLeast || c.Minutes > refresherMost) {
		o.warn(o.fields["minutes"], "refresher_minutes", args("minutes", c.Minutes, "min", refresherLeast, "max", refresherMost))
	}
	if n := len(c.Modules); n > refresherModules {
		o.warn(o.fields["modules"], "refresher_modules", args("count", n, "max", refresherModules))
	}
}

// renews checks a refresher against the course that it renews: it must be there,
// and the questions must be others.
func (l loaded) renews(byCode map[string]loaded) []Problem {
	if !l.course.Refresher() {
		return nil
	}
	code := strings.TrimSuffix(l.course.Code, "R")
	full, known := byCode[code]
	if !known {
		return []Problem{l.problem("code", "refresher_alone", args("code", code))}
	}
	var problems []Problem
	asked := map[string]string{}
	for _, q := range full.course.Questions {
		asked[q.Text[spoken(full.course)]] = q.ID
	}
	for _, q := range l.course.Questions {
		if same := asked[q.Text[spoken(l.course)]]; same != "" {
			problems = append(problems, l.problem("code", "refresher_question", args("id", q.ID, "other", same)))
		}
	}
	return problems
}
