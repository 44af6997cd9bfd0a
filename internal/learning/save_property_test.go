package learning

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/testing/wide"
)

// device is a browser that saves as our script does: an answer goes under one
// version above the one it was made on, again and again until something comes back.
type device struct {
	base  int          // the version it has been told
	given int          // its latest answer
	waits bool         // of which nothing has come back
	sent  map[int]bool // answers that may have arrived under base+1
	lost  int          // answers of this device that another one's stands over, as it was told
}

// message is one save on its way.
type message struct{ from, version, answer int }

func (d *device) click(answer int) {
	d.given, d.waits = answer, true
	if d.sent == nil {
		d.sent = map[int]bool{}
	}
}

func (d *device) send(from int) message {
	d.sent[d.given] = true
	return message{from, d.base + 1, d.given}
}

// told is what comes back for a save; the device may have gone on since.
func (d *device) told(m message, got Answer, stale bool) {
	if m.version != d.base+1 || !d.waits {
		return // of something that was settled before
	}
	switch {
	case !stale && m.answer == d.given, stale && !d.sent[got.Chosen[0]]:
		d.waits = false
		if stale {
			d.lost++
		}
	default: // it is ours, and there is a later answer to send on top of it
	}
	d.base, d.sent = got.Version, map[int]bool{}
}

// TestSavingOverABadNetwork: two devices of one person answer a question while the
// network duplicates, reorders and loses what they send and what they are told. No
// version is ever two answers, none turns back, and once the network is good what
// is stored is the last answer of a device, and the other one has been told.
func TestSavingOverABadNetwork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	random := rand.New(rand.NewPCG(11, 13))
	w.assign(1, w.a, 1, today-5)
	conflicts := 0
	for history := range wide.N(15) {
		me := act(1, today)
		uid := w.begin(me).UID.String()
		devices := []*device{{}, {}}
		var line []message
		contents := map[int]int{} // version → answer stored under it
		stored := Answer{}
		deliver := func(m message, heard bool) {
			got, err := w.save(me, Save{Attempt: uid, Question: "Q1", Chosen: []int{m.answer}, Version: m.version})
			if err != nil && !apperr.Is(err, apperr.Stale) {
				t.Fatalf("%+v: %v", m, err)
			}
			if got.Version < stored.Version {
				t.Fatalf("%+v turned version %d back to %d", m, stored.Version, got.Version)
			}
			if before, known := contents[got.Version]; known && before != got.Chosen[0] {
				t.Fatalf("version %d is answer %d and %d", got.Version, before, got.Chosen[0])
			}
			contents[got.Version], stored = got.Chosen[0], got
			if heard {
				devices[m.from].told(m, got, err != nil)
			}
		}
		for range 30 {
			from := random.IntN(2)
			d := devices[from]
			switch random.IntN(4) {
			case 0:
				d.click(random.IntN(4))
				line = append(line, d.send(from))
			case 1: // the script sends again what waits
				if d.waits {
					line = append(line, d.send(from))
				}
			default:
				if len(line) == 0 {
					continue
				}
				at := random.IntN(len(line)) // in any order
				m := line[at]
				switch random.IntN(4) {
				case 0: // lost
					line = slices.Delete(line, at, at+1)
				case 1: // delivered, and again later
					deliver(m, random.IntN(3) > 0)
				default:
					deliver(m, random.IntN(3) > 0)
					line = slices.Delete(line, at, at+1)
				}
			}
		}
		for tries := 0; len(line) > 0 || devices[0].waits || devices[1].waits; tries++ { // the network is good again
			if tries > 20 {
				t.Fatalf("history %d does not come to rest: %+v %+v", history, devices[0], devices[1])
			}
			for _, m := range line {
				deliver(m, true)
			}
			line = nil
			for from, d := range devices {
				if d.waits {
					line = append(line, d.send(from))
				}
			}
		}
		got, err := w.Attempt(t.Context(), w.db, me, uid)
		if err != nil || len(got.Answers) > 1 {
			t.Fatalf("%v, %v", got.Answers, err)
		}
		conflicts += devices[0].lost + devices[1].lost
		last := got.Answers["Q1"]
		if stored.Version > 0 && (fmt.Sprint(last) != fmt.Sprint(stored) || devices[0].given != last.Chosen[0] && devices[1].given != last.Chosen[0]) {
			t.Fatalf("history %d: stored %v, told %v; the devices gave %+v and %+v", history, last, stored, devices[0], devices[1])
		}
		for _, d := range devices { // a device that was not told holds what is stored, or gave it before the other's
			if d.sent != nil && d.lost == 0 && d.base == last.Version && d.given != last.Chosen[0] {
				t.Fatalf("history %d: %+v was not told of %v", history, d, last)
			}
		}
		if _, err := w.handIn(me, HandIn{Attempt: uid, Sure: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.save(me, Save{Attempt: uid, Question: "Q1", Chosen: []int{2}, Version: stored.Version + 1}); !apperr.Is(err, apperr.Conflict) {
			t.Fatalf("a save that was held up beyond the hand-in: %v", err)
		}
	}
	if got := w.kinds(1, w.a); got != "assigned started " {
		t.Errorf("begun once, not passed: %s", got)
	}
	if conflicts == 0 {
		t.Error("the devices never met: this proves little")
	}
}
