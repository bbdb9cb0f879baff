package admin

import (
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/visit"
)

// BadgeChoice is one number of the pool. Number and pocket are the same.
type BadgeChoice struct {
	N           int
	Text, Name  string
	Taken, On   bool
	Description string
}

// badges lists the pool with what is taken, and proposes the next free number
// after the one given out last: numbers wear evenly, and nobody has to search.
func (d *Door) badges(c *fiber.Ctx, p *VerifyPage) error {
	taken, err := d.Book.TakenBadges(c.UserContext(), p.Office)
	if err != nil {
		return err
	}
	next := nextBadge(p.Office.Badges.Count, func(n int) bool { _, t := taken[n]; return !t && p.Office.Badges.Has(n) }, lastGiven(taken))
	chosen := p.Typed("badge", next)
	free, all := 0, 0
	for n := 1; n <= p.Office.Badges.Count; n++ {
		if !p.Office.Badges.Has(n) {
			continue
		}
		all++
		_, gone := taken[n]
		if !gone {
			free++
		}
		name := visit.BadgeName(p.Office, n)
		b := BadgeChoice{N: n, Text: fmt.Sprintf("%03d", n), Name: name, Taken: gone, On: !gone && chosen == strconv.Itoa(n)}
		if gone {
			b.Name = p.T("verify.taken", "number", name)
		}
		p.Badges = append(p.Badges, b)
	}
	if next > 0 {
		p.Proposed = visit.BadgeName(p.Office, next)
	}
	p.Free = p.T("verify.free", "n", free, "all", all)
	return nil
}

// lastGiven is the number that was given out last among those that are taken.
func lastGiven(taken map[int]book.Line) int {
	last, at := 0, int64(0)
	for n, l := range taken {
		if l.VerifyAt > at || l.VerifyAt == at && n > last {
			last, at = n, l.VerifyAt
		}
	}
	return last
}

// nextBadge is the first free number after last, going round; 0 when none is free.
func nextBadge(count int, free func(int) bool, last int) int {
	for i := range count {
		if n := (last+i)%count + 1; free(n) {
			return n
		}
	}
	return 0
}
