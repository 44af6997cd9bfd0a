package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// inhabitant is one person of a large organisation.
type inhabitant struct {
	uid         uuid.UUID
	no          string
	first, last string
	email       string // empty: without a PC
	category    people.Category
	pensum      float64 // per cent, 0: by the hour
	unit        int
	head        bool
	entry, exit calendar.Date // exit Forever: open
	before      int           // the unit before the move, -1: has not moved
	moved       calendar.Date
	second      int // the unit of a second employment, -1: none
	away        calendar.Interval
}

// crowd is everybody of a large organisation in the last thirteen months: as many
// people as asked for who are employed on the day, and one in twenty who left.
type crowd struct {
	*forest
	people       []inhabitant
	today, start calendar.Date
}

// newCrowd invents the organisation; the same people, seed and day give the same.
func newCrowd(people int, today calendar.Date, seed uint64) *crowd {
	year, month, _ := today.YMD()
	shares := share(people)
	c := &crowd{forest: newForest(len(shares)), today: today, start: calendar.NewDate(year, month-13, 1)}
	rng := rand.New(rand.NewPCG(seed, uint64(people)))
	for unit, n := range shares {
		for range n {
			c.join(rng, unit)
		}
	}
	for range people / 20 {
		left := c.join(rng, rng.IntN(len(c.units)))
		left.entry = c.start.AddDays(-100 - rng.IntN(3000))
		left.exit = c.start.AddDays(30 + rng.IntN(max(c.start.DaysUntil(today)-40, 1)))
		left.away, left.before, left.second = calendar.Interval{}, -1, -1
	}
	return c
}

// join invents the next person of a unit; the first one leads it.
func (c *crowd) join(rng *rand.Rand, unit int) *inhabitant {
	kind := c.kinds[unit]
	n := len(c.people)
	p := inhabitant{
		no: fmt.Sprintf("%07d", 1000+7*n), first: firstNames[rng.IntN(len(firstNames))], last: lastNames[rng.IntN(len(lastNames))],
		category: people.Permanent, unit: unit, exit: calendar.Forever, before: -1, second: -1,
		pensum: []float64{100, 100, 100, 100, 80, 80, 80, 60, 60, 50, 40, 20}[rng.IntN(12)],
		entry:  c.start.AddDays(-30 - rng.IntN(9000)),
	}
	for i := 0; i < len(p.uid); i += 8 {
		for at, bits := 0, rng.Uint64(); at < 8; at++ {
			p.uid[i+at] = byte(bits >> (8 * at))
		}
	}
	p.uid[6], p.uid[8] = p.uid[6]&0x0f|0x40, p.uid[8]&0x3f|0x80 // a random UUID, version 4
	p.head = c.branches[c.units[unit]].head < 0
	if p.head || rng.IntN(kind.people) >= kind.withoutPC {
		p.email = mailName(p.first) + "." + mailName(p.last) + "." + p.no[len(p.no)-6:] + "@stadt.example"
	}
	switch roll := rng.IntN(100); {
	case p.head:
		p.pensum = 100
		c.leads(unit, n)
	case roll < 4: // has joined within the year
		p.entry = c.start.AddDays(20 + rng.IntN(max(c.start.DaysUntil(c.today)-25, 1)))
	case roll < 7 && p.entry < c.start:
		p.before, p.moved = rng.IntN(len(c.units)), calendar.FirstOfMonth(c.start.AddDays(40+rng.IntN(300)))
	case roll < 9:
		p.second, p.pensum = rng.IntN(len(c.units)), 50
	case roll < 10 && p.email == "":
		p.category, p.pensum = people.Hourly, 0
	case roll < 12:
		from := c.start.AddDays(30 + rng.IntN(360))
		p.away = calendar.Interval{From: from, Until: from.AddDays(14 + rng.IntN(120))}
	}
	if p.before == unit {
		p.before = -1
	}
	if p.second == unit {
		p.second = -1
	}
	c.people = append(c.people, p)
	return &c.people[n]
}

// plainLetters writes names as mail addresses do.
var plainLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "ae", "Ö", "oe", "Ü", "ue", "é", "e", "è", "e", "ë", "e", "í", "i",
	"ć", "c", "č", "c", "ı", "i", "’", "", " ", "-", "É", "e")

func mailName(name string) string { return strings.ToLower(plainLetters.Replace(name)) }
