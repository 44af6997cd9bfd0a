// Package curriculum says who must do what by when: curricula, their rules, and
// the due date of a duty.
//
//	Audience, Rule, Curriculum, Line   who is asked for what, on which terms
//	Due                                the due date of a duty (pure)
//	Plan                               what has to happen to duties (pure)
//	Declared, Outage                   a time in which nobody could learn
//	Requirement                        a material version that older evidence gives way to
//	Service.Plan, Service.Apply        the same on the database, for internal/change
//	Service.Exempt, EndExemption, Extend   what HR or a superior decides about one duty
//	Service.SaveRules, LoadBook        curricula and rules, dated
//	Service.Seed                       what a new installation begins with
//
// Invariants, each tested: Due is the only place that computes a due date
// (DESIGN.md §6); its result is written into the ledger as finished dates, so
// nobody computes them again when reading. What is applied is what was planned:
// planning again then yields nothing. Who is not employed has no duty; everybody
// else has exactly those that the rules ask for. Plan does not depend on the order
// of its input, nor on what is learned on the day or later. A rule and its version
// say under which terms a duty was assigned: a change of either the rule or its
// curriculum makes a new version, and terms are finished when they are saved, so a
// new version of a course moves nobody's date. A curriculum of which n courses are
// enough asks for n mandatory duties, whatever the person chooses; the others are
// recommended until then. Where courses are in order nothing is locked: every
// published course is open to everybody. In a roll-out nobody's week depends on who
// else comes or goes, and what has begun stays.
package curriculum
