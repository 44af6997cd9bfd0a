package course

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Catalogue holds the newest version of every course in memory, and older ones
// as they are asked for. It is safe for concurrent use.
type Catalogue struct {
	db *db.DB

	mu       sync.RWMutex
	read     string // what the last Refresh found
	state    uint64
	current  []*Version // for all, by code
	held     map[int64]bool
	heads    map[string]*Version
	pilots   []Pilot
	byCourse map[int64]*Version
	byCode   map[string]*Version
	versions map[int64]*Version
	fulfils  map[int64][]int64 // course → courses it also fulfils
	retired  []retirement
	rendered map[renderKey][]Text
}

// NewCatalogue is empty until Refresh.
func NewCatalogue(d *db.DB) *Catalogue {
	return &Catalogue{db: d, versions: map[int64]*Version{}, rendered: map[renderKey][]Text{}}
}

// Refresh reads the newest versions; a version that is in memory is not read
// again.
func (c *Catalogue) Refresh(ctx context.Context) error {
	ids, err := newestIDs(ctx, c.db)
	if err != nil {
		return err
	}
	fulfils, err := equivalents(ctx, c.db)
	if err != nil {
		return err
	}
	retired, err := retirements(ctx, c.db)
	if err != nil {
		return err
	}
	running, err := runningPilots(ctx, c.db)
	if err != nil {
		return err
	}
	var current []*Version
	var pilots []Pilot
	byCourse, heads, held := map[int64]*Version{}, map[string]*Version{}, map[int64]bool{}
	for _, one := range ids {
		v, err := c.Version(ctx, one.ID)
		if err != nil {
			return err
		}
		head, err := c.Version(ctx, one.Head)
		if err != nil {
			return err
		}
		byCourse[v.CourseID], heads[v.Code()], held[v.CourseID] = v, head, !one.ForAll
		if one.ForAll {
			current = append(current, v)
		}
	}
	for _, p := range running {
		v, err := c.Version(ctx, p.VersionID)
		if err != nil {
			return err
		}
		pilots = append(pilots, Pilot{Version: v, Department: p.DepartmentID, Since: p.Day})
	}
	slices.SortFunc(current, func(a, b *Version) int { return cmp.Compare(a.Code(), b.Code()) })
	read := fmt.Sprint(ids, fulfils, retired, running) // versions never change
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.read != read {
		c.read = read
		c.state++
	}
	c.current, c.fulfils, c.retired = current, fulfils, retired
	c.byCourse, c.byCode, c.heads, c.held, c.pilots = byCourse, map[string]*Version{}, heads, held, pilots
	for _, v := range byCourse {
		c.byCode[v.Code()] = v
	}
	return nil
}

// State is another number after each Refresh that found something else than the one
// before: what was made of the catalogue earlier is out of date.
func (c *Catalogue) State() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.state
}

// All are the newest versions that are for all, by code.
func (c *Catalogue) All() []*Version {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.current
}

// Ever are the courses by code, those too that are not open to all yet (Held).
func (c *Catalogue) Ever() []*Version {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.SortedFunc(maps.Values(c.byCourse), func(a, b *Version) int { return cmp.Compare(a.Code(), b.Code()) })
}

// Current is the newest version for all of a course by its ID, or the newest where
// there is none (Held); NotFound if there is no such course.
func (c *Catalogue) Current(courseID int64) (*Version, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return found(c.byCourse[courseID])
}

// ByCode is Current by the code.
func (c *Catalogue) ByCode(code string) (*Version, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return found(c.byCode[code])
}

func found(v *Version) (*Version, error) {
	if v == nil {
		return nil, apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	return v, nil
}

// Retired reports that the course is not offered on the day to who has nothing to
// do with it yet.
func (c *Catalogue) Retired(courseID int64, day calendar.Date) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.ContainsFunc(c.retired, func(r retirement) bool {
		return r.CourseID == courseID && r.ValidFrom <= day && day < r.ValidTo
	})
}

// Fulfils lists the courses that a completion of courseID fulfils besides.
func (c *Catalogue) Fulfils(courseID int64) []int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.fulfils[courseID]
}

// FulfilledBy lists the courses whose completion fulfils courseID besides its own.
func (c *Catalogue) FulfilledBy(courseID int64) []int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	var list []int64
	for other, fulfils := range c.fulfils {
		if slices.Contains(fulfils, courseID) {
			list = append(list, other)
		}
	}
	slices.Sort(list)
	return list
}

// Version is any version ever published; NotFound if there is none of that ID.
func (c *Catalogue) Version(ctx context.Context, id int64) (*Version, error) {
	return c.VersionIn(ctx, c.db, id)
}

// VersionIn is Version within a transaction, which must not wait for a second
// connection.
func (c *Catalogue) VersionIn(ctx context.Context, conn db.Conn, id int64) (*Version, error) {
	c.mu.RLock()
	v := c.versions[id]
	c.mu.RUnlock()
	if v != nil {
		return v, nil
	}
	v, err := readVersion(ctx, conn, id)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.versions[id] = v
	return v, nil
}

// History is every version for all of the course with the code, the newest first; NotFound
// if there is no such course.
func (c *Catalogue) History(ctx context.Context, conn db.Conn, code string) ([]*Version, error) {
	current, err := c.ByCode(code)
	if err != nil {
		return nil, err
	}
	ids, err := versionIDs(ctx, conn, current.CourseID)
	if err != nil {
		return nil, err
	}
	list := make([]*Version, len(ids))
	for i, id := range ids {
		if list[i], err = c.VersionIn(ctx, conn, id); err != nil {
			return nil, err
		}
	}
	return list, nil
}
