package task

import "sync"

// Progress is how far a piece of work is, in stages. It is safe for concurrent
// use; a nil one reports to nobody.
type Progress struct {
	mu          sync.Mutex
	stage       string
	done, total int
	changed     bool
}

// Stage begins a stage of so many steps, 0 where their number is not known.
func (p *Progress) Stage(name string, total int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stage, p.done, p.total, p.changed = name, 0, total, true
}

// Step counts one step of the stage as done.
func (p *Progress) Step() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.changed = true
}

// read is the state, and whether it is another than at the last read.
func (p *Progress) read() (stage string, done, total int, changed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	changed, p.changed = p.changed, false
	return p.stage, p.done, p.total, changed
}
