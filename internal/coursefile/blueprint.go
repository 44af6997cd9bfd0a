package coursefile

import (
	"maps"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Blueprint says how many questions of each module an attempt draws from the
// pool; all critical ones of a module are always among them.
type Blueprint map[int]int

// Total is the number of questions of an attempt.
func (b Blueprint) Total() int {
	sum := 0
	for _, n := range b {
		sum += n
	}
	return sum
}

// Total is the number of questions that an attempt at the course's quiz has.
func (c *Course) Total() int {
	if c.Quiz == nil {
		return len(c.Questions)
	}
	return c.Quiz.Total()
}

// leastTestOut is the number of questions at least that somebody answers who
// has not read the modules.
const leastTestOut = 12

// drawn is a blueprint with its places.
type drawn struct {
	name  string
	node  *yaml.Node         // the mapping of modules
	nodes map[int]*yaml.Node // the number of each module
	plan  Blueprint
}

// blueprint reads quiz or test_out.
func (l *loaded) blueprint(o *object, name string, c *Course) Blueprint {
	field := o.field(name, false)
	if field == nil {
		return nil
	}
	if c.Kind != Online {
		o.fault(o.keys[name], "field_here", args("field", name, "kind", string(c.Kind)))
		return nil
	}
	inner := o.object(field, name)
	defer inner.close()
	node := inner.field("modules", true)
	if node == nil {
		return nil
	}
	modules := o.object(node, name+".modules")
	d := drawn{name: name, node: node, nodes: map[int]*yaml.Node{}, plan: Blueprint{}}
	for _, key := range modules.order {
		module, err := strconv.Atoi(key)
		if err != nil || module < 1 {
			modules.asked[key] = true
			o.fault(modules.keys[key], "blueprint_module", args("module", key))
			continue
		}
		d.nodes[module] = modules.fields[key]
		if n := modules.number(key, true, 1, 99); n > 0 {
			d.plan[module] = n
		}
	}
	if len(d.plan) == 0 {
		if node.Kind == yaml.MappingNode && len(node.Content) == 0 {
			o.fault(node, "field_empty", args("field", name+".modules"))
		}
		return nil
	}
	l.drawn = append(l.drawn, d)
	return d.plan
}

// fill checks that the pool can fill the blueprints.
func (l *loaded) fill() {
	pool, critical := map[int]int{}, map[int]int{}
	for _, q := range l.course.Questions {
		pool[q.Module]++
		if q.Critical {
			critical[q.Module]++
		}
	}
	for _, d := range l.drawn {
		for _, module := range slices.Sorted(maps.Keys(d.plan)) {
			l.fillModule(d, module, pool[module], critical[module])
		}
		for _, module := range l.course.Modules {
			switch no := module.No; {
			case d.nodes[no] != nil:
			case d.name == "test_out":
				l.meta.fault(d.node, "test_out_module", args("module", no))
			case critical[no] > 0:
				l.meta.fault(d.node, "blueprint_critical", args("field", d.name, "module", no, "count", 0, "critical", critical[no]))
			}
		}
		least := leastQuestions
		if d.name == "test_out" {
			least = leastTestOut
		}
		if total := d.plan.Total(); total < least {
			l.meta.fault(d.node, "blueprint_few", args("field", d.name, "count", total, "min", least))
		}
	}
}

func (l *loaded) fillModule(d drawn, module, pool, critical int) {
	n, node := d.plan[module], d.nodes[module]
	switch {
	case l.course.Module(module) == nil:
		l.meta.fault(node, "blueprint_module", args("module", module))
	case n > pool:
		l.meta.fault(node, "blueprint_pool", args("field", d.name, "module", module, "count", n, "pool", pool))
	case n < critical:
		l.meta.fault(node, "blueprint_critical", args("field", d.name, "module", module, "count", n, "critical", critical))
	case n == pool && d.name == "quiz":
		l.meta.warn(node, "blueprint_same", args("module", module, "count", n))
	}
}
