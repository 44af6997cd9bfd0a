package cards

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// whom a printing gives cards to.
type whom string

const (
	without whom = "ohne"  // who has no card, or one whose first code has expired
	waiting whom = "offen" // and who has not used theirs yet
	all     whom = "alle"  // everybody: cards in use are replaced
)

// round is one printing: the people of the department without a mailbox, and
// those of them who get a card.
type round struct {
	whom       whom
	department int64 // with all below it; 0: everybody
	people     []people.DirectoryEntry
	cards      map[int64]auth.Card
	chosen     []people.DirectoryEntry
	none       int // of people: without a usable card
	replaced   int // of chosen: hold a card that is usable
}

// read finds them: employed today, no mail address, no granted role (those sign
// in with a password), not the viewer, and nobody who sees people whom the viewer
// does not see.
func (h *Handlers) read(c *fiber.Ctx, scope people.Scope, f *page.Form) (round, error) {
	v, ctx := visit.Of(c), c.UserContext()
	r := round{whom: whom(f.Get("wer"))}
	if r.whom != waiting && r.whom != all {
		r.whom = without
	}
	r.department, _ = strconv.ParseInt(f.Get("oe"), 10, 64) // nonsense is no department
	list, _, _, err := people.Directory(ctx, h.DB, scope, people.DirectoryFilter{
		Department: r.department, Presence: people.Employed, Sort: people.SortDepartment, Limit: 100_000,
	})
	if err != nil {
		return r, err
	}
	holders, err := people.RoleHolders(ctx, h.DB, v.Today)
	if err != nil {
		return r, err
	}
	apart := map[int64]bool{v.ViewerID(): true}
	for _, holder := range holders {
		apart[holder.ID] = true
	}
	var ids []int64
	for _, e := range list {
		if e.Email == "" && !apart[e.ID] {
			ids = append(ids, e.ID)
		}
	}
	beyond, err := scope.Beyond(ctx, h.DB, ids...)
	if err != nil {
		return r, err
	}
	ids = nil
	for _, e := range list {
		if e.Email == "" && !apart[e.ID] && !beyond[e.ID] {
			r.people, ids = append(r.people, e), append(ids, e.ID)
		}
	}
	if r.cards, err = auth.CardsOf(ctx, h.DB, ids...); err != nil {
		return r, err
	}
	r.choose(v.Now)
	return r, nil
}

// choose takes those who get a card.
func (r *round) choose(now time.Time) {
	for _, e := range r.people {
		card := r.cards[e.ID]
		usable := card.Exists() && (!card.Waits() || now.Before(card.CodeUntil))
		if !usable {
			r.none++
		}
		if usable && (r.whom == without || (r.whom == waiting && !card.Waits())) {
			continue
		}
		r.chosen = append(r.chosen, e)
		if usable {
			r.replaced++
		}
	}
}

// digest stands for the persons and the cards that they hold. A form sent twice,
// or from a page that is no longer true, has another one and issues nothing.
func digest(chosen []people.DirectoryEntry, cards map[int64]auth.Card) string {
	sum := sha256.New()
	for _, e := range chosen {
		fmt.Fprintf(sum, "%d %d\n", e.ID, cards[e.ID].ID)
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// printTime is how long a printing may take; the request's own limit is for pages.
const printTime = 3 * time.Minute

// print issues the cards and answers with the file: the only moment at which
// their codes are known.
func (h *Handlers) print(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), printTime)
	defer cancel()
	scope, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return err
	}
	scope = scope.ForHR()
	r, err := h.read(c, scope, f)
	if err != nil {
		return err
	}
	if len(r.chosen) == 0 || f.Get("stand") != digest(r.chosen, r.cards) {
		return apperr.New(apperr.Stale, "error.card.stale", nil)
	}
	persons, held := make([]int64, len(r.chosen)), map[int64]int64{}
	for i, e := range r.chosen {
		persons[i], held[e.ID] = e.ID, r.cards[e.ID].ID
	}
	issued, err := h.Auth.IssueCards(ctx, persons, held, v.ViewerID(), v.Now)
	if err != nil {
		return err
	}
	return h.hand(c, page.From(c).L.N("card.files", len(issued), "day", v.Today.String()), r.chosen, issued)
}
